import type { SecretResetDeps } from '../../../configuration/writes/resetClientSecret';
import type { SpareAccessDeps } from '../../../configuration/writes/unfinishedSpare';
import type { Problem } from '../../../core/common/problem';
import type { ResourceHistory } from '../../../storage/configuration/resourceHistory';
import type { SendDeps } from '../documents/sendDocument';

/** What the commands of the configuration need. */
export interface CommandDeps extends SendDeps, SecretResetDeps, SpareAccessDeps {
  readonly history: ResourceHistory;
  /** Whether VS Code may lose a stored secret: see `AccessProofDeps`. */
  readonly mayLoseSecret: (isNew: boolean) => boolean;
  /** Logs an error and converts it to a `Problem`. */
  readonly problemOf: (what: string, error: unknown) => Problem;
}
