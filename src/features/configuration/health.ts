import { clientKindOf, type ResourceKey } from '../../core/configuration';
import type { Problem } from '../../core/problem';
import { type WayIn, waysIn } from '../../core/waysIn';
import type { Holdings } from './holdings';
import { policiesOf } from './usage';

/** What is known of the ways into a profile's configuration. */
export type Health =
  | { readonly is: 'looking' }
  /** So many clients that nobody looks through them unasked. */
  | { readonly is: 'unasked'; readonly clients: number }
  | { readonly is: 'failed'; readonly problem: Problem }
  | { readonly is: 'seen'; readonly waysIn: readonly WayIn[] };

/**
 * The ways in by what is known, without asking the service; undefined where a client, or a policy of one that may be a
 * way in, is not known.
 */
export function knownWaysIn(holdings: Holdings): readonly WayIn[] | undefined {
  const listed = holdings.listed('clients');
  const clients = listed?.flatMap(key => holdings.known(key) ?? []);
  if (!listed || !clients || clients.length < listed.length) return undefined;
  const candidates = clients.filter(({ members }) => clientKindOf(members) === 'configuration');
  const keys = new Map(
    candidates
      .flatMap(policiesOf)
      .filter(({ kind }) => kind === 'tokenPolicies')
      .map((key): [string, ResourceKey] => [key.id, key]),
  );
  const tokenPolicies = [...keys.values()].flatMap(key => holdings.known(key) ?? []);
  if (tokenPolicies.length < keys.size) return undefined;
  return waysIn({ clients: candidates, tokenPolicies });
}
