import { parseUrl } from '../../core/common/parseUrl';
import { jsonObject, parseJson, parseJsonObject } from '../../core/json/json';
import { mask } from '../../core/masking/redaction';
import { clientSecretIssue, isSameId } from '../../core/profile/profile';
import type { Resource, ResourceKey } from '../../core/resources/resource';
import { isResourceId } from '../../core/resources/resourceId';
import type { HttpResponse } from '../http';
import { readTitle } from './lists';

/** The resource that a body describes; undefined if it is not an object, a list, or another resource. */
export function readResource({ kind, id }: ResourceKey, body: string): Resource | undefined {
  const members = parseJsonObject(body);
  if (!members || '_embedded' in members) return undefined;
  if ('id' in members && !isSameId(members['id'], id)) return undefined;
  return { kind, id, title: readTitle(members), body, members };
}

/**
 * The id of a created resource: a JSON string, the member of an object, or else the last part of `Location`. Documented
 * for two kinds only (docs/hosted-login-api.md, Resources). Undefined if none is present, or if it repeats a secret of the
 * request.
 */
export function readCreatedId({ body, header }: HttpResponse, collectionUrl: string): string | undefined {
  const value = parseJson(body);
  const candidates = [
    value,
    jsonObject(value)?.['id'],
    readLocationId(header('location') ?? '', collectionUrl),
  ];
  return candidates.find(
    (id): id is string => typeof id === 'string' && isResourceId(id) && !id.includes(mask),
  );
}

/** The secret in an answer; undefined for none, or one that could not be sent. */
export function readSecretAnswer(body: string): string | undefined {
  const secret = parseJsonObject(body)?.['secret'];
  return typeof secret === 'string' && clientSecretIssue(secret) === undefined ? secret : undefined;
}

function readLocationId(location: string, collectionUrl: string): string | undefined {
  const target = parseUrl(location, collectionUrl);
  const collection = new URL(`${collectionUrl}/`);
  if (target?.origin !== collection.origin || !target.pathname.startsWith(collection.pathname))
    return undefined;
  const rest = target.pathname.slice(collection.pathname.length);
  if (rest === '' || rest.includes('/')) return undefined;
  try {
    return decodeURIComponent(rest);
  } catch {
    return undefined;
  }
}
