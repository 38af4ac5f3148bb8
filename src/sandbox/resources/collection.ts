import { json, notFound, Refusal, type Answer } from '../answers';
import type { Call } from '../service';
import { invalid, type Fields } from './fields';

/** A list as the service gives it (hosted-login-api §4): everything at once, unless the sandbox was told otherwise. */
export function list({ service, request }: Call, name: string, entries: readonly unknown[]): Answer {
  const { customer, pageSize = entries.length } = service;
  const asked = Number(new URLSearchParams(request.query).get('page') ?? 0);
  const page = service.pageSize === undefined ? 0 : asked;
  const end = (page + 1) * pageSize;
  const next = { href: `/${customer.id}/config/${name}?page=${page + 1}` };
  return json(200, {
    total: entries.length,
    _embedded: { [name]: entries.slice(page * pageSize, end) },
    ...(end < entries.length && { _links: { next } }),
  });
}

/** The record of this id, or 404. */
export function existing<T>(records: ReadonlyMap<string, T>, id: string): T {
  const record = records.get(id);
  if (record === undefined) throw new Refusal(notFound);
  return record;
}

/** Ids are given by the service for good. Whether it refuses or ignores another one in a body is unknown: refused. */
export function refuseOtherId(fields: Fields, id: string): void {
  if (fields.has('id') && fields.text('id') !== id) throw invalid('id cannot be changed');
}
