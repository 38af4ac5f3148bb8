// The `RequestFormat`s of scripts for sh, cmd and PowerShell, and of transcripts.
import { curlEdits, quoteForShell } from '../authorizationEdit/curlEdit';
import {
  type EditableRequest,
  findOtherScheme,
  type HeaderElsewhere,
  createEditPlan,
  type Refusal,
} from '../authorizationEdit/editPlan';
import { t } from '../common/l10n';
import { clampLine, joinLines, type Lines } from '../common/lines';
import { finish } from '../common/steps';
import { type PossibleUrls, readPossibleUrls, withPossibleUrls } from '../requestAnalysis/possibleUrls';
import type { RequestTarget } from '../requestAnalysis/readTarget';
import { type CurlAuthorization, transfersOf } from '../requests/curl/curlCommand';
import { shorten, shortenTarget } from '../requests/doubtReasons';
import { expansionName } from '../shells/expansionName';
import { type ScriptLanguage, scriptLanguages } from '../shells/scriptLanguages';
import { Script, type ScriptWord, type ShellCommand } from '../shells/shellCommand';
import { typedLines } from '../shells/transcript';
import { tokenVariable } from '../tokens/tokenVariable';
import { commandTarget } from './commandTarget';
import {
  cmdSplitting,
  interactiveDoubt,
  maxLookahead,
  numberRange,
  posixSplitting,
  powershellSplitting,
  type Splitting,
  strangeOption,
} from './plainCommand';
import { splatDoubt, splattedIn } from './powershell/powershellParameters';
import { canonicalPowershell, quoteForPowershell, webRequestAt } from './powershell/webRequests';
import type { AuthorizationEdit, RequestFormat } from './requestFormat';
import {
  cmdDoubt,
  otherShellDoubt,
  posixDoubt,
  powershellDoubt,
  type ScriptDoubt,
  unseen,
} from './scriptDoubts';
import { type SimplicityDoubt, simplicity } from './simpleScripts';
import {
  cmdExpansions,
  doubtfulHeader,
  type Expansions,
  posixExpansions,
  unseenOptions,
} from './unseenOptions';

/** How to write for one shell. */
interface Shell {
  readonly reference: string;
  readonly continuation: '\\' | '`' | '^';
  /** Quotes a text as one word; the shell expands the variable in it if `expands`. */
  quoted(text: string, style: ScriptWord['quote'], expands: boolean): string;
  /**
   * The value that a text stands for: the reference in the spelling that we insert, an escaped `%` as itself.
   * @param expands whether the shell expands the variable in it
   */
  canonical(text: string, expands: boolean): string;
  /** What in the script leads its requests elsewhere. */
  readonly doubtIn: ScriptDoubt;
  /** What in the script may set something that `doubtIn` does not see. */
  readonly unseenIn: ScriptDoubt;
  /** Why the script is not simple enough to be certain about the token itself. */
  readonly simplicityDoubt: SimplicityDoubt;
  /** Whether the shell may split a word. */
  readonly splits: (word: ScriptWord, isUrl: boolean) => Splitting;
  /** Why options may send a command elsewhere, other than those that are known to. */
  optionDoubt?(words: readonly ScriptWord[]): string | undefined;
  /** Why a terminal may read a command in another way than a script. */
  interactiveDoubt?(words: readonly ScriptWord[], after: string): string | undefined;
  /** A pattern that only some shells know, where the others read something else than a word. */
  patternBetween?(script: string, words: readonly ScriptWord[]): string | undefined;
  splattedIn?(words: readonly ScriptWord[]): ScriptWord | undefined;
  expansions(script: string): Expansions;
  /** Reads other commands than curl that send requests. */
  otherRequestAt?(
    lines: Lines,
    words: readonly ScriptWord[],
    edit: AuthorizationEdit,
    doubtIn: () => string | undefined,
  ): EditableRequest | HeaderElsewhere | undefined;
}

const posix: Shell = {
  reference: `$${tokenVariable}`,
  continuation: '\\',
  doubtIn: posixDoubt,
  unseenIn: unseen.posix,
  simplicityDoubt: simplicity.posix,
  splits: posixSplitting,
  interactiveDoubt,
  patternBetween: numberRange,
  // Single quotes would prevent the expansion.
  quoted: (text, style, expands) => (expands ? `"${text}"` : quoteForShell(text, style, 'posix')),
  canonical: text => text.replace(`\${${tokenVariable}}`, () => `$${tokenVariable}`),
  expansions: posixExpansions,
};

