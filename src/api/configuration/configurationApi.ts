// The configuration API of one customer: its requests, with a token for each.
import { cancelled } from '../../core/common/cancelled';
import { t } from '../../core/common/l10n';
import { Problem } from '../../core/common/problem';
import { parseJson } from '../../core/json/json';
import { endpointUrl, type Profile } from '../../core/profile/profile';
import { neededScope } from '../../core/requestAnalysis/neededScopes';
import type { OptionName } from '../../core/resources/configurationSnapshot';
import {
  pluralLabel,
  singularLabel,
  type Resource,
  type ResourceEntry,
  type ResourceKind,
  resourcePath,
} from '../../core/resources/resource';
import { isResourceId } from '../../core/resources/resourceId';
import type { HttpResponse, Send } from '../http';
import { isPage, isServiceAnswer } from '../problems/edgeProblem';
import {
  unexpectedAnswerProblem,
  readBlockingClients,
  type ApiRequest,
  toRequestError,
  isApiHost,
  isForbidden,
  refusalProblem,
} from './configurationProblems';
import { nextPageUrl, readPage, type ResourceList, withoutCustomer } from './lists';
import { readCreatedId, readResource, readSecretAnswer } from './resourceAnswers';

/**
 * Resolves with an access token that covers a scope; another one than `refused`, which the service rejected.
 */
export type Authorize = (
  scope: string,
  options: { readonly refused?: string; readonly signal?: AbortSignal | undefined },
) => Promise<string>;

interface ConfigurationApiDeps {
  readonly send: Send;
  readonly profile: Pick<Profile, 'origin' | 'customerId'>;
  readonly authorize: Authorize;
}

/** Bounds for a list, far above what a customer has: pages, entries, and characters of all pages. */
const maxPages = 1000;
const maxEntries = 50_000;
const maxCharacters = 32 * 1024 * 1024;

/**
 * Reads and writes the resources of one customer (docs/hosted-login-api.md, Resources). Rejects with a `Problem`:
 * `forbidden`, `gone`, `refusedByService`, `inUse`, `rateLimited`, `server`, `badAnswer`, `cancelled`, or one of the
 * connection. `facts.isOutcomeUnknown` means that a change may have been made. Rejects an id that is not a single path segment
 * with `invalidInput` before anything is sent.
 */
export class ConfigurationApi {
  /**
   * Whether the configuration is below the host, without the customer ID, as the sign-in is at a customer's own host
   * (docs/hosted-login-api.md, Hosts). Undefined until an answer to a read shows it.
   */
  #isBelowHost: boolean | undefined;

  constructor(private readonly deps: ConfigurationApiDeps) {}

  /** Acquires a token for a scope in advance, for use when no other one can be acquired. Rejects like `authorize`. */
  async ensureToken(scope: string, signal?: AbortSignal): Promise<void> {
    await this.deps.authorize(scope, { signal });
  }

  /**
   * All entries of a collection, each id once. `total` may be another number, and the list incomplete. Rejects with `tooLarge` if the list exceeds
   * the bounds: an incomplete list proves nothing.
   */
  async list(kind: ResourceKind, signal?: AbortSignal): Promise<ResourceList> {
    const entries = new Map<string, ResourceEntry>();
    const seen = new Set<string>();
    let total: number | undefined;
    let isIncomplete = false;
    let size = 0;
    const first = this.#collectionRequest('GET', kind);
    for (let url: string | undefined = first.url; url !== undefined;) {
      if (seen.size === maxPages || entries.size > maxEntries || size > maxCharacters) {
        throw endlessListProblem(kind, seen.size, entries.size);
      }
      seen.add(url);
      const request: ApiRequest = { ...first, url };
      const response = await this.#request(request, [200], signal);
      const page = readPage(kind, response.body);
      if (!page)
        throw unexpectedAnswerProblem(request, t('The service answers, but not with a list.'), response);
      for (const entry of page.entries) if (!entries.has(entry.id)) entries.set(entry.id, entry);
      size += response.body.length;
      total ??= page.total;
      const next: string | undefined = page.next === undefined ? undefined : nextPageUrl(page.next, url);
      isIncomplete ||= page.isIncomplete === true || (page.next !== undefined && next === undefined);
      url = next !== undefined && seen.has(next) ? undefined : next;
    }
    return { entries: [...entries.values()], total, isIncomplete };
  }

