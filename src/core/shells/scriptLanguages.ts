import { cmdCommands } from './cmdCommands';
import { posixCommands } from './posixCommands';
import { powershellCommands } from './powershellCommands';
import type { Quoting } from './quoting';
import type { CommandReader } from './shellCommand';
import { cmdPrompts, consolePrompts, posixPrompts, powershellPrompts, type Prompts } from './transcript';

/** The languages of commands. `shell`: sh, bash or zsh; `console`: the same with output. */
export type ScriptLanguage = 'shell' | 'console' | 'powershell' | 'cmd';

/** How the scripts of each language are read. */
export const scriptLanguages: Readonly<
  Record<
    ScriptLanguage,
    { readonly commands: CommandReader; readonly prompts: Prompts; readonly quoting: Quoting }
  >
> = {
  shell: { commands: posixCommands, prompts: posixPrompts, quoting: 'posix' },
  console: { commands: posixCommands, prompts: consolePrompts, quoting: 'posix' },
  powershell: { commands: powershellCommands, prompts: powershellPrompts, quoting: 'powershell' },
  cmd: { commands: cmdCommands, prompts: cmdPrompts, quoting: 'cmd' },
};