const powershell: Shell = {
  reference: `$env:${tokenVariable}`,
  continuation: '`',
  doubtIn: powershellDoubt,
  unseenIn: unseen.powershell,
  simplicityDoubt: simplicity.powershell,
  splits: powershellSplitting,
  optionDoubt: words => splatDoubt(words) ?? strangeOption(words),
  quoted: (text, style, expands) => (expands ? `"${text}"` : quoteForPowershell(text, style)),
  canonical: canonicalPowershell,
  splattedIn,
  expansions: () => ({}),
  otherRequestAt: webRequestAt,
};

const cmd: Shell = {
  reference: `%${tokenVariable}%`,
  continuation: '^',
  doubtIn: cmdDoubt,
  unseenIn: unseen.cmd,
  simplicityDoubt: simplicity.cmd,
  splits: cmdSplitting,
  optionDoubt: strangeOption,
  quoted: (text, _, expands) => `"${(expands ? text : text.replaceAll('%', '%%')).replaceAll('"', '\\"')}"`,
  // In `%%NAME%%` too, the text of a word has the name between signs.
  canonical: (text, expands) => (expands ? text : text.replaceAll('%%', '%')),
  expansions: () => cmdExpansions,
};

/** Scripts for sh, bash and zsh. */
export const posixFormat = shellFormat(posix, 'shell');
/** Scripts for shells with other rules, such as fish and csh: read like those of sh, and always with a doubt. */
export const otherShellFormat = shellFormat({ ...posix, doubtIn: otherShellDoubt }, 'shell');
/** PowerShell scripts: curl, Invoke-RestMethod and Invoke-WebRequest. */
export const powershellFormat = shellFormat(powershell, 'powershell');
/** Batch files of Windows. */
export const cmdFormat = shellFormat(cmd, 'cmd');

/** The same with prompts and output of a terminal, as documentation shows commands. */
export const transcriptFormats: Readonly<Record<ScriptLanguage, RequestFormat>> = {
  shell: shellFormat(posix, 'shell', true),
  console: shellFormat(posix, 'console', true),
  powershell: shellFormat(powershell, 'powershell', true),
  cmd: shellFormat(cmd, 'cmd', true),
};

/** The commands that send requests in the scripts of one shell. Of several on a line, the first one counts. */
function shellFormat(shell: Shell, language: ScriptLanguage, isTranscript = false): RequestFormat {
  const { reference } = shell;
  const { commands: read, prompts } = scriptLanguages[language];
  return {
    reference,
    plan: (lines, cursorLines, edit) => {
      const script = new Script(isTranscript ? typedLines(lines, prompts, read) : lines);
      const expansions = shell.expansions(script.text);
      // What looks like output of a terminal may be commands all the same.
      const all = isTranscript ? joinLines(lines) : '';
      const doubtIn = once(() => shell.doubtIn(script.text) ?? shell.doubtIn(all));
      const ofScript = {
        unseenIn: once(() => shell.unseenIn(script.text) ?? shell.unseenIn(all)),
        simplicityDoubt: once(() => shell.simplicityDoubt(isTranscript ? all : script.text, isTranscript)),
        possibleUrls: once(() => readPossibleUrls(script.text, true)),
      };
      const found: EditableRequest[] = [];
      const refused: Refusal[] = [];
      const cursors = [...new Set(cursorLines.map(line => clampLine(lines, line)))].sort((a, b) => a - b);
      const commands = commandsAt(script, finish(read(script.text, script.nearness(cursors))), cursors);
      const seen = new Set<ShellCommand>();
      for (const [index, command] of commands.entries()) {
        if (command && seen.has(command)) continue;
        if (command) seen.add(command);
        const words = command?.words.map(word => script.placed(word)) ?? [];
        const requests = command && requestsOf(lines, words, shell, expansions, edit, doubtIn);
        if (requests && 'kind' in requests) refused.push(requests);
        else if (requests) {
          const doubtOf = () => commandDoubt(shell, script, words, command, isTranscript);
          found.push(...requests.map(each => withDoubts(each, doubtOf, ofScript)));
        } else if (!refused.some(({ kind }) => kind === 'noRequest')) {
          refused.push({ kind: 'noRequest', line: cursors[index] ?? 0 });
        }
      }
      return createEditPlan(found, refused, edit);
    },
  };
}

/** Reads something when it is first needed, and only then. */
function once<T>(read: () => T): () => T {
  let kept: { readonly value: T } | undefined;
  return () => (kept ??= { value: read() }).value;
}

