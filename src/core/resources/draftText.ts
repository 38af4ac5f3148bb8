// Keeps secrets out of the text of a draft.
import type { Node } from 'jsonc-parser';
import { parseJson, parseJsonObject } from '../json/json';
import { applyEdits, memberValues, parseJsonTree, literal, replaced } from '../json/jsonTree';
import { credential, mask } from '../masking/redaction';
import { normalizedJson } from './equivalentJson';
import { titleMember, type ResourceKind } from './resource';
import { secretNodes, lostSecret, secretPlaceholder } from './secretPlaces';

/** An edited text without the secrets in it, and those apart, as JSON; undefined if it has none. */
interface SeparatedText {
  readonly text: string;
  readonly secrets: string | undefined;
}

/** Matches a text that is not JSON if it may hold a secret: it has the name of a credential, or escapes that may hide one. */
const mayHoldSecret = /* @__PURE__ */ new RegExp(`secret|\\\\u|${credential}(?![\\w-])`, 'i');

/**
 * Removes the secrets that a user typed from an edited text, so that it can be stored in a file. `joinSecrets` puts
 * them back; without it, the text says that they are lost. If the text is not JSON, its secrets cannot be found: if it
 * mentions any, the whole text counts as one.
 */
export function separateSecrets(text: string): SeparatedText {
  if (parseJson(text) === undefined) {
    // As a member, it configures ID tokens (`maskingOf`).
    return mayHoldSecret.test(text.replace(/"id_?token"/gi, '""'))
      ? { text: '', secrets: JSON.stringify(text) }
      : { text, secrets: undefined };
  }
  const typed = typedSecrets(text);
  if (typed.length === 0) return { text, secrets: undefined };
  return {
    text: masked(text, typed),
    secrets: JSON.stringify(typed.map(({ index, node }) => [index, literal(text, node)])),
  };
}

/** Matches the name of a credential with the rest of its line, unless that is a mask. */
const credentialLine = /* @__PURE__ */ new RegExp(
  `(${credential})(?![\\w-])(?!"\\s*:\\s*"•+(?: \\(lost\\))?")[^\\n]*`,
  'gi',
);

/**
 * An edited text to keep without its secrets. They are found for certain only in JSON: in another text, also what follows the name of
 * a credential is masked, to the end of its line.
 */
export function withoutSecrets(text: string): string {
  const kept = masked(text, typedSecrets(text));
  return parseJson(text) === undefined ? kept.replace(credentialLine, `$1 ${mask}`) : kept;
}

/** A secret in a text, and which of its secrets it is. */
interface TypedSecret {
  readonly index: number;
  readonly node: Node;
}

function masked(text: string, typed: readonly TypedSecret[]): string {
  return applyEdits(
    text,
    typed.map(({ node }) => replaced(node, JSON.stringify(lostSecret))),
  );
}

/** The secrets in a text that are no masks. What is no JSON is read as far as possible. */
function typedSecrets(text: string): readonly TypedSecret[] {
  return [...secretNodes(parseJsonTree(text))].flatMap((node, index) =>
    node.value === secretPlaceholder ? [] : [{ index, node }],
  );
}

/**
 * Puts the secrets back into a text that `separateSecrets` returned. Undefined if `secrets` is not what that returned.
 */
export function joinSecrets({ text, secrets }: SeparatedText): string | undefined {
  if (secrets === undefined) return text;
  const typed = parseJson(secrets);
  if (typeof typed === 'string') return typed;
  if (!Array.isArray(typed)) return undefined;
  const nodes = [...secretNodes(parseJsonTree(text))];
  const edits = typed.flatMap((each: unknown) => {
    const [index, secret] = Array.isArray(each) ? (each as readonly unknown[]) : [];
    const node = nodes[Number(index)];
    return node && typeof secret === 'string' ? [replaced(node, secret)] : [];
  });
  return applyEdits(text, edits);
}

/**
 * The names of the members that differ between two texts, apart from white space and spelling. Undefined if one is not a
 * JSON object.
 */
export function changedMembers(before: string, after: string): readonly string[] | undefined {
  const [earlier, later] = [normalizedMembers(before), normalizedMembers(after)];
  if (!earlier || !later) return undefined;
  return [...new Set([...earlier.keys(), ...later.keys()])].filter(
    name => earlier.get(name) !== later.get(name),
  );
}

/** The title in the text of a resource; its ID if there is none. */
export function titleIn(kind: ResourceKind, text: string, id: string): string {
  const title = parseJsonObject(text)?.[titleMember(kind)];
  return typeof title === 'string' && title !== '' ? title : id;
}

/** The members of a JSON object by name, as normalized JSON (`normalizedJson`). Undefined for other texts. */
export function normalizedMembers(text: string): ReadonlyMap<string, string> | undefined {
  if (!parseJsonObject(text)) return undefined;
  const members = [...memberValues(parseJsonTree(text))];
  return new Map(members.map(([name, value]) => [name, normalizedJson(text, value)]));
}