  /** One resource with its original body. */
  async read(kind: ResourceKind, id: string, signal?: AbortSignal): Promise<Resource> {
    const request = this.#resourceRequest('GET', kind, id);
    const response = await this.#request(request, [200], signal);
    if (response.unmasked !== undefined) {
      // A masked body must be neither shown nor sent back.
      throw unexpectedAnswerProblem(
        request,
        t('The response repeats the access token, so it is not shown.'),
        response,
      );
    }
    const resource = readResource({ kind, id }, response.body);
    if (resource) return resource;
    throw unexpectedAnswerProblem(
      request,
      t('The service answers, but not with this {0}.', singularLabel(kind)),
      response,
    );
  }

  /** Creates a resource from its JSON text; resolves with its id. */
  async create(kind: ResourceKind, body: string, signal?: AbortSignal): Promise<string> {
    const request = { ...this.#collectionRequest('POST', kind), body };
    const response = await this.#request(request, [200, 201], signal);
    const id = readCreatedId(response, request.url);
    if (id !== undefined) return id;
    throw unexpectedAnswerProblem(
      request,
      t('The service did not say which {0} it created.', singularLabel(kind)),
      response,
    );
  }

  /** Replaces a resource by a JSON text. Omitted members get their defaults. */
  async replace(kind: ResourceKind, id: string, body: string, signal?: AbortSignal): Promise<void> {
    const request = { ...this.#resourceRequest('PUT', kind, id), body };
    this.#assertNoPage(request, await this.#request(request, [200, 204], signal));
  }

  /** Deletes a resource. Rejects with `inUse` and `facts.usedBy` if clients use the policy. */
  async remove(kind: ResourceKind, id: string, signal?: AbortSignal): Promise<void> {
    const request = this.#resourceRequest('DELETE', kind, id);
    this.#assertNoPage(request, await this.#request(request, [200, 204], signal));
  }

  /**
   * A sub-resource of a login policy, as the service sends it: its form is not documented (docs/hosted-login-api.md,
   * Resources), so any JSON value is accepted. Rejects with `gone` also if the service has no such sub-resource.
   */
  async readOption(id: string, option: OptionName, signal?: AbortSignal): Promise<string> {
    const request = this.#resourceRequest('GET', 'loginPolicies', id, `/${option}`);
    const response = await this.#request(request, [200], signal);
    if (response.unmasked === undefined && parseJson(response.body) !== undefined) return response.body;
    throw unexpectedAnswerProblem(request, t('The service answers, but not with JSON.'), response);
  }

  /** Replaces a sub-resource of a login policy by a JSON text in the form that `readOption` gives. */
  async replaceOption(id: string, option: OptionName, body: string, signal?: AbortSignal): Promise<void> {
    const request = { ...this.#resourceRequest('PUT', 'loginPolicies', id, `/${option}`), body };
    this.#assertNoPage(request, await this.#request(request, [200, 204], signal));
  }

  /** The secret of a confidential client. */
  async readSecret(id: string, signal?: AbortSignal): Promise<string> {
    return this.#requestSecret(this.#resourceRequest('GET', 'clients', id, '/secret'), [200], signal);
  }

  /** Resolves with the new secret of a confidential client. The previous one stops working at once. */
  async resetSecret(id: string, signal?: AbortSignal): Promise<string> {
    return this.#requestSecret(this.#resourceRequest('POST', 'clients', id, '/secret'), [200, 201], signal);
  }

  async #requestSecret(
    request: ApiRequest,
    success: readonly number[],
    signal: AbortSignal | undefined,
  ): Promise<string> {
    const { body, unmasked = body } = await this.#request(request, success, signal);
    const secret = readSecretAnswer(unmasked);
    if (secret !== undefined) return secret;
    // No detail: the body may hold a secret in an unknown form.
    throw unexpectedAnswerProblem(request, t('The service answers, but not with a client secret.'));
  }

  #assertNoPage(request: ApiRequest, response: HttpResponse): void {
    if (!isPage(response)) return;
    throw unexpectedAnswerProblem(
      request,
      t('The response is a web page. It does not come from the service.'),
      response,
    );
  }

  #collectionRequest(method: 'GET' | 'POST', kind: ResourceKind): ApiRequest {
    const path = `config/${kind}`;
    // The documented scope for a collection with its list.
    const scope = `${method === 'GET' ? '.' : '*'}:${path}**`;
    return { method, url: endpointUrl(this.deps.profile, path), scope };
  }