/** Why a command may send its request elsewhere, other than by its words. */
function commandDoubt(
  shell: Shell,
  script: Script,
  words: readonly ScriptWord[],
  { changedBy, isUnclear, end }: ShellCommand,
  isTranscript: boolean,
): string | undefined {
  if (changedBy !== undefined) return t('{0} may change the arguments of its command', shorten(changedBy));
  if (isUnclear) return t('the script above it can be read in several ways');
  const pattern = shell.patternBetween?.(script.text, words);
  if (pattern !== undefined) return t('the shell may make several words of {0}', pattern);
  return isTranscript
    ? shell.interactiveDoubt?.(words, script.text.slice(end, end + maxLookahead))
    : undefined;
}

/** The same request, with these doubts if it has none. */
function withDoubts(
  request: EditableRequest,
  doubtOf: () => string | undefined,
  {
    unseenIn,
    simplicityDoubt,
    possibleUrls,
  }: Readonly<Record<'unseenIn' | 'simplicityDoubt', () => string | undefined>> & {
    readonly possibleUrls: () => PossibleUrls;
  },
): EditableRequest {
  return {
    ...request,
    target: () => {
      const target = request.target();
      return {
        ...withPossibleUrls(target, possibleUrls),
        doubt: target.doubt ?? doubtOf(),
        doubtOfVariables: target.doubtOfVariables ?? unseenIn() ?? unknownHost(target) ?? simplicityDoubt(),
      };
    },
  };
}

/** Why it is not known where a command goes, if its host has an expansion: part of a sentence. */
function unknownHost({ host }: RequestTarget): string | undefined {
  if (host?.kind !== 'variable') return undefined;
  // `commandTarget` writes them as variables of REST clients.
  const named = host.written.replace(/\{\{([^{}]*)\}\}/g, (_, expansion: string) => expansionName(expansion));
  return t('only the shell knows {0}', shortenTarget(named));
}

/** The command at each cursor (ascending): the one on the line, else one that pipes into it. */
function commandsAt(
  script: Script,
  all: readonly ShellCommand[],
  cursors: readonly number[],
): (ShellCommand | undefined)[] {
  // `command -v curl` sends nothing.
  const commands = all.filter(({ words }) => words.length > 1);
  const own = firstAt(script, commands, cursors, ({ end }) => end);
  const piped = firstAt(script, commands, cursors, ({ pipelineEnd }) => pipelineEnd);
  return own.map((command, index) => command ?? piped[index]);
}

/** For each cursor, the first command that includes its line. */
function firstAt(
  script: Script,
  commands: readonly ShellCommand[],
  cursors: readonly number[],
  endOf: (command: ShellCommand) => number,
): (ShellCommand | undefined)[] {
  let index = 0;
  return cursors.map(line => {
    for (; index < commands.length; index++) {
      const command = commands[index];
      if (!command || script.lineAt(command.start) > line) return undefined;
      if (script.lineAt(endOf(command)) >= line) return command;
    }
    return undefined;
  });
}

function requestsOf(
  lines: Lines,
  words: readonly ScriptWord[],
  shell: Shell,
  expansions: Expansions,
  edit: AuthorizationEdit,
  doubtIn: () => string | undefined,
): readonly EditableRequest[] | HeaderElsewhere | undefined {
  const other = shell.otherRequestAt?.(lines, words, edit, doubtIn);
  if (other) return 'kind' in other ? other : [other];
  const [name] = words;
  const transfers = transfersOf(words);
  const [first] = transfers;
  const isRequest = first?.url !== '' || words.some(({ text }) => /^(?:-K|--config)/.test(text));
  if (!name || !isRequest || !/curl(?:\.exe)?$/i.test(name.text)) return undefined;
  if (first?.authorizations.length === 0) {
    const source = shell.splattedIn?.(words)?.source ?? unseenOptions(words, expansions);
    if (source !== undefined) return { kind: 'elsewhere', line: name.startLine, source };
  }
  const { token, eol } = edit;
  const expands = token === shell.reference;
  const value = token === undefined ? undefined : `Bearer ${token}`;
  const isRight = (each: CurlAuthorization): boolean =>
    each.words.at(-1)?.expands === expands && shell.canonical(each.value, expands) === value;
  return transfers.map(transfer => ({
    line: transfer.anchor.startLine,
    otherScheme: findOtherScheme(transfer.authorizations),
    target: () =>
      commandTarget(
        words.map(word => ({ ...word, ...expansions.parted?.(word) })),
        transfer.url,
        {
          rerouting: transfer.rerouting,
          splits: shell.splits,
          assignedTo: expansions.constant,
          doubt:
            shell.optionDoubt?.(words) ??
            doubtfulHeader(words, transfer.authorizations, expansions) ??
            doubtIn(),
        },
      ),
    edits: () =>
      curlEdits(lines, transfer, {
        ...{ value, eol, continuation: shell.continuation, isRight, isRequestFile: false },
        quoted: (text, style) => shell.quoted(text, style, expands),
      }),
  }));
}
