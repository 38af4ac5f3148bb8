import type { Node } from 'jsonc-parser';
import { t } from '../common/l10n';
import { isProblem } from '../common/problem';
import { allNodes, memberValues, parseJsonTree } from '../json/jsonTree';
import { type LoginPolicyOptions, optionNames } from '../resources/configurationSnapshot';
import { type MaskedSecret, pairSecrets, toRequestBody } from '../resources/resourceText';
import { secretNodes, secretPlaceholder } from '../resources/secretPlaces';
import { optionMember, type ResourceVersion } from './resourceVersion';
import { findMarkers, keepMarker, keptSecret, type SecretMarker } from './secretMarkers';
import type { FileIssue, JsonFile } from './text/fileJson';

/** What the markers in a file stand for. */
export interface ResolvedMarkers {
  /** Masks in place of the markers of secrets that the service has. */
  readonly replacements: ReadonlyMap<Node, string>;
  /** The names of the secrets that it does not have. */
  readonly names: readonly string[];
  readonly issues: readonly FileIssue[];
  /** What hinders nothing. */
  readonly notes: readonly FileIssue[];
}

/**
 * Finds what the markers in a file stand for. A marker in the entry of a list stands for the secret of the entry that it was
 * (`pairSecrets`). Those of secrets that the service does not have must be named.
 * @param current the resource as the service has it, and `held` its document
 */
export function resolveMarkers(
  file: JsonFile,
  current: ResourceVersion | undefined,
  held: Node | undefined,
): ResolvedMarkers {
  const { markers, issues } = findMarkers(file.root);
  const [replacements, names] = [new Map<Node, string>(), new Set<string>()];
  const [unmatched, notes]: [FileIssue[], FileIssue[]] = [[], []];
  const secrets = heldSecrets(file, markers, current, held);
  for (const { node, name } of markers) {
    const { secret, unclearIn, isUnread } = secrets.get(node) ?? {};
    const span = { start: node.offset, end: node.offset + node.length };
    const isKept = secret !== undefined || isUnread === true;
    if (isKept) replacements.set(node, JSON.stringify(secretPlaceholder));
    if (name !== keptSecret) {
      if (!isKept) names.add(name);
      else if (secret) notes.push({ ...span, message: keptMessage(name) });
    } else if (!isKept)
      unmatched.push({ ...span, message: unclearIn ? unclearMessage() : noSecretMessage() });
  }
  return { replacements, names: [...names], issues: [...issues, ...unmatched], notes };
}

/** The secrets of the service that markers stand for. `isUnread`: it could not be read, so that it is not compared and not sent. */
function heldSecrets(
  { text, root }: JsonFile,
  markers: readonly SecretMarker[],
  current: ResourceVersion | undefined,
  held: Node | undefined,
): ReadonlyMap<Node, MaskedSecret & { readonly isUnread?: boolean }> {
  const found = new Map<Node, MaskedSecret & { readonly isUnread?: boolean }>();
  if (!current || markers.length === 0) return found;
  const masks = new Set(markers.map(({ node }) => node));
  const hidden = new Set([...secretNodes(root), ...masks]);
  const pair = (file: Node, heldText: string, heldRoot: Node | undefined) => {
    const before = { text: heldText, root: heldRoot, hidden: secretNodes(heldRoot) };
    for (const entry of pairSecrets({ text, root: file, hidden }, masks, before)) found.set(...entry);
  };
  pair(root, current.document, held);
  for (const name of optionNames) {
    const option = memberValues(root).get(optionMember(name));
    const heldOption = current.options[name];
    if (!option) continue;
    if (heldOption !== undefined) pair(option, heldOption, parseJsonTree(heldOption));
    else for (const node of allNodes(option)) if (masks.has(node)) found.set(node, { isUnread: true });
  }
  return found;
}

function keptMessage(name: string): string {
  return t(
    'The service has a secret here and keeps it, so {0} is not used. Write {1}. To change the secret, open the login policy in the Hosted Login view.',
    name,
    keepMarker,
  );
}

function noSecretMessage(): string {
  return t(
    'The service has no secret here to keep. Write the name of a secret instead of {0}.',
    JSON.stringify(keptSecret),
  );
}

function unclearMessage(): string {
  return t(
    'It is unclear which secret of the service belongs here. Write the name of a secret, or change the list in smaller steps.',
  );
}

/**
 * Why the secrets that a file keeps cannot be sent, although `readWanted` found them: several entries of a list look the same
 * without their secrets.
 */
export function secretIssues(
  { document, options }: ResourceVersion,
  body: string,
  heldOptions: LoginPolicyOptions | undefined,
): readonly string[] {
  const texts = optionNames.map(name => [options[name], heldOptions?.[name]]);
  try {
    for (const [text, held] of [[document, body], ...texts]) {
      if (text !== undefined && held !== undefined) toRequestBody(text, held);
    }
    return [];
  } catch (error) {
    if (!isProblem(error)) throw error;
    return [
      t(
        'It is unclear which secrets a list keeps: entries are the same except for their secrets. Change the list in smaller steps.',
      ),
    ];
  }
}
