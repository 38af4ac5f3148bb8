import { parseJsonObject } from '../json/json';
import { parseJsonTree, literal } from '../json/jsonTree';
import { type ResourceKind, titleMember } from '../resources/resource';
import { limitsOf, plainValue, writtenFlag, writtenNumber } from './validateResource';

/**
 * The body to create a copy of a resource: without members that only the service sets, and with numbers and booleans that the
 * service sends as strings converted, as POST is documented. Other members stay as they are, to the byte.
 * @param title the title of the copy; left out, that of the resource
 */
export function createCopyText(kind: ResourceKind, body: string, title?: string): string {
  const renamed =
    title === undefined ? undefined : `${JSON.stringify(titleMember(kind))}: ${JSON.stringify(title)}`;
  const members = (parseJsonObject(body) ? (parseJsonTree(body)?.children ?? []) : []).flatMap(
    ({ children: [name, value] = [], ...member }) => {
      const key = String(name?.value);
      if (key === 'id' || key === '_links' || !value) return [];
      if (renamed !== undefined && key === titleMember(kind)) return [];
      const plain = plainMember(kind, key, value.value);
      return [plain === undefined ? literal(body, member) : `${JSON.stringify(key)}: ${plain}`];
    },
  );
  return `{${[...(renamed === undefined ? [] : [renamed]), ...members].join(', ')}}`;
}

/** The number or boolean, as JSON, for a member that the service sends as a string; undefined if the value stays. */
export function plainMember(kind: ResourceKind, name: string, value: unknown): string | undefined {
  if (kind !== 'tokenPolicies') return undefined;
  const written = limitsOf(kind, name) && writtenNumber;
  const plain = plainValue(value, name === 'useAccessJWT' ? writtenFlag : written);
  return plain === value ? undefined : JSON.stringify(plain);
}
