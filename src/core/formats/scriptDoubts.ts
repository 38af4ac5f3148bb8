import { t } from '../common/l10n';
import { shorten } from '../requests/doubtReasons';
import { wordsOfCommand } from '../shells/posixVariables';
import type { ShellWord } from '../shells/shellCommand';

/** The doubt about all requests of a script: what in it may send them elsewhere than their commands say. Part of a sentence. */
export type ScriptDoubt = (script: string) => string | undefined;

const proxies = '(?:https?|all)_proxy';
/** An assignment of nothing, by which a script does without a proxy. */
const nothing = `(?:""|'')?(?:[\\s;&|)]|$)`;
/** Variables of folders in which curl looks for its options ("--config"), on Windows too. */
const folders = 'CURL_HOME|XDG_CONFIG_HOME|HOME|APPDATA|USERPROFILE';
/** The file in which curl looks for options ("--config"), unless it is only read, removed, printed or named in a comment. */
const curlrc =
  /(?<!(?:(?:^|[\s;&|({])(?:rm|del|erase|unlink|test|\[{1,2}|if|ls|dir|stat|cat|type|echo|printf|remove-item|ri|test-path|get-(?:item|content|childitem)|write-(?:host|output))\s[^;|&>]{0,80}|\s#[^;|&>'"]{0,200}))((?:(?<![\w-])[._]|[\\/])curlrc)\b/i;
const requests = '(?:irm|iwr|curl|wget|invoke-(?:restmethod|webrequest))';

/**
 * Programs that run commands elsewhere. They get them in strings, here-documents, functions and blocks, in so many ways that
 * reading one of them as a command of the script itself cannot be ruled out.
 */
const runners = [
  /(?<![\w.$@:-])((?:auto)?ssh|sshpass|mosh|plink|rsh|pdsh|ansible|vagrant|multipass|lxc|incus|wsl|psexec\d{0,2})(?:\.exe)?["']?(?=\s|$)/i,
  /(?<![\w.$@:-])((?:docker(?:-compose)?|podman|nerdctl|kubectl|oc)(?:\.exe)?["']?\s(?:[^;|&]{0,300}?\s)?(?:exec|run|debug|attach))(?=\s)/i,
];

/**
 * Variables that name a proxy, or a folder with `.curlrc`, and other meanings of `curl` (curl's manual, "Environment" and
 * "--config").
 */
const ofPosix = doubtBy(
  // The first line may set an environment: `#!/usr/bin/env -S https_proxy=… bash`.
  /^[ \t]*#(?!!)/,
  /\\$/,
  new RegExp(
    `(?<![\\w$.{-])(${proxies}|${proxies.toUpperCase()}|CURL_HOME|XDG_CONFIG_HOME|HOME)(?=["']?\\+?=(?!${nothing}))`,
  ),
  // `export {http,https}_proxy=…`, `"${http_proxy:=…}"`, `printf -v http_proxy` and whatever else sets them.
  new RegExp(
    `\\b(?:export|read|declare|typeset|local|printf|mapfile|readarray)\\s(?:[^#;]{0,300}[\\s"'])?((?!no_)[\\w{},]{1,40}_proxy)\\b(?!=${nothing})`,
    'i',
  ),
  // A name for another variable.
  new RegExp(`\\b(?:declare|typeset|local)\\s+-(?=\\w*n)\\w+\\s[^#;]{0,300}=["']?(${proxies})\\b`, 'i'),
  new RegExp(`\\b(?:for|select)\\s+(${proxies})\\b`, 'i'),
  new RegExp(`\\$\\{(${proxies}|CURL_HOME|XDG_CONFIG_HOME|HOME):?=`, 'i'),
  // The global aliases of zsh replace any word.
  /(?:^|[\s;&|({'"])(alias\s+-(?=\w*g)\w+(?=\s)|alias\s(?:[^;#]{0,300}[\s'"])?curl(?=['"]?\s*=)|curl(?=['"]?\s*\(\s*\))|function\s+curl\b|(?:BASH_ALIASES|g?aliases|functions)\[["']?curl\b)/,
  curlrc,
  ...runners,
);

/** A first line that names a shell with the rules of sh, also through programs that only prepare an environment. */
const firstLineOfSh =
  /^#![ \t]*(?:[^\s/]*\/)*(?:(?:env|with-contenv|busybox)[ \t]+(?:-\S+[ \t]+)*(?:\w+=\S*[ \t]+)*(?:[^\s/]*\/)*)?(?:(?:r?ba|z|da|m?k|ok|pdk|ya|a)?sh\d?|bashio|openrc-run)(?=\s|$)/;

export const posixDoubt: ScriptDoubt = script =>
  script.startsWith('#!') && !firstLineOfSh.test(script) ? otherShellDoubt(script) : ofPosix(script);

/** For fish, csh, Python and others: their quotes, substitutions, variables and aliases differ from those of sh. */
export const otherShellDoubt: ScriptDoubt = () => t('its script is for another shell than sh, bash or zsh');

export const cmdDoubt = doubtBy(
  /^[ \t]*@?(?:rem(?=[ \t]|$)|::)/i,
  /\^$/,
  new RegExp(`\\bset\\b[^=]{0,40}?\\b(${proxies}|${folders})\\s*=(?!"?\\s*(?:$|[&|)]))`, 'i'),
  // It asks for the value.
  new RegExp(`\\bset\\s*/p\\b[^=]{0,40}?\\b(${proxies}|${folders})\\s*=`, 'i'),
  /\b(doskey\s[^=]{0,40}?\bcurl(?:\.exe)?)\s*=/i,
  curlrc,
  ...runners,
);

/** A first line that names PowerShell and nothing that could set its environment. */
const firstLineOfPowershell =
  /^#![ \t]*(?:[^\s/]*\/)*(?:env[ \t]+)?(?:pwsh|powershell)(?:-preview)?(?=\s|$)/i;

export const powershellDoubt: ScriptDoubt = script =>
  script.startsWith('#!') && !firstLineOfPowershell.test(script)
    ? t('its first line may start another program than PowerShell')
    : ofPowershell(script);

/** Also what PowerShell uses for all requests (about_Parameters_Default_Values; `ServicePointManager` of .NET). */
const ofPowershell = doubtBy(
  /^[ \t]*#(?![>!])/,
  /`$/,
  new RegExp(
    `(\\$\\{?env:(?:${proxies}|${folders}))\\}?\\s*(?:,[\\s\\w$:{}.,]{0,200})?(?:\\+|\\?\\?)?=(?!=|\\s*(?:''|""|\\$null)\\s*(?:$|[;|)}#]))`,
    'i',
  ),
  new RegExp(`(SetEnvironmentVariable\\s*\\(\\s*['"](?:${proxies}|${folders}))`, 'i'),
  // By any command that does not only read or remove it.
  new RegExp(
    `(?<![$\\w{]|\\b(?:remove-item|ri|rm|del|test-path|get-(?:item|content|childitem)|gi|gc|gci|ls|dir)\\s[^;|]{0,80})(env:[\\\\/]{0,9}(?:${proxies}|${folders}))\\b`,
    'i',
  ),
  new RegExp(`\\b((?:rename-item|rni|ren)\\s[^;|]{0,80}\\b(?:${proxies}|CURL_HOME))\\b`, 'i'),
  /(PSDefaultParameterValues\b|ServerCertificateValidationCallback|DefaultWebProxy|\bDefaultProxy\b|CertificatePolicy)/i,
  // Its commands run on another machine, which gets their words.
  /\b((?:invoke-command|icm|enter-pssession|etsn|invoke-(?:\w{0,20}ssh\w{0,20}|vmscript|azvmruncommand))\b)/i,
  // Their quotes do not quote (about_Parsing, about_Variables).
  /(?:^|\s)(--%)(?=\s[^\n]*['"])/,
  /(\$\{[^{}'"]{0,100}['"][^{}]{0,100}\})/,
  // The settings of Windows.
  /\b((?:(?:set|new)-itemproperty|sp|reg(?:\.exe)?[ \t]+add)\s[^;|]{0,300}?\b(?:ProxyServer|ProxyEnable|AutoConfigURL))\b/i,
  new RegExp(`\\b((?:(?:set|new)-alias|sal|nal)\\s[^;|]{0,200}?\\b${requests})\\b`, 'i'),
  new RegExp(`\\b((?:function|filter)\\s+(?:\\w+:)?${requests})\\b`, 'i'),
  // `${function:irm} = {}`, `Set-Item function:irm`, `New-Item alias: -Name irm`
  new RegExp(
    `(?<!\\b(?:remove-item|ri|rm|del|test-path|get-(?:item|content|childitem)|gi|gc|gci|ls|dir)\\s[^;|]{0,80})((?:function|alias):[\\\\/]{0,9}(?:\\w+:|\\s[^;|]{0,80}?\\b)?${requests})\\b`,
    'i',
  ),
  curlrc,
  ...runners,
);

/**
 * What a script may set by another file, by a text that it runs in the same shell, or by a name that only the shell knows:
 * none of that shows the signs above. In doubt, a line counts.
 */
export const unseen = {
  posix: script => including(script, includesPosix) ?? unknownName(script),
  powershell: script => including(script, includesPowershell) ?? unknownIn(script, setterOfPowershell),
  cmd: script => including(script, includesCmd) ?? unknownIn(script, setterOfCmd),
} as const satisfies Record<string, ScriptDoubt>;

/** Also scripts with a scope of their own: what they set in `$env:` stays. */
const includesPowershell =
  /(?:^|[;|({=]|&&|\breturn(?=[\s;|&"'(){}=#,]))[ \t]*(?:\.(?:[ \t]+\S|["'(])|&[ \t]*(?:[$(]|["'][^"'\n]*\.ps1\b)|(?:&[ \t]*)?(?:(?:invoke-expression|iex|import-module|ipmo|using[ \t]+module)\b|[^\s;|&"'(){}=#,]+\.ps1\b))|^[ \t]*#requires[ \t](?:[^\n]*[ \t])?-mod/im;

const includesCmd = /(?:(?:^|[&|(]|\b(?:else|do)\b)[ \t]*|\bif[ \t][^&|\n]{0,300}[ \t])@*call[ \t]+(?!:)\S/im;

/** Sets a variable of the environment whose name is not a plain word: `Set-Content env:$name`, also in a folder `env:`. */
const setterOfPowershell =
  /(?<![^\n])(?![ \t]*#(?![^\n]*(?:['"]|#>)))[^\n]*?\b(SetEnvironmentVariable(?=\s*\([ \t]*(?![ \t]|(["'])\w+\2))|(?:(?:set|new|copy|move|rename)-item|(?:set|add)-content|(?:set|push)-location|si|ni|cpi|cp|copy|mi|mv|move|rni|ren|sc|ac|sl|cd|chdir|pushd)(?=[ \t](?:[^;|\n]|`\n){0,200}?(?<![$\w{])env:(?![\\/]*\w+(?![\w$]))))/i;

/** Sets a variable whose name begins with another one: `set %%a=%%b`, `set "%~1=…"`. */
const setterOfCmd =
  /(?:(?:^|[&|(]|\b(?:else|do)\b)[ \t]*|\bif[ \t][^&|\n]{0,300}[ \t])@*(set)[ \t]+(?:\/p[ \t]+)?"?[%!]/im;

function unknownIn(script: string, setterPattern: RegExp): string | undefined {
  const [, command] = setterPattern.exec(script) ?? [];
  return command === undefined ? undefined : unknownReason(command);
}

const unknownReason = (command: string): string => t('only the shell knows what its {0} sets', command);

/** Where the name of a command may begin: also after keywords and assignments. */
const atCommand =
  /(?:^|[;&|({)`]|\b(?:if|then|elif|else|while|until|do|command|builtin|time)\s(?:[ \t]*--[ \t])?|\btrap[ \t]+["'])[ \t]*(?:![ \t]+)?(?:(?:\w{1,99}\+?=(?:"[^"\n]{0,200}"|'[^'\n]{0,200}'|[^\s;&|"']){0,200}|\d?[<>]{1,2}&?[ \t]*[^\s;&|<>]{1,200})[ \t]+){0,4}["'\\]?/
    .source;

const includesPosix = new RegExp(`${atCommand}(?:\\.|source|eval)["']?[ \\t]+(?:<\\(|[^\\s;&|<>)])`, 'm');

function including(script: string, command: RegExp): string | undefined {
  return command.test(script) ? t('its script includes another one') : undefined;
}

/** A builtin that sets the variables that its words name (POSIX 2.14; Bash manual, 4.2). */
const setter = new RegExp(
  `${atCommand}(export|declare|typeset|local|readonly|read|printf(?=[ \\t]+-v))(?=[ \\t])`,
  'gm',
);

/** Characters of a command. */
const maxCommandLength = 4_000;

/** Part of a sentence: a script sets a variable whose name is not a plain word (`export "$name=…"`, `export $(cat .env)`). */
function unknownName(script: string): string | undefined {
  setter.lastIndex = 0;
  for (let found = setter.exec(script); found; found = setter.exec(script)) {
    const { 0: source, 1: command = '', index } = found;
    const start = index + source.length;
    const words = wordsOfCommand(script.slice(start, start + maxCommandLength));
    setter.lastIndex = start + (words.at(-1)?.end ?? 0);
    const isKnown = namesIn(command, words).every(isPlainName) && !words.some(({ isOpen }) => isOpen);
    if (!isKnown || (/^(?:declare|typeset|local)$/.test(command) && isReference(words))) {
      return unknownReason(command);
    }
  }
  return undefined;
}

/** Whether a variable stands for another one, whose name only the shell knows: `declare -n a=$b`. */
function isReference(words: readonly ShellWord[]): boolean {
  return /^-\w*n/.test(words[0]?.text ?? '') && words.some(({ expands }) => expands);
}

/** The words that name variables. */
function namesIn(command: string, words: readonly ShellWord[]): readonly ShellWord[] {
  if (command === 'printf') return words.slice(0, 2);
  // Options with a value, such as a prompt.
  const isValue = (before?: ShellWord) =>
    command === 'read' && before !== undefined && /^-\w*[adinNptu]$/.test(before.text);
  return words.filter((_, index) => !isValue(words[index - 1]));
}

/** Whether a word is an option, or begins with a name as it is written. */
function isPlainName({ text, parts }: ShellWord): boolean {
  const [name] = /^[-+]?\w*(?=\+?=|\[|$)/.exec(text) ?? [];
  const [first] = parts;
  if (name === undefined || !first) return name !== undefined;
  const isAsWritten =
    first.quote === '' ? first.text.length === first.end - first.start : first.quote !== "$'";
  return isAsWritten && !first.expands && first.text.length >= name.length;
}

/** Reads each line once, and each one that a shell joins of several. The first group of a sign is what to name. */
function doubtBy(comment: RegExp, continuation: RegExp, ...signs: readonly RegExp[]): ScriptDoubt {
  const foundIn = (line: string) => {
    for (const sign of signs) {
      const [, found] = sign.exec(line) ?? [];
      // Options in between may hold a secret.
      if (found !== undefined) return t('its script has “{0}”', shorten(found.replace(/\s+\S.*\s/s, ' … ')));
    }
    return undefined;
  };
  return script => {
    let joined = '';
    const lines = script.split('\n');
    for (const [index, line] of lines.entries()) {
      // In a string or a block comment, it may end there.
      if (joined === '' && comment.test(line) && !/['"`]|#>/.test(line)) continue;
      const found = foundIn(line);
      if (found !== undefined) return found;
      if (index + 1 < lines.length && continuation.test(line)) joined += line.replace(continuation, '');
      else if (joined !== '') {
        const foundInAll = foundIn(joined + line);
        if (foundInAll !== undefined) return foundInAll;
        joined = '';
      }
    }
    return undefined;
  };
}
