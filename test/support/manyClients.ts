import type { Handler } from '../unit/api/servers';

/** A service with many clients, which records its requests. */
export interface ManyClients {
  readonly handler: Handler;
  /** Method and path below the customer, in order. */
  readonly asked: string[];
  /** The most requests that waited for an answer at the same time. */
  maxConcurrent: number;
  /** Answers a request; `false` leaves it to the service. */
  instead: (path: string, answer: (status: number, body: unknown) => void) => boolean;
}

/**
 * Clients `App 1` to `App n`, of which the first is a configuration client; all others point to the policy `p-0` to
 * `p-9` that their number ends with.
 * @param answerMs what it takes for an answer, in ms
 */
export function manyClients(count: number, answerMs = 0): ManyClients {
  const list = Array.from({ length: count }, (_, index) => ({ id: `c-${index}`, name: `App ${index + 1}` }));
  const policies = Array.from({ length: 10 }, (_, index) => ({ id: `p-${index}`, title: `Policy ${index}` }));
  let waiting = 0;
  const bodyOf = (path: string): unknown => {
    const [, kind = '', id = ''] = /config\/(\w+)(?:\/([\w-]+))?$/.exec(path) ?? [];
    const listed = { clients: list, tokenPolicies: policies, loginPolicies: [] }[kind];
    if (!listed) return undefined;
    if (id === '') return { total: listed.length, _embedded: { [kind]: listed } };
    const found = listed.find(entry => entry.id === id);
    if (!found || kind !== 'clients') return found && { ...found, allowedScopes: ['*:**'] };
    const number = Number(id.slice(2));
    return number === 0
      ? { ...found, type: 'confidential', tokenPolicy: 'p-0' }
      : { ...found, type: 'public', tokenPolicy: `p-${number % 10}`, loginPolicy: 'l-0' };
  };
  const service: ManyClients = {
    asked: [],
    maxConcurrent: 0,
    instead: () => false,
    handler: ({ method = '', url = '' }, response) => {
      const path = url.replace(/^\/[^/]*\//, '');
      service.asked.push(`${method} ${path}`);
      waiting += 1;
      service.maxConcurrent = Math.max(service.maxConcurrent, waiting);
      response.once('close', () => (waiting -= 1));
      const answer = (status: number, body: unknown) => {
        response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
      };
      const usual = () => {
        if (service.instead(path, answer)) return;
        const body = bodyOf(path);
        answer(body === undefined ? 404 : 200, body ?? { errors: 'not found' });
      };
      if (answerMs > 0) setTimeout(usual, answerMs);
      else usual();
    },
  };
  return service;
}
