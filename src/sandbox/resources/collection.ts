import { json, notFound, Refusal, type Answer } from '../answers';
import { invalid, type Fields } from './fields';

/** A list as the service gives it (hosted-login-api §4): no pages, everything at once. */
export function list(name: string, entries: readonly unknown[]): Answer {
  return json(200, { total: entries.length, _embedded: { [name]: entries } });
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
