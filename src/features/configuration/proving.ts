import { Configuration } from '../../api/configuration';
import type { IssuedToken } from '../../api/tokenEndpoint';
import type { Send } from '../../api/transport';
import type { ClientCredentials } from '../../core/basicAuthorization';
import { accessOf, canUndo, type ConfigurationAccess, tokenPolicyOf } from '../../core/configurationAccess';
import { t } from '../../core/l10n';
import { isProblem, Problem } from '../../core/problem';
import type { Profile } from '../../core/profile';
import { plainText } from '../../core/redaction';
import { isSameClient } from '../../vault/client';
import { changedProfile } from '../../vault/configurationTokens';
import type { ProfileStore } from '../../vault/profileStore';
import type { IssueToken } from '../../vault/tokenRequests';

/** What proving access works with. */
export interface ProvingPorts {
  readonly profiles: Pick<ProfileStore, 'all' | 'withSecret'>;
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
  readonly configuration: Configuration;
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
export async function proveProfile(ports: ProvingPorts, asked: Profile, signal: AbortSignal): Promise<Proof> {
  try {
    const { profile, clientSecret, isOnlyHere } = await ports.profiles.withSecret(asked);
    // The access of another client or customer says nothing of the one that was asked about.
    if (!isSameClient(profile, asked)) throw changedProfile(asked);
    const credentials = { clientId: profile.clientId, clientSecret };
    const access = await proveClient(ports, profile, credentials, signal);
    return {
      profile: asked,
      access: { ...access, isFleeting: isOnlyHere && ports.mayLoseSecrets?.() === true },
    };
  } catch (error) {
    signal.throwIfAborted();
    if (!isProblem(error)) throw error;
    return { profile: asked, problem: error };
  }
}

/**
 * Proves that a client has configuration access: requests a new token (one that is live proves nothing about the
 * secret), and reads the client and its token policy with it. Three requests, up to two more where the service grants
 * less than it allows. Rejects with a `Problem`: `nothingGranted`, or what a request rejects with.
 */
export async function proveClient(
  { issue, send, mask }: ProvingPorts,
  profile: Profile,
  credentials: ClientCredentials,
  signal: AbortSignal,
): Promise<ProvedAccess> {
  mask(credentials.clientSecret);
  const { clientId } = credentials;
  let why = new Problem(
    'nothingGranted',
    t('The client {0} may not change clients and token policies.', plainText(clientId)),
    t('The token policy behind it must allow *:config/** in allowedScopes.'),
  );
  for (const scope of scopesToTry) {
    try {
      const issued = await issue({ ...profile, clientId }, credentials, scope, signal);
      mask(issued.accessToken);
      const granted = issued.scope.split(' ');
      if (!canUndo(granted)) continue;
      const authorize = () => Promise.resolve(issued.accessToken);
      const configuration = new Configuration({ send, profile, authorize });
      const client = await configuration.read('clients', clientId, signal);
      const pointed = tokenPolicyOf(client);
      const access =
        pointed && accessOf(client, await configuration.read('tokenPolicies', pointed.id, signal), granted);
      if (access) return { ...access, configuration, token: issued };
      throw why;
    } catch (error) {
      // A scope that is refused is none that is granted; that nothing was granted is known by `why` already.
      if (!isProblem(error) || error.kind !== 'nothingGranted' || error === why) throw error;
      why = error;
    }
  }
  throw why;
}
