import { findNodeAtLocation, type Node, parseTree } from 'jsonc-parser';
import { limitFindings } from '../common/limitFindings';
import { isProblem, type Problem } from '../common/problem';
import { parseJsonObject } from '../json/json';
import { endOf, isNestedTooDeep, spanAt, tooDeepMessage } from '../json/jsonTree';
import { assertNoDuplicates } from '../resources/duplicateMembers';
import type { ResourceKind } from '../resources/resource';
import { toRequestBody } from '../resources/resourceText';
import { leftOutMessage, type OmittedMember, omittedMembers } from './omittedMembers';
import { tooLongFinding } from './tooLongFinding';
import { type ResourceIssue, validateResource } from './validateResource';

/** A finding in a document. `start` and `end` are offsets. */
export interface ResourceFinding {
  readonly code: 'refused' | 'doubtful' | 'leftOut' | 'lockout' | 'more';
  readonly severity: ResourceIssue['severity'] | 'information';
  readonly message: string;
  readonly start: number;
  readonly end: number;
  /** The member that a quick fix can restore. */
  readonly member?: string;
}

/**
 * Finds what the service would refuse in an edited document, what is doubtful, and what a PUT would reset because it is left
 * out. Finds nothing if the text is not a JSON object (VS Code reports that), or without `before`. Only says so if a text is too
 * long to be checked.
 * @param before the document as the service has it, if known
 */
export function checkResourceText(
  kind: ResourceKind,
  text: string,
  before: string | undefined,
): readonly ResourceFinding[] {
  const tooLong = tooLongFinding(text, before ?? '');
  if (tooLong) return [{ ...tooLong, code: 'more' }];
  if (isNestedTooDeep(text)) {
    return [{ code: 'refused', severity: 'error', message: tooDeepMessage(), start: 0, end: 1 }];
  }
  const members = parseJsonObject(text);
  const root = parseTree(text);
  const now = before === undefined ? undefined : parseJsonObject(before);
  if (!members || !root || !now) return [];
  const issues = validateResource(kind, members, now).filter(({ saidBy }) => saidBy === undefined);
  // `validateResource` reports missing required members.
  const minimalBody = { type: members['type'] };
  const required = new Set(validateResource(kind, minimalBody, now).map(({ path }) => path[0]));
  const left = omittedMembers(kind, now, members).filter(({ name }) => !required.has(name));
  const unclear = [
    () => {
      assertNoDuplicates(text);
    },
    () => {
      toRequestBody(text, before ?? '');
    },
  ].flatMap(problemIn);
  const all = [
    ...unclear.map(problem => () => problemFinding(root, problem)),
    ...issues.map(issue => () => issueFinding(root, issue, now)),
    ...left.map(reset => () => resetFinding(root, reset)),
  ];
  // Positions are computed only for findings that are shown.
  return limitFindings(all, (message, leftOut) => () => {
    const { start, end } = leftOut();
    return { code: 'more', severity: 'information', message, start, end };
  }).map(finding => finding());
}

/** Findings for members whose change was refused; for a removed one, at the beginning. */
export function refusalFindings(
  text: string,
  message: string,
  members: readonly string[],
): readonly ResourceFinding[] {
  const root = isNestedTooDeep(text) ? undefined : parseTree(text);
  return root
    ? members.map(name => ({ code: 'lockout', severity: 'error', message, ...memberSpan(root, name) }))
    : [];
}

/** The problem that a check throws, in a list; an empty list if it passes. */
function problemIn(check: () => void): readonly Problem[] {
  try {
    check();
    return [];
  } catch (error) {
    if (isProblem(error)) return [error];
    throw error;
  }
}

function problemFinding(root: Node, { message, nextStep, facts }: Problem): ResourceFinding {
  return {
    code: 'refused',
    severity: 'error',
    message: `${message} ${nextStep}`,
    ...spanAt(root, facts.path ?? []),
  };
}

function resetFinding(root: Node, left: OmittedMember): ResourceFinding {
  const message = leftOutMessage(left);
  return { code: 'leftOut', severity: 'warning', message, ...spanAt(root, []), member: left.name };
}

function issueFinding(
  root: Node,
  { severity, path, message }: ResourceIssue,
  now: Readonly<Record<string, unknown>>,
): ResourceFinding {
  const code = severity === 'error' ? 'refused' : 'doubtful';
  const [member] = path;
  const isFixed = ['id', 'type', 'identityStoreDetails', 'tokenPolicy', 'loginPolicy'].some(
    name => name === member,
  );
  return {
    ...{ code, severity, message, ...spanAt(root, path) },
    ...(isFixed && typeof member === 'string' && now[member] !== undefined ? { member } : {}),
  };
}

/** The span of a member; of the beginning if it is missing. */
function memberSpan(root: Node, name: string): { start: number; end: number } {
  const node = findNodeAtLocation(root, [name])?.parent;
  return node ? { start: node.offset, end: endOf(node) } : spanAt(root, []);
}
