// Proves configuration access: requests a new token and reads with it.
import { ConfigurationApi } from '../api/configuration/configurationApi';
import type { Send } from '../api/http';
import type { TokenAnswer } from '../api/token/tokenEndpoint';
import type { ClientCredentials } from '../core/common/basicAuth';
import { t } from '../core/common/l10n';
import { isProblem, Problem } from '../core/common/problem';
import { plainText } from '../core/masking/redaction';
import { isSameClient } from '../core/profile/client';
import type { Profile } from '../core/profile/profile';
import {
  accessScopes,
  allowedScopes,
  configurationAccessOf,
  canRestoreAccess,
  type ConfigurationAccess,
  tokenPolicyOf,
} from '../core/resourceRules/configurationAccess';
import { displayTitle } from '../core/resources/displayTitle';
import type { Resource } from '../core/resources/resource';
import type { ProfileStore } from '../storage/profiles/profileStore';
import type { RequestToken } from '../tokens/newToken';
import { profileChangedProblem } from '../tokens/tokenProblems';

export interface AccessProofDeps {
  readonly profiles: Pick<ProfileStore, 'all' | 'readWithSecret'>;
  readonly requestToken: RequestToken;
  readonly send: Send;
  /** Called with each secret before it is used, so that the log masks it. */
  readonly mask: (secret: string) => void;
  /**
   * Whether VS Code may lose a stored secret. In a browser, each window overwrites the secrets of the others; on Linux
   * without a system keyring, VS Code keeps them in memory, which counts until the next run found them.
   * @param isNew see `ProfileWithSecret`
   */
  readonly mayLoseSecret?: (isNew: boolean) => boolean;
}

/** Access that was proved with a token. */
export interface ProvedAccess extends ConfigurationAccess {
  /** Uses that token. */
  readonly api: ConfigurationApi;
  readonly token: TokenAnswer;
}

/** The access of a profile, or why it could not be proved. */
export type Proof =
  | { readonly profile: Profile; readonly access: ProvedAccess }
  | { readonly profile: Profile; readonly problem: Problem };

/**
 * Proves the access of a profile with its stored secret. Rejects only if the signal is aborted.
 * @param expectedPolicyId the token policy that the client had the last time: read together with the client
 */
export async function proveProfile(
  deps: AccessProofDeps,
  profileToProve: Profile,
  signal: AbortSignal,
  expectedPolicyId?: string,
): Promise<Proof> {
  try {
    const { profile, clientSecret, isOnlyHere, isNew } = await deps.profiles.readWithSecret(profileToProve);
    // The profile was edited: the access of another client or customer proves nothing for this one.
    if (!isSameClient(profile, profileToProve)) throw profileChangedProblem(profileToProve);
    const credentials = { clientId: profile.clientId, clientSecret };
    const access = await proveClient(deps, profile, credentials, signal, expectedPolicyId);
    return {
      profile: profileToProve,
      access: { ...access, mayBeLost: isOnlyHere && deps.mayLoseSecret?.(isNew) === true },
    };
  } catch (error) {
    signal.throwIfAborted();
    if (!isProblem(error)) throw error;
    return { profile: profileToProve, problem: error };
  }
}

/**
 * Proves that a client has configuration access: requests a new token (an existing one proves nothing about the secret),
 * then reads the client and its token policy with it. Sends three to five requests. Rejects with a `Problem`:
 * `nothingGranted`, or the error of a request.
 */
export async function proveClient(
  { requestToken, send, mask }: AccessProofDeps,
  profile: Profile,
  credentials: ClientCredentials,
  signal: AbortSignal,
  expectedPolicyId?: string,
): Promise<ProvedAccess> {
  mask(credentials.clientSecret);
  const { clientId } = credentials;
  let reason = new Problem(
    'nothingGranted',
    t('The client {0} cannot change clients and token policies.', plainText(clientId)),
    t('Its token policy must allow *:config/** in allowedScopes.'),
  );
  for (const scope of accessScopes) {
    try {
      const issued = await requestToken({ ...profile, clientId }, credentials, scope, signal);
      mask(issued.accessToken);
      const granted = issued.scope.split(' ');
      if (!canRestoreAccess(granted)) continue;
      const authorize = () => Promise.resolve(issued.accessToken);
      const api = new ConfigurationApi({ send, profile, authorize });
      const readPolicy = (id: string) => api.read('tokenPolicies', id, signal);
      const expected = expectedPolicyId === undefined ? undefined : readPolicy(expectedPolicyId);
      // It counts only if the client still has it.
      expected?.catch(() => undefined);
      const client = await api.read('clients', clientId, signal);
      const policyKey = tokenPolicyOf(client);
      const policy =
        policyKey && (await (policyKey.id === expectedPolicyId ? expected : readPolicy(policyKey.id)));
      const access = policy && configurationAccessOf(client, policy, granted);
      if (access) return { ...access, api, token: issued };
      const isOutOfDate = policy !== undefined && !canRestoreAccess(allowedScopes(policy.members) ?? []);
      throw isOutOfDate ? earlierVersionProblem(policy) : reason;
    } catch (error) {
      // A refused scope is like one that was not granted: try the next one.
      if (!isProblem(error) || error.kind !== 'nothingGranted' || error === reason) throw error;
      reason = error;
    }
  }
  throw reason;
}

/** What is read contradicts what the service grants, or accepted before. */
export function earlierVersionProblem(resource: Resource): Problem {
  return new Problem(
    'changedMeanwhile',
    t('The service still shows an earlier version of “{0}”.', displayTitle(resource, 60)),
    t('This may take a while. Refresh, then try again.'),
  );
}
