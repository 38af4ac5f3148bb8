import type { Node } from 'jsonc-parser';
import { t } from '../../common/l10n';
import { Problem } from '../../common/problem';
import { memberName, parseJsonTree } from '../../json/jsonTree';
import { optionNames } from '../../resources/configurationSnapshot';
import type { ResourceKind } from '../../resources/resource';
import { secretNodes } from '../../resources/secretPlaces';
import { type Addresses, addressReplacements } from '../addressReferences';
import { optionMember, type ResourceVersion, isOfService } from '../resourceVersion';
import { keepMarker } from '../secretMarkers';
import { writeContainer, writeJson } from './fileJson';

/**
 * The text of the file of a resource: everything that the service answers, in its order and spelling, but `id` and `_links`.
 * References to other resources are addresses, secrets are markers. Throws `invalidInput` if the body is not a JSON object.
 */
export function toFileText(kind: ResourceKind, version: ResourceVersion, addresses: Addresses): string {
  const { document } = version;
  const root = parseJsonTree(document);
  if (root?.type !== 'object') {
    throw new Problem('invalidInput', t('The service sent a policy or client that is not a JSON object.'));
  }
  const replacements = new Map([...addressReplacements(kind, root, addresses), ...markers(root)]);
  const members = (root.children ?? [])
    .filter(property => !isOfService(memberName(property)))
    .map(property => writeJson(document, property, replacements, '\n  '));
  for (const name of optionNames) {
    const text = version.options[name];
    const option = text === undefined ? undefined : parseJsonTree(text);
    if (text === undefined || !option) continue;
    members.push(
      `${JSON.stringify(optionMember(name))}: ${writeJson(text, option, markers(option), '\n  ')}`,
    );
  }
  return `${writeContainer('object', members, '\n')}\n`;
}

function markers(root: Node): ReadonlyMap<Node, string> {
  return new Map(Array.from(secretNodes(root), node => [node, keepMarker]));
}
