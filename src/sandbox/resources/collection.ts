import type { ResourceKind } from '../../core/resources/resource';
import { emptyAnswer, jsonAnswer, notFound, Refusal, type Answer } from '../service/answers';
import type { Call, Service } from '../service/service';
import type { Fields } from './requestFields';

/** A list (docs/hosted-login-api.md, Resources), complete unless the sandbox has a page size. */
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

/** The link to a page: the configuration API has objects with `href`, the API for webhooks a number. */
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

/** The answer of a POST. `documented` is the form for this kind. */
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

/** The answer of a PUT. */
export function replacedAnswer({ service }: Call, shown: unknown): Answer {
  return service.choices.replaced === 'object' ? jsonAnswer(200, shown) : emptyAnswer(204);
}

/** The record with this id. Throws a 404 refusal. */
export function getExisting<T>(records: ReadonlyMap<string, T>, id: string): T {
  const record = records.get(id);
  if (record === undefined) throw new Refusal(notFound);
  return record;
}

/** An id cannot be changed: rejects another one in a body, unless it is ignored. */
export function assertSameId({ service }: Call, fields: Fields, id: string): void {
  if (service.choices.otherId === 'ignored') return;
  if (fields.has('id') && fields.text('id') !== id) throw fields.invalid('id cannot be changed');
}
