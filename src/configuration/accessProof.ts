import { ConfigurationClient } from '../api/configuration/configurationClient';
import type { Send } from '../api/http';
import type { IssuedToken } from '../api/token/tokenEndpoint';
import type { ClientCredentials } from '../core/common/basicAuth';
import { t } from '../core/common/l10n';
import { isProblem, Problem } from '../core/common/problem';
import { plainText } from '../core/common/redaction';
import { isSameClient } from '../core/profile/client';
import type { Profile } from '../core/profile/profile';
import {
  configurationAccessOf,
  canRestoreAccess,
  type ConfigurationAccess,
  tokenPolicyOf,
} from '../core/resourceRules/configurationAccess';
import type { ProfileStore } from '../storage/profileStore';
import { profileChangedProblem } from '../tokens/configurationTokens';
import type { IssueToken } from '../tokens/tokenRequests';

/** What proving access works with. */
export interface AccessProofDeps {
  readonly profiles: Pick<ProfileStore, 'all' | 'readWithSecret'>;
  readonly issue: IssueToken;
  readonly send: Send;
  /** Told of every secret value before it is used, so that the log can mask it. */
  readonly mask: (secret: string) => void;
  /** Whether VS Code may lose a secret that it has taken: in a browser, each window writes all secrets that it knows. */
  readonly mayLoseSecrets?: () => boolean;
}

/** Access that was proved by a token, which can read more. */
export interface ProvedAccess extends ConfigurationAccess {
  /** Asks with that token. */
  readonly api: ConfigurationClient;
  readonly token: IssuedToken;
}

/** Whether the access of a profile is proved, or why not. */
export type Proof =
  | { readonly profile: Profile; readonly access: ProvedAccess }
  | { readonly profile: Profile; readonly problem: Problem };

/**
 * What to ask for in turn, until enough is granted: that a narrower scope is granted than is allowed is not documented,
 * and some servers refuse a whole list for one scope of it (RFC 6749 §5.2, `invalid_scope`).
 */
const scopesToTry = ['*:config/**', '*:config/clients** *:config/tokenPolicies**', '*:**'];

/** Tries the access of a profile with the secret that is kept for it. Rejects only where the signal is aborted. */
export async function proveProfile(
  deps: AccessProofDeps,
  profileToProve: Profile,
  signal: AbortSignal,
): Promise<Proof> {
  try {
    const { profile, clientSecret, isOnlyHere } = await deps.profiles.readWithSecret(profileToProve);
    // The access of another client or customer says nothing of the one that was asked about.
    if (!isSameClient(profile, profileToProve)) throw profileChangedProblem(profileToProve);
    const credentials = { clientId: profile.clientId, clientSecret };
    const access = await proveClient(deps, profile, credentials, signal);
    return {
      profile: profileToProve,
      access: { ...access, isFleeting: isOnlyHere && deps.mayLoseSecrets?.() === true },
    };
  } catch (error) {
    signal.throwIfAborted();
    if (!isProblem(error)) throw error;
    return { profile: profileToProve, problem: error };
  }
}

/**
 * Proves that a client has configuration access: requests a new token (one that is live proves nothing about the
 * secret), and reads the client and its token policy with it. Three requests, up to two more where the service grants
 * less than it allows. Rejects with a `Problem`: `nothingGranted`, or what a request rejects with.
 */
export async function proveClient(
  { issue, send, mask }: AccessProofDeps,
  profile: Profile,
  credentials: ClientCredentials,
  signal: AbortSignal,
): Promise<ProvedAccess> {
  mask(credentials.clientSecret);
  const { clientId } = credentials;
  let reason = new Problem(
    'nothingGranted',
    t('The client {0} may not change clients and token policies.', plainText(clientId)),
    t('The token policy behind it must allow *:config/** in allowedScopes.'),
  );
  for (const scope of scopesToTry) {
    try {
      const issued = await issue({ ...profile, clientId }, credentials, scope, signal);
      mask(issued.accessToken);
      const granted = issued.scope.split(' ');
      if (!canRestoreAccess(granted)) continue;
      const authorize = () => Promise.resolve(issued.accessToken);
      const api = new ConfigurationClient({ send, profile, authorize });
      const client = await api.read('clients', clientId, signal);
      const pointed = tokenPolicyOf(client);
      const access =
        pointed &&
        configurationAccessOf(client, await api.read('tokenPolicies', pointed.id, signal), granted);
      if (access) return { ...access, api, token: issued };
      throw reason;
    } catch (error) {
      // A scope that is refused is none that is granted; that nothing was granted is known by `reason` already.
      if (!isProblem(error) || error.kind !== 'nothingGranted' || error === reason) throw error;
      reason = error;
    }
  }
  throw reason;
}
