import type { ResourceKind } from '../../core/resources/resource';
import { emptyAnswer, jsonAnswer, notFound, Refusal, type Answer } from '../service/answers';
import type { Call, Service } from '../service/service';
import type { Fields } from './fields';

/** A list as the service gives it (docs/hosted-login-api.md, Resources): everything at once, unless the sandbox was told otherwise. */
export function listAnswer(
  { service, request }: Call,
  name: ResourceKind,
  all: readonly { readonly id: string }[],
): Answer {
  const { choices, pageSize = all.length } = service;
  const entries = choices.entries === 'titled' ? all : all.map(({ id }) => ({ id }));
  const asked = Number(new URLSearchParams(request.query).get('page') ?? 0);
  const page = service.pageSize === undefined ? 0 : asked;
  const end = (page + 1) * pageSize;
  return jsonAnswer(200, {
    total: entries.length,
    _embedded: { [choices.embedded === 'named' ? name : 'items']: entries.slice(page * pageSize, end) },
    ...(end < entries.length && { _links: { next: nextPage(service, name, page + 1) } }),
  });
}

/** The link to a page: the configuration API prints objects with `href`, its sibling for webhooks a number. */
function nextPage({ origin, customer, choices }: Service, name: ResourceKind, page: number): unknown {
  const query = `?page=${page}`;
  switch (choices.nextPage) {
    case 'path':
      return { href: `/${customer.id}/config/${name}${query}` };
    case 'absolute':
      return { href: `${origin}/${customer.id}/config/${name}${query}` };
    case 'query':
      return query;
    case 'number':
      return page;
    case 'garbled':
      return { href: `/config/${customer.id}/${name}${query}` };
  }
}

/** What a POST answers. `documented` is the form for this kind. */
export function createdAnswer(
  { service }: Call,
  kind: ResourceKind,
  documented: 'id' | 'object',
  shown: { readonly id: string },
): Answer {
  const { customer, choices } = service;
  const form = choices.created === 'documented' ? documented : choices.created;
  if (form === 'id') return jsonAnswer(201, shown.id);
  if (form === 'object') return jsonAnswer(201, shown);
  return { ...emptyAnswer(201), headers: { location: `/${customer.id}/config/${kind}/${shown.id}` } };
}

/** What a PUT answers. */
export function replacedAnswer({ service }: Call, shown: unknown): Answer {
  return service.choices.replaced === 'object' ? jsonAnswer(200, shown) : emptyAnswer(204);
}

/** The record of this id, or 404. */
export function getExisting<T>(records: ReadonlyMap<string, T>, id: string): T {
  const record = records.get(id);
  if (record === undefined) throw new Refusal(notFound);
  return record;
}

/** Ids are given by the service for good: refuses another one in a body, unless it is to be ignored. */
export function assertSameId({ service }: Call, fields: Fields, id: string): void {
  if (service.choices.otherId === 'ignored') return;
  if (fields.has('id') && fields.text('id') !== id) throw fields.invalid('id cannot be changed');
}
