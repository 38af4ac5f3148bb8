// Sorts the members of a body.
import { parseJsonTree, memberName, literal } from '../json/jsonTree';

/**
 * Sorts the members of a body like those of another one, for a diff. Members that the other one lacks come last. Values stay
 * as they are.
 */
export function alignMembers(body: string, other: string): string {
  const places = new Map(
    (parseJsonTree(other)?.children ?? []).map((member, index) => [memberName(member), index]),
  );
  return sortMembers(body, name => places.get(name) ?? places.size);
}

/** Sorts the members of a body as people read it: the title first, ID and links last. Values stay as they are. */
export function withTitleFirst(body: string): string {
  const last = ['id', '_links'];
  return sortMembers(body, name => (name === 'title' || name === 'name' ? -1 : last.indexOf(name) + 1));
}

function sortMembers(body: string, place: (name: string) => number): string {
  const members = [...(parseJsonTree(body)?.children ?? [])];
  members.sort((one, two) => place(memberName(one)) - place(memberName(two)));
  return `{${members.map(member => literal(body, member)).join(',')}}`;
}
