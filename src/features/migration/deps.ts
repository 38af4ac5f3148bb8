import type * as vscode from 'vscode';
import type { Send } from '../../api/http';
import type { ConfigurationRegistry } from '../../configuration/profileConfiguration';
import type { ProfileStore } from '../../storage/profiles/profileStore';

/** What the commands of the migration need. */
export interface MigrationDeps {
  readonly context: Pick<vscode.ExtensionContext, 'subscriptions'>;
  readonly profiles: ProfileStore;
  readonly configurations: ConfigurationRegistry;
  readonly send: Send;
  readonly mask: (secret: string) => void;
}
