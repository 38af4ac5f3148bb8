import type { SpareAccessDeps } from '../../../configuration/writes/createSpareAccess';
import type { SecretResetDeps } from '../../../configuration/writes/resetClientSecret';
import type { Problem } from '../../../core/common/problem';
import type { ResourceHistory } from '../../../storage/resourceHistory';
import type { ResourceFileSystem } from '../documents/resourceFileSystem';
import type { SaveDeps } from '../documents/saveDocument';

/** What the commands work with. */
export interface CommandDeps extends SaveDeps, SecretResetDeps, SpareAccessDeps {
  readonly fileSystem: ResourceFileSystem;
  readonly history: ResourceHistory;
  /** Whether VS Code may lose secrets: in a browser, a window's secrets replace those of others. */
  readonly mayLoseSecrets: () => boolean;
  /** The problem that a failure is to people, once the log knows of it. */
  readonly problemOf: (what: string, error: unknown) => Problem;
}
