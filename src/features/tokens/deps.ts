import type { Send } from '../../api/http';
import type { Profile } from '../../core/profile/profile';
import type { ResourceKey } from '../../core/resources/resource';
import type { ProfileStore } from '../../storage/profileStore';
import type { State } from '../../storage/storageAccess';
import type { TokenService } from '../../tokens/tokenService';
import type { ChooseResource } from './presetIds';

/** What the commands about tokens work with. */
export interface TokenDeps {
  readonly profiles: ProfileStore;
  readonly tokenService: TokenService;
  readonly globalState: State;
  readonly send: Send;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Told of failures that stop nothing. */
  readonly warn: (message: string, error: unknown) => void;
  /** Told of every secret value before it is used, so that the log can mask it. */
  readonly mask: (secret: string) => void;
  /** What a resource of the profile is called, where that is known. Plain text, one short line. */
  readonly titleOf: (profile: Profile, key: ResourceKey) => string | undefined;
  /** Asks for a resource by its title. Rejects with a `Problem`. */
  readonly chooseResource: ChooseResource;
}
