import type { Node } from 'jsonc-parser';
import { t } from '../common/l10n';
import { jsonObject } from '../json/json';
import { memberValues } from '../json/jsonTree';
import { placesIn, secretNodes, secretPlaceholder } from '../resources/secretPlaces';
import type { FileIssue } from './text/fileJson';

/**
 * What a file holds instead of a secret: `{"$secret": "keep"}` for the one that the service has, `{"$secret": "NAME"}` for one
 * that is asked for when the resource is created. An object, because no API takes it for a secret.
 */
const secretMember = '$secret';

export const keptSecret = 'keep';

/** The marker as JSON on one line. */
export const keepMarker = `{"${secretMember}": "${keptSecret}"}`;

/** A marker for a secret that must be entered, as JSON. Without a name of its own, it is named after the file. */
export function namedMarker(fileName: string, name: string = keptSecret): string {
  const written =
    name === keptSecret ? `${fileName.replace(/[^a-z0-9]+/gi, '_').toUpperCase()}_SECRET` : name;
  const valid = /^[A-Z]/.test(written) ? written : `S_${written}`;
  return `{"${secretMember}": ${JSON.stringify(valid.slice(0, 64))}}`;
}

/** What `NAME` can be: as an environment variable. */
const secretName = /^[A-Z][A-Z0-9_]{0,63}$/;

/** Whether a value is the marker for the secret that the service has. */
export function isKeepMarker(value: unknown): boolean {
  const members = jsonObject(value);
  return members?.[secretMember] === keptSecret && Object.keys(members).length === 1;
}

function isMarkerName(name: unknown): name is string {
  return typeof name === 'string' && (name === keptSecret || secretName.test(name));
}

export interface SecretMarker {
  readonly node: Node;
  readonly name: string;
}

/**
 * The markers in a file. Those that are not valid have issues, and so have those in a member that is not a secret:
 * everybody who reads the configuration would see the secret there, and Pull would write it into the file.
 */
export function findMarkers(root: Node): {
  readonly markers: readonly SecretMarker[];
  readonly issues: readonly FileIssue[];
} {
  const markers: SecretMarker[] = [];
  const issues: FileIssue[] = [];
  for (const [node, hiding] of placesIn(root)) {
    const value = memberValues(node).get(secretMember);
    if (!value) continue;
    const name: unknown = value.value;
    const isMarker = node.children?.length === 1 && isMarkerName(name);
    if (isMarker && hiding !== undefined) markers.push({ node, name });
    else {
      const message = isMarker
        ? t('This member is not masked, so a secret does not belong here. Write a value.')
        : t(
            'Write {0}, or the name of a secret in capital letters: {1}.',
            keepMarker,
            `{"${secretMember}": "OWNER_SECRET"}`,
          );
      issues.push({ message, start: value.offset, end: value.offset + value.length });
    }
  }
  return { markers, issues };
}

/** The secrets in a file that are not replaced by markers. The messages do not quote them. */
export function findLiteralSecrets(root: Node): readonly Node[] {
  return [...secretNodes(root)].filter(node => !isInMarker(node));
}

export function literalSecretIssue({ value, offset, length }: Node): FileIssue {
  const message =
    value === secretPlaceholder
      ? t('Write {0}: {1} is only for documents of the Hosted Login view.', keepMarker, secretPlaceholder)
      : t('A secret does not belong in a file. Write {0} to keep the one that the service has.', keepMarker);
  return { message, start: offset, end: offset + length };
}

function isInMarker({ parent }: Node): boolean {
  return parent?.type === 'property' && parent.children?.[0]?.value === secretMember;
}
