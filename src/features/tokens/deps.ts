import type { Send } from '../../api/http';
import type { Problem } from '../../core/common/problem';
import type { Profile } from '../../core/profile/profile';
import type { ResourceKey } from '../../core/resources/resource';
import type { ProfileStore } from '../../storage/profiles/profileStore';
import type { State } from '../../storage/storageAccess';
import type { TokenService } from '../../tokens/tokenService';
import type { ChooseResource } from './presetValues';

/** What the commands for tokens need. */
export interface TokenDeps {
  readonly profiles: ProfileStore;
  readonly tokenService: TokenService;
  readonly globalState: State;
  readonly send: Send;
  /** Loads what the first request to the service of a profile needs, and sends nothing. */
  readonly prepareRequest: (profile: Profile) => Promise<void>;
  readonly now: () => number;
  /** Logs a failure that stops nothing. */
  readonly warn: (message: string, error: unknown) => void;
  /** Logs an error and converts it to a `Problem` without secrets and tokens. */
  readonly problemOf: (what: string, error: unknown) => Problem;
  /** Makes the log mask a secret. Called before it is used. */
  readonly mask: (secret: string) => void;
  /** The title of a resource in one short line of plain text, if it is known. */
  readonly titleOf: (profile: Profile, key: ResourceKey) => string | undefined;
  /** Asks for a resource by its title. Rejects with a `Problem`. */
  readonly chooseResource: ChooseResource;
}
