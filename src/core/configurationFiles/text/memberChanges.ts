import type { Node } from 'jsonc-parser';
import { memberValues, parseJsonTree } from '../../json/jsonTree';
import { defaultAfterPut, isDefault } from '../../resourceRules/omittedMembers';
import { limitsOf } from '../../resourceRules/validateResource';
import { optionNames } from '../../resources/configurationSnapshot';
import { normalizedJson } from '../../resources/equivalentJson';
import type { ResourceKind } from '../../resources/resource';
import { secretNodes, secretPlaceholder } from '../../resources/secretPlaces';
import { userScopes } from '../../scopes/parseScope';
import { optionMember, type ResourceVersion, isOfService } from '../resourceVersion';
import { writeJson } from './fileJson';

/** A member that would change. Values are JSON on one line, with secrets masked. */
export interface MemberChange {
  readonly name: string;
  /** Undefined if the service does not have it. */
  readonly now: string | undefined;
  /** Undefined if the file leaves it out, so that the service resets it. */
  readonly wanted: string | undefined;
  /** If the file leaves the member out: its value afterwards, in words. */
  readonly afterPut?: string | undefined;
  /** If both are lists of strings: the entries that are only in one. Left out if only the order differs. */
  readonly added?: readonly string[];
  readonly removed?: readonly string[];
  /** Whether the entries that are in both have another order. */
  readonly isReordered?: boolean;
}

/**
 * The members in which a resource would differ after its file was sent. Members of the service alone do not count, nor a
 * member that one side leaves out and the other has with its default value. What is below a login policy counts only where
 * the file has it and the service's is known.
 */
export function findMemberChanges(
  kind: ResourceKind,
  current: ResourceVersion,
  wanted: ResourceVersion,
): readonly MemberChange[] {
  const [now, then] = [current, wanted].map(({ document }) => textMembers(document));
  const changes: MemberChange[] = [];
  for (const name of new Set([...(now?.keys() ?? []), ...(then?.keys() ?? [])])) {
    if (isOfService(name)) continue;
    const change = memberChange(kind, name, now?.get(name), then?.get(name));
    if (change) changes.push(change);
  }
  for (const name of optionNames) {
    const [before, after] = [current.options[name], wanted.options[name]];
    if (before === undefined || after === undefined) continue;
    const change = memberChange(kind, optionMember(name), textValue(before), textValue(after));
    if (change) changes.push(change);
  }
  return changes;
}

/**
 * Whether a file would undo changes of the service since the last pull. Members that are the same in both do not count: an earlier
 * run may have sent a part of the file.
 * @param base what the service had at the last pull
 * @param differing the names of the members in which the file differs from `current`
 */
export function wouldUndo(
  kind: ResourceKind,
  base: ResourceVersion,
  current: ResourceVersion,
  differing: readonly string[],
): boolean {
  const names = new Set(differing);
  return findMemberChanges(kind, base, current).some(({ name }) => names.has(name));
}

interface TextValue {
  readonly text: string;
  readonly node: Node;
  /** The mask of each secret of the whole text. */
  readonly masks: ReadonlyMap<Node, string>;
}

function textMembers(text: string): ReadonlyMap<string, TextValue> {
  const root = parseJsonTree(text);
  const masks = masksIn(root);
  return new Map(Array.from(memberValues(root), ([name, node]) => [name, { text, node, masks }]));
}

function textValue(text: string): TextValue | undefined {
  const node = parseJsonTree(text);
  return node && { text, node, masks: masksIn(node) };
}

function masksIn(root: Node | undefined): ReadonlyMap<Node, string> {
  const mask = JSON.stringify(secretPlaceholder);
  return new Map(Array.from(secretNodes(root), secret => [secret, mask]));
}

function memberChange(
  kind: ResourceKind,
  name: string,
  now: TextValue | undefined,
  then: TextValue | undefined,
): MemberChange | undefined {
  if (!now || !then) {
    const only = now ?? then;
    if (!only || isDefaultValue(kind, name, only)) return undefined;
  } else if (meaning(kind, name, now) === meaning(kind, name, then)) return undefined;
  const [shownNow, shownThen] = [now, then].map(
    value => value && writeJson(value.text, value.node, value.masks),
  );
  return {
    ...{ name, now: shownNow, wanted: shownThen },
    ...(then ? {} : { afterPut: defaultAfterPut(kind, name) }),
    ...listChanges(now, then),
  };
}

/** Normalized JSON. Documented numbers and booleans of token policies may be spelled as strings. */
function meaning(kind: ResourceKind, name: string, { text, node, masks }: TextValue): string {
  const value: unknown = node.value;
  const isText = kind === 'tokenPolicies' && node.type === 'string' && typeof value === 'string';
  if (isText && name === 'useAccessJWT' && /^(?:true|false)$/.test(value)) return value;
  if (isText && /^\d{1,15}$/.test(value) && limitsOf(kind, name)) {
    const number = String(Number(value));
    const plain = parseJsonTree(number);
    return plain ? normalizedJson(number, plain) : value;
  }
  return normalizedJson(text, node, masks);
}

/** Whether leaving a member out has the same effect as its value. */
function isDefaultValue(kind: ResourceKind, name: string, value: TextValue): boolean {
  const parsed = JSON.parse(meaning(kind, name, value)) as unknown;
  if (kind === 'tokenPolicies' && name === 'allowedScopes') {
    return Array.isArray(parsed) && JSON.stringify(parsed.map(String).sort()) === defaultScopes;
  }
  return isDefault(kind, name, parsed);
}

const defaultScopes = JSON.stringify([...userScopes].sort());

function listChanges(
  now: TextValue | undefined,
  then: TextValue | undefined,
): Pick<MemberChange, 'added' | 'removed' | 'isReordered'> {
  const [before, after] = [stringsOf(now), stringsOf(then)];
  if (!before || !after) return {};
  const [had, has] = [new Set(before), new Set(after)];
  const isInOrder =
    before.filter(entry => has.has(entry)).join('\0') === after.filter(entry => had.has(entry)).join('\0');
  const added = after.filter(entry => !had.has(entry));
  const removed = before.filter(entry => !has.has(entry));
  if (isInOrder) return { added, removed };
  return added.length + removed.length > 0 ? { added, removed, isReordered: true } : {};
}

function stringsOf(value: TextValue | undefined): readonly string[] | undefined {
  if (value?.node.type !== 'array') return undefined;
  const entries = value.node.children ?? [];
  return entries.every(
    entry => entry.type === 'string' && entry.value !== secretPlaceholder && !value.masks.has(entry),
  )
    ? entries.map(({ value: entry }) => String(entry))
    : undefined;
}
