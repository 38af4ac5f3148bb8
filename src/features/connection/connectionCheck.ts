// Checks the connection to a service stage by stage.
import { ConfigurationApi } from '../../api/configuration/configurationApi';
import type { Send } from '../../api/http';
import { type TokenAnswer, requestAccessToken } from '../../api/token/tokenEndpoint';
import { t } from '../../core/common/l10n';
import { isProblem, Problem } from '../../core/common/problem';
import { plainText } from '../../core/masking/redaction';
import type { Profile } from '../../core/profile/profile';
import { describeScopeList } from '../../core/scopes/describeScope';
import { requestWithWiderScopes } from '../../core/scopes/widerScopes';
import { attempt, failed, type TimeLimits, passed } from './attempt';
import { checkReachability } from './reachability';
import { allStages, type Outcome, type Stage } from './stages';

export interface ConnectionCheckDeps {
  readonly send: Send;
  /** Reads the stored profile with its secret. */
  readonly withSecret: (
    profile: Profile,
  ) => Promise<{ readonly profile: Profile; readonly clientSecret: string }>;
  /** Makes the log mask a secret. Called before it is used. */
  readonly mask: (secret: string) => void;
  /** 5 s and 20 s if undefined. */
  readonly limits?: TimeLimits;
}

const defaultLimits: TimeLimits = { probe: 5_000, request: 20_000 };

/**
 * Checks the connection to a service stage by stage. The last stage reads one client with a token that can do nothing else
 * and is not stored. Resolves with all stages, also if one failed; rejects with a `cancelled` problem.
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

/** The stages credentials, granted scope and read, up to the first that fails. */
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
    let first: TokenAnswer | undefined;
    // As in the configuration view: some policies grant only a scope that they contain literally.
    const token = await requestWithWiderScopes(
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
  const configuration = new ConfigurationApi({ send, profile: kept, authorize });
  const read = await attempt(kept.origin, signal, request, stop =>
    configuration.read('clients', kept.clientId, stop),
  );
  if (read.problem) return [accepted, granted, failed(read.problem)];
  const name = plainText(read.value.title, 80);
  const what = name === '' ? t('Read the client.') : t('Read the client “{0}”.', name);
  return [accepted, granted, passed(what)];
}

/** Why no token covers the requested scope: the service rejected it (`reported`), or granted less. */
function notGranted(requested: string, scope: string, reported: Problem | undefined): Problem {
  const grantedNothing = t(
    'The token can do nothing: {0} was requested, but no scope was granted.',
    requested,
  );
  return new Problem(
    'http',
    scope === ''
      ? (reported?.message ?? grantedNothing)
      : t('{0} was requested, but only {1} was granted.', requested, plainText(scope)),
    t('The token policy of this client must allow it in allowedScopes; other scopes may still be granted.'),
  );
}
