import { escapeMarkdown } from '../../core/common/escapeMarkdown';
import { t } from '../../core/common/l10n';
import { hurlTokenVariable, tokenVariable } from '../../ui/ids';
import { formatLocalTime } from '../../ui/text/formatDuration';

/** As much of VS Code's `EnvironmentVariableCollection` as we use; reading costs nothing, every change is a message. */
export interface TerminalEnvironment {
  /** Whether VS Code saves it on disk, which is its default. */
  persistent: boolean;
  /** What VS Code tells where it lists who changes a terminal's environment. Markdown. */
  description: unknown;
  get(variable: string): { readonly value: string } | undefined;
  replace(variable: string, value: string): void;
  clear(): void;
}

/** A live token as new terminals get it. */
export interface TerminalToken {
  readonly value: string;
  readonly profileName: string;
  /** In ms since 1970. */
  readonly expiresAt: number;
}

/**
 * Gives new terminals this token, or none, and changes only what is otherwise. What is there already counts, also where
 * an extension host that ended badly left it. `now` in ms since 1970.
 */
export function shareWithTerminals(
  environment: TerminalEnvironment,
  token: TerminalToken | undefined,
  now: number,
): void {
  const given = environment.get(tokenVariable)?.value;
  if (given === token?.value) return;
  // Before the first change, that no token gets to the disk.
  if (environment.persistent) environment.persistent = false;
  if (!token) {
    environment.clear();
    return;
  }
  environment.description = escapeMarkdown(
    t(
      '{0}: the access token of “{1}”, until {2}. A terminal keeps the one it began with.',
      `${tokenVariable}, ${hurlTokenVariable}`,
      token.profileName,
      formatLocalTime(token.expiresAt, now),
    ),
  );
  environment.replace(tokenVariable, token.value);
  environment.replace(hurlTokenVariable, token.value);
}
