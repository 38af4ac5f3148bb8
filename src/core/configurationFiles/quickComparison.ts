// A fast check that spares most files the exact comparison with the service.
import { jsonObject, parseJson } from '../json/json';
import { type LoginPolicyOptions, type OptionName, optionNames } from '../resources/configurationSnapshot';
import { type Masking, maskingOf, isMasked } from '../resources/maskingRules';
import { policyKindOf } from '../resources/policyReferences';
import type { Resource, ResourceKind } from '../resources/resource';
import { parseReference } from './addressReferences';
import type { ConfigurationFile } from './configurationFolder';
import type { Ids } from './idsFile';
import { fileOnlyMembers, optionMember, isOfService } from './resourceVersion';
import { isKeepMarker } from './secretMarkers';
import type { Members } from './text/fileJson';

/** Two different numbers of this kind may be one in JavaScript. Also found in strings, which only takes time. */
const lossyNumber = /\d[\d.]{15}|\d[eE]-\d{3,}\s*[,}\]]/;

/**
 * Whether a file certainly means what the service has. Compares parsed values, which is many times as fast as comparing texts.
 * False if it is not certain, for example if one side leaves out what the other has by default.
 */
export function isCertainlySame(
  { kind, text, members, issue }: ConfigurationFile,
  resource: Resource,
  options: LoginPolicyOptions | undefined,
  ids: Ids,
): boolean {
  if (!members || issue !== undefined || lossyNumber.test(text) || lossyNumber.test(resource.body))
    return false;
  const held = resource.members;
  const fileOnly = fileOnlyMembers(kind);
  const names = Object.keys(members).filter(name => !isOfService(name) && !fileOnly.has(name));
  if (names.length !== Object.keys(held).filter(name => !isOfService(name)).length) return false;
  for (const name of names) {
    if (!Object.hasOwn(held, name)) return false;
    const value = resolved(kind, name, members[name], held[name], ids);
    if (!isSameValue(value, held[name], maskingOf(name, undefined))) return false;
  }
  return optionNames.every(name => isSameOption(members, name, options?.[name]));
}

function isSameOption(members: Members, name: OptionName, text: string | undefined): boolean {
  const member = optionMember(name);
  if (!Object.hasOwn(members, member)) return text === undefined;
  const value = text === undefined ? undefined : parseJson(text);
  return value !== undefined && isSameValue(members[member], value, undefined);
}

/** A value of a file with IDs in place of addresses. */
function resolved(kind: ResourceKind, name: string, value: unknown, held: unknown, ids: Ids): unknown {
  const resolve = (of: ResourceKind | 'scope', text: unknown, other: unknown): unknown => {
    if (typeof text !== 'string' || text === other) return text;
    const reference = parseReference(of, text);
    const id = reference && ids.get(reference.address);
    return id === undefined ? text : reference?.write(id);
  };
  const policyKind = kind === 'clients' ? policyKindOf(name) : undefined;
  if (policyKind) return resolve(policyKind, value, held);
  if (kind !== 'tokenPolicies' || name !== 'allowedScopes' || !Array.isArray(value)) return value;
  const scopes: readonly unknown[] = Array.isArray(held) ? held : [];
  return value.map((scope: unknown, index) => resolve('scope', scope, scopes[index]));
}

/** @param masking what is masked there, so that the file has a marker for it */
function isSameValue(value: unknown, held: unknown, masking: Masking): boolean {
  if (isMasked(held, masking)) return isKeepMarker(value);
  if (typeof value === 'number') return value === held && Number.isSafeInteger(value);
  if (typeof value !== 'object' || value === null) return value === held;
  if (Array.isArray(value)) {
    return (
      Array.isArray(held) &&
      value.length === held.length &&
      value.every((entry, index) => isSameValue(entry, held[index], masking))
    );
  }
  const [one, other] = [value as Members, jsonObject(held)];
  if (!other) return false;
  const names = Object.keys(one);
  return (
    names.length === Object.keys(other).length &&
    names.every(
      name => Object.hasOwn(other, name) && isSameValue(one[name], other[name], maskingOf(name, masking)),
    )
  );
}
