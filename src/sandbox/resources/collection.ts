// The endpoints that every collection of the configuration has (docs/hosted-login-api.md, Resources).
import { randomUUID } from 'node:crypto';
import type { ResourceKind } from '../../core/resources/resource';
import { configError, emptyAnswer, jsonAnswer, notFound, Refusal, type Answer } from '../service/answers';
import { clientsUsing, type Customer } from '../service/customer';
import type { Call, Route, Service } from '../service/service';
import { readFields, type Fields } from './requestFields';

/** A resource as a GET shows it. An entry of a list has only these members: the others are unknown. */
interface Shown {
  readonly id: string;
  readonly title?: string;
  readonly name?: string;
  readonly _links: unknown;
}

interface Collection<Stored extends { readonly id: string }> {
  readonly kind: ResourceKind;
  readonly recordsOf: (customer: Customer) => Map<string, Stored>;
  /** The documented answer of a POST. */
  readonly created: 'id' | 'object';
  readonly shown: (record: Stored, service: Service) => Shown;
  /** The resource in a body. `before` is the one that it replaces, for a PUT. */
  readonly read: (call: Call, id: string, fields: Fields, before?: Stored) => Stored;
  /** What follows from deleting a resource. */
  readonly deleted?: (service: Service, id: string) => void;
}

/** Lists, creates, reads, replaces and deletes the resources of a collection. */
export function collectionRoutes<Stored extends { readonly id: string }>({
  kind,
  recordsOf,
  created,
  shown,
  read,
  deleted,
}: Collection<Stored>): readonly Route[] {
  const existing = ({ service, id }: Call) => getExisting(recordsOf(service.customer), id);
  const store = ({ service }: Call, record: Stored) => {
    recordsOf(service.customer).set(record.id, record);
    return shown(record, service);
  };
  return [
    {
      path: `config/${kind}`,
      methods: {
        GET: call => {
          const all = [...recordsOf(call.service.customer).values()].map(record =>
            shown(record, call.service),
          );
          const entries = all.map(({ id, title, name, _links }) => ({ id, title, name, _links }));
          return listAnswer(call, kind, entries);
        },
        POST: call =>
          createdAnswer(call, kind, created, store(call, read(call, randomUUID(), readFields(call)))),
      },
    },
    {
      path: `config/${kind}/{id}`,
      methods: {
        GET: call => jsonAnswer(200, shown(existing(call), call.service)),
        // Replaces everything: what is left out gets its default, also in an administrative policy.
        PUT: call => {
          const before = existing(call);
          const fields = readFields(call);
          assertSameId(call, fields, call.id);
          return replacedAnswer(call, store(call, read(call, call.id, fields, before)));
        },
        // Deletes even the only configuration client: after that there are no new tokens.
        DELETE: call => {
          const { id } = existing(call);
          assertNotInUse(call.service, kind, id);
          recordsOf(call.service.customer).delete(id);
          deleted?.(call.service, id);
          return emptyAnswer(204);
        },
      },
    },
  ];
}

/** The link to a policy itself. */
export function selfLink(customerId: string, kind: ResourceKind, id: string): Shown['_links'] {
  return { self: { href: `/${customerId}/config/${kind}/${id}` } };
}

/**
 * Refuses to delete a policy that clients use. The answer has the paths of the clients as an array in a string, for login
 * policies with a missing quotation mark, as documented (docs/hosted-login-api.md, Errors).
 */
function assertNotInUse({ customer, choices }: Service, kind: ResourceKind, id: string): void {
  const users = kind === 'clients' ? [] : clientsUsing(customer, kind, id);
  if (users.length === 0) return;
  const paths = JSON.stringify(users.map(user => `/customers/${customer.id}/clients/${user}`));
  throw new Refusal(
    configError(choices.inUseStatus, `${kind === 'loginPolicies' ? paths.replace('"', '') : paths}\n`),
  );
}

/** A list, complete unless the sandbox has a page size. */
function listAnswer(
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
function createdAnswer(
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
function replacedAnswer({ service }: Call, shown: unknown): Answer {
  return service.choices.replaced === 'object' ? jsonAnswer(200, shown) : emptyAnswer(204);
}

/** The record with this id. Throws a 404 refusal. */
export function getExisting<T>(records: ReadonlyMap<string, T>, id: string): T {
  const record = records.get(id);
  if (record === undefined) throw new Refusal(notFound);
  return record;
}

/** An id cannot be changed: rejects another one in a body, unless it is ignored. */
function assertSameId({ service }: Call, fields: Fields, id: string): void {
  if (service.choices.otherId === 'ignored') return;
  if (fields.has('id') && fields.text('id') !== id) throw fields.invalid('id cannot be changed');
}
