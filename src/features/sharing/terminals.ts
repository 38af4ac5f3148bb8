import { escapeMarkdown } from '../../core/common/escapeMarkdown';
import { t } from '../../core/common/l10n';
import { hurlTokenVariable, tokenVariable } from '../../ui/ids';
import { formatLocalTime } from '../../ui/text/formatDuration';

/** The part of VS Code's `EnvironmentVariableCollection` that we use. Each change is a message to VS Code, reading is not. */
export interface TerminalEnvironment {
  /** Whether VS Code stores it on disk; the default is true. */
  persistent: boolean;
  /** Markdown. VS Code shows it in the list of extensions that change the environment of a terminal. */
  description: unknown;
  get(variable: string): { readonly value: string } | undefined;
  replace(variable: string, value: string): void;
  clear(): void;
}

/** A live token for new terminals. */
interface TerminalToken {
  readonly value: string;
  readonly profileName: string;
  /** In ms since 1970. */
  readonly expiresAt: number;
}

/**
 * Sets the variables of new terminals, or removes them without a token. Changes nothing if they are set already, also by
 * an extension host that crashed. `now`: ms since 1970.
 */
export function shareWithTerminals(
  environment: TerminalEnvironment,
  token: TerminalToken | undefined,
  now: number,
): void {
  const given = environment.get(tokenVariable)?.value;
  if (given === token?.value) return;
  // Before the first change, so that no token is stored on disk.
  if (environment.persistent) environment.persistent = false;
  if (!token) {
    environment.clear();
    return;
  }
  environment.description = escapeMarkdown(
    t(
      '{0}: the access token of “{1}”, until {2}. A terminal keeps the one that it started with.',
      `${tokenVariable}, ${hurlTokenVariable}`,
      token.profileName,
      formatLocalTime(token.expiresAt, now),
    ),
  );
  environment.replace(tokenVariable, token.value);
  environment.replace(hurlTokenVariable, token.value);
}