  #resourceRequest(method: ApiRequest['method'], kind: ResourceKind, id: string, subpath = ''): ApiRequest {
    if (!isResourceId(id)) {
      throw new Problem(
        'invalidInput',
        t('This is not a valid ID ({0}). Nothing was sent.', singularLabel(kind)),
      );
    }
    const path = `${resourcePath({ kind, id })}${subpath}`;
    const scope = neededScope({ method, path });
    return { method, url: endpointUrl(this.deps.profile, path), scope, resource: { kind, id } };
  }

  /** Sends a request with a token, and once more with another one if that is rejected. */
  async #request(
    request: ApiRequest,
    success: readonly number[],
    signal: AbortSignal | undefined,
  ): Promise<HttpResponse> {
    let token = await this.deps.authorize(request.scope, { signal });
    let response = await this.#send(request, token, signal);
    if (isForbidden(response) && readBlockingClients(request, response).length === 0) {
      const other = await this.deps.authorize(request.scope, { signal, refused: token });
      if (other !== token) {
        token = other;
        response = await this.#send(request, token, signal);
      }
    }
    if (response.status === 404 && this.#mayBeBelowHost(request)) {
      const below = await this.#send(request, token, signal, true);
      // Anything may answer there, for example with the page of an application.
      if (success.includes(below.status) && isServiceAnswer(below)) {
        this.#isBelowHost = true;
        return below;
      }
    }
    if (!success.includes(response.status)) throw refusalProblem(request, response);
    this.#isBelowHost ??= false;
    return response;
  }

  #mayBeBelowHost({ method, url }: ApiRequest): boolean {
    return this.#isBelowHost === undefined && method === 'GET' && !isApiHost(new URL(url).host);
  }

  async #send(
    request: ApiRequest,
    token: string,
    signal: AbortSignal | undefined,
    isBelowHost = this.#isBelowHost,
  ): Promise<HttpResponse> {
    // After this, a cancelled write may have been made.
    if (signal?.aborted === true) throw cancelled();
    const { method, body } = request;
    const { origin, pathname, search } = new URL(request.url);
    const url = isBelowHost === true ? `${origin}${withoutCustomer(pathname)}${search}` : request.url;
    const headers = {
      authorization: `Bearer ${token}`,
      accept: 'application/json',
      ...(body !== undefined && { 'content-type': 'application/json' }),
    };
    try {
      return await this.deps.send({
        method,
        url,
        headers,
        ...{ body, signal },
      });
    } catch (error) {
      throw toRequestError(request, error);
    }
  }
}

function endlessListProblem(kind: ResourceKind, pages: number, entries: number): Problem {
  return new Problem(
    'tooLarge',
    t(
      'The list of {0} has too many pages: reading stopped after {1} entries on {2} pages.',
      pluralLabel(kind),
      entries,
      pages,
    ),
    t('Check that the origin in the profile is the Hosted Login service.'),
  );
}
