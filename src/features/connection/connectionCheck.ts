import { ConfigurationClient } from '../../api/configuration/configurationClient';
import type { Send } from '../../api/http';
import { type IssuedToken, requestAccessToken } from '../../api/token/tokenEndpoint';
import { t } from '../../core/common/l10n';
import { isProblem, Problem } from '../../core/common/problem';
import { plainText } from '../../core/masking/redaction';
import type { Profile } from '../../core/profile/profile';
import { describeScopeList } from '../../core/scopes/scope';
import { issueWithWiderScopes } from '../../core/scopes/widerScopes';
import { attempt, failed, type TimeLimits, passed } from './attempt';
import { checkReachability } from './reachability';
import { allStages, type Outcome, type Stage } from './stages';

export interface ConnectionCheckDeps {
  readonly send: Send;
  /** The profile as it is kept, and the secret that belongs to it. */
  readonly withSecret: (
    profile: Profile,
  ) => Promise<{ readonly profile: Profile; readonly clientSecret: string }>;
  /** Makes the log mask a secret. Called before it is used. */
  readonly mask: (secret: string) => void;
  /** How long a stage may last. 5 s for one that only looks, 20 s for one that asks, where left out. */
  readonly limits?: TimeLimits;
}

const defaultLimits: TimeLimits = { probe: 5_000, request: 20_000 };

/**
 * Tries the way to a service stage by stage, up to one read with a token that may do no more than that and that is not
 * kept. Resolves with all stages, also where one failed; rejects with a problem of kind `cancelled`.
 */
export async function checkStages(
  deps: ConnectionCheckDeps,
  profile: Profile,
  signal: AbortSignal,
): Promise<readonly Stage[]> {
  const limits = deps.limits ?? defaultLimits;
  const reached = await checkReachability(deps.send, profile, signal, limits);
  const isReached = reached.every(({ state }) => state === 'passed');
  return allStages(
    isReached ? [...reached, ...(await checkCredentials(deps, profile, signal, limits))] : reached,
  );
}

/** The stages credentials, granted scope and read, as far as they were reached. */
async function checkCredentials(
  { send, withSecret, mask }: ConnectionCheckDeps,
  profile: Profile,
  signal: AbortSignal,
  { request }: TimeLimits,
): Promise<readonly Outcome[]> {
  const credentials = await attempt(profile.origin, signal, request, async stop => {
    const { profile: kept, clientSecret } = await withSecret(profile);
    mask(clientSecret);
    const scope = `.:config/clients/${kept.clientId}`;
    const client = { clientId: kept.clientId, clientSecret };
    let reported: Problem | undefined;
    let first: IssuedToken | undefined;
    // As the view of the configuration does: some policies grant only what they have word by word.
    const token = await issueWithWiderScopes(
      scope,
      async wider => {
        try {
          const issued = await requestAccessToken(send, kept, client, wider, stop);
          mask(issued.accessToken);
          first ??= issued;
          return issued;
        } catch (error) {
          if (isProblem(error)) reported ??= error;
          throw error;
        }
      },
      issued => issued.scope,
    );
    return { kept, scope, token, less: first?.scope ?? '', reported };
  });
  if (credentials.problem) return [failed(credentials.problem)];
  const { kept, scope, token, less, reported } = credentials.value;
  const accepted = passed(t('The service accepts the client ID and the client secret.'));
  if (!token) return [accepted, failed(notGranted(scope, less, reported))];
  const granted = passed(t('A token of this client may: {0}.', describeScopeList(token.scope).join(', ')));
  const authorize = () => Promise.resolve(token.accessToken);
  const configuration = new ConfigurationClient({ send, profile: kept, authorize });
  const read = await attempt(kept.origin, signal, request, stop =>
    configuration.read('clients', kept.clientId, stop),
  );
  if (read.problem) return [accepted, granted, failed(read.problem)];
  const name = plainText(read.value.title, 80);
  const what = name === '' ? t('Read the client.') : t('Read the client “{0}”.', name);
  return [accepted, granted, passed(what)];
}

/** Why no token may do what was asked for: the service refuses the scope (`said`), or issues one that may do less. */
function notGranted(requested: string, scope: string, reported: Problem | undefined): Problem {
  return new Problem(
    'http',
    reported && scope === ''
      ? reported.message
      : scope === ''
        ? t('The token can do nothing: {0} was requested, but no scope was granted.', requested)
        : t('{0} was requested, but only {1} was granted.', requested, plainText(scope)),
    t(
      'The token policy behind this client must allow it in allowedScopes; other scopes may still be granted.',
    ),
  );
}
