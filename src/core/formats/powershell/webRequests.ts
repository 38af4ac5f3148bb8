// Reads and edits the requests of Invoke-RestMethod and Invoke-WebRequest.
import { insertOption, optionRange, removeOptions } from '../../authorizationEdit/commandEdit';
import {
  type EditableRequest,
  findOtherScheme,
  type HeaderElsewhere,
} from '../../authorizationEdit/editPlan';
import { t } from '../../common/l10n';
import type { Lines } from '../../common/lines';
import { sortEdits, type TextEdit } from '../../common/textEdit';
import { type Authorization, schemeOf } from '../../requests/authorization';
import { shortenTarget } from '../../requests/doubtReasons';
import type { HashEntry } from '../../shells/powershellTables';
import type { ScriptWord } from '../../shells/shellCommand';
import { tokenVariable } from '../../tokens/tokenVariable';
import { commandTarget } from '../commandTarget';
import type { AuthorizationEdit } from '../requestFormat';
import { isTableWithoutHeader } from './headerVariable';
import {
  type HeaderTable,
  insertEntry,
  tableRange,
  tableOf,
  hasOnlyAuthorization,
  removeEntries,
} from './powershellHeaders';
import { type Parameter, parameterName, parametersOf, splattedIn } from './powershellParameters';

const reference = `$env:${tokenVariable}`;
const spellings = new RegExp(
  `\\$(?:\\{env:${tokenVariable}\\}|\\(\\$env:${tokenVariable}\\)|env:${tokenVariable}(?!\\w))`,
  'i',
);

/** Replaces the spellings of the reference by the canonical one. */
export function canonicalPowershell(text: string): string {
  return text.replace(spellings, () => reference);
}

/** Quotes a text as one word without expansions. */
export function quoteForPowershell(text: string, style: ScriptWord['quote']): string {
  return style === '"' || text.includes("'") ? `"${text.replace(/["`$]/g, '`$&')}"` : `'${text}'`;
}

/**
 * Reads Invoke-RestMethod and Invoke-WebRequest: the header is an entry of the hash table of `-Headers`, or is added to a
 * variable that holds a hash table. It replaces `-Authentication`. `curl` and `wget` count too if their parameters show
 * that they are aliases (Windows PowerShell). Undefined for other commands.
 */
export function webRequestAt(
  lines: Lines,
  words: readonly ScriptWord[],
  { token, eol }: AuthorizationEdit,
  doubtIn: () => string | undefined,
): EditableRequest | HeaderElsewhere | undefined {
  if (!isWebRequest(words) || words.some(({ isOpen }) => isOpen)) return undefined;
  const parameters = parametersOf(words);
  const headers = parameters.find(({ name }) => name === 'headers');
  const table = headers && tableOf(headers);
  const splatted = splattedIn(words);
  const elsewhere = headers ? !table && unknownHeaders(lines, headers) : splatted;
  if (elsewhere) return { kind: 'elsewhere', line: elsewhere.startLine, source: elsewhere.source };
  const options = parameters.filter(({ name }) => /^(?:authentication|token|credential)$/.test(name));
  const edits = (): TextEdit[] => {
    if (token === undefined) {
      if (table && hasOnlyAuthorization(table))
        return removeOptions(lines, words, inPlace(words, [...options, table.parameter]));
      return sortEdits([
        ...removeOptions(lines, words, options),
        ...(table ? removeEntries(lines, table, table.own) : []),
      ]);
    }
    const expression =
      token === reference ? `"Bearer ${reference}"` : quoteForPowershell(`Bearer ${token}`, '');
    const [option, ...furtherOptions] = options;
    if (!headers && option) {
      const edit = { range: optionRange(option), newText: parameterWith(expression) };
      return sortEdits([edit, ...removeOptions(lines, words, furtherOptions)]);
    }
    if (!headers) return [insertedParameter(lines, words, parameters, expression, eol)];
    const removed = removeOptions(lines, words, options);
    if (!table) {
      const newText = `(${headers.value.text} + @{ Authorization = ${expression} })`;
      return sortEdits([
        ...removed,
        { range: optionRange({ words: [headers.value], before: headers.before }), newText },
      ]);
    }
    const [first, ...others] = table.own;
    if (!first) return sortEdits([...removed, insertEntry(lines, table, expression, eol)]);
    const surplus = [...removed, ...removeEntries(lines, table, others)];
    if (isRight(first, token)) return sortEdits(surplus);
    return sortEdits([
      ...surplus,
      { range: tableRange(table, first.valueStart, first.end), newText: expression },
    ]);
  };
  return {
    line: words[0]?.startLine ?? 0,
    otherScheme: findOtherScheme([
      ...(table?.own ?? []).map(each => authorizationOf(each, table)),
      ...options.flatMap(optionAuthorization),
    ]),
    target: () => {
      const address = addressIn(words, parameters);
      // It may be a part of a word.
      return commandTarget(address ? [...words, address] : words, address?.text ?? '', {
        rerouting: {
          by: [
            ...words.flatMap(reroutedBy),
            ...(splatted ? [splatted.source] : []),
            ...(address && hasMembers(address) ? [t('a word that is known only when it runs')] : []),
          ],
          hosts: (table?.entries ?? []).flatMap(entry => hostIn(entry, table)),
        },
        splits: word => (isPlain(word) ? undefined : 'text'),
        doubt: (table && tableDoubt(lines, table)) ?? doubtIn(),
      });
    },
    edits,
  };
}

/** Parameters that send a request elsewhere, or to a host that is not verified. */
const reroutingParameters = [
  'proxy',
  'skipcertificatecheck',
  'unixsocket',
  'preserveauthorizationonredirect',
  'allowinsecureredirect',
];

/**
 * The parameters that change neither where a request goes nor what it sends without showing it. Not `-SessionVariable`: the
 * session keeps the headers, also for other hosts.
 */
const harmlessParameters = (
  'uri method custommethod headers body contenttype outfile infile form useragent usebasicparsing timeoutsec ' +
  'connectiontimeoutseconds operationtimeoutseconds authentication token credential passthru verbose debug ' +
  'erroraction ea warningaction wa informationaction infa progressaction proga errorvariable ev warningvariable wv ' +
  'informationvariable iv outvariable ov outbuffer ob statuscodevariable responseheadersvariable ' +
  'skiphttperrorcheck maximumretrycount retryintervalsec maximumredirection noproxy ' +
  'transferencoding httpversion disablekeepalive resume sslprotocol'
).split(' ');

/** A parameter as written, in full or abbreviated, if it may send the request elsewhere: each that is not known to be harmless. */
function reroutedBy(word: ScriptWord, index: number, words: readonly ScriptWord[]): string[] {
  const written = parameterName(word);
  if (written === undefined)
    return isParameter(word) && !takesValue(words[index - 1]) ? [word.source.slice(0, 1)] : [];
  const name = written.slice(1).toLowerCase();
  if (harmlessParameters.includes(name)) return [];
  const isBeginningOf = (all: readonly string[]) => all.some(each => each.startsWith(name));
  return isBeginningOf(reroutingParameters) || !isBeginningOf(harmlessParameters) ? [written] : [];
}

/**
 * Whether a word certainly ends where we see its end: it has no quotes or blanks that its readers may take for other
 * characters, no `${` that is not a plain name, and in brackets no text or comment of several lines.
 */
function isPlain({ source }: ScriptWord): boolean {
  const inside = /[({]/.exec(source)?.index ?? source.length;
  return (
    /^[\x20-\x7e\s]*$/.test(source) &&
    !/\$\{(?![\w:.() -]{1,300}\})/.test(source) &&
    !/<#|@["'][ \t]*(?=\n)/.test(source.slice(inside))
  );
}

/**
 * Why a table may have other headers than we see: part of a sentence. By an expression as a name, by a value that is not one
 * word, so that its end is not certain, or from the variable to which it is added.
 */
function tableDoubt(
  lines: Lines,
  { entries, own, text, variable, parameter }: HeaderTable,
): string | undefined {
  const isAdded = variable !== undefined && !isTableWithoutHeader(lines, variable, parameter.value);
  if (isAdded || entries.some(({ key }) => key === '' || /[$`]/.test(key)))
    return t('only the shell knows the name of a header');
  // Our own header is replaced, so that only its end matters.
  const unclear = entries.find(entry =>
    own.includes(entry) ? text.slice(entry.valueStart, entry.end).includes('\n') : !entry.value,
  );
  return unclear && t('only the shell knows its header {0}', shortenTarget(unclear.key));
}

function hostIn(entry: HashEntry, table: HeaderTable | undefined): string[] {
  if (entry.key.trim().toLowerCase() !== 'host') return [];
  return [entry.value?.text ?? table?.text.slice(entry.valueStart, entry.end) ?? ''];
}

/** The parameters among them that take no value. */
const switches =
  'usebasicparsing passthru verbose debug skiphttperrorcheck noproxy disablekeepalive resume'.split(' ');

/** The URL of a command: its parameter, the first word, or the only one that is neither a parameter nor the value of one. */
function addressIn(words: readonly ScriptWord[], parameters: readonly Parameter[]): ScriptWord | undefined {
  const named = parameters.find(({ name }) => name === 'uri')?.value;
  if (named) return named;
  const others = words.filter(
    (word, index) => index > 0 && !isParameter(word) && !takesValue(words[index - 1]) && !splattedIn([word]),
  );
  const [other] = others;
  return others.length === 1 || other === words[1] ? other : undefined;
}

/** Whether a string is followed by its members, which may make anything of it: `"…".Replace(…)`. */
function hasMembers({ source, parts }: ScriptWord): boolean {
  return /^["']/.test(source) && parts.some(({ quote }) => quote === '');
}

function isParameter({ source }: ScriptWord): boolean {
  return /^[-–—―]/.test(source);
}

function takesValue(word: ScriptWord | undefined): boolean {
  const [, letters] = /^[-–—―]([a-z]+)$/i.exec(word?.source ?? '') ?? [];
  return letters !== undefined && !switches.some(name => name.startsWith(letters.toLowerCase()));
}

/**
 * The value of `-Headers` if no entry can be added to it, or the parameter if it is more than a variable. The header may
 * already be there, and PowerShell refuses a second key of a name; or it may be another dictionary, which `+` does not
 * support (about_Hash_Tables, about_Arithmetic_Operators).
 */
function unknownHeaders(
  lines: Lines,
  { value }: Parameter,
): Pick<ScriptWord, 'startLine' | 'source'> | undefined {
  if (!/^\$[\w:]+$/.test(value.source)) return { startLine: value.startLine, source: '-Headers' };
  return isTableWithoutHeader(lines, value.text, value) ? undefined : value;
}

/** Parameters that show that `curl` and `wget` are aliases of Windows PowerShell, not programs. */
const ofAlias = new RegExp(
  '^-(?:uri|head(?:e(?:r(?:s)?)?)?|meth(?:o(?:d)?)?|body|outfile|contenttype|useb\\w*|auth\\w*|cred\\w*|token|' +
    'websession|sessionvariable|usedefaultcredentials|certificate(?:thumbprint)?|useragent|disablekeepalive|' +
    'timeoutsec|maximumredirection|proxy\\w*|transferencoding|infile|passthru|erroraction)(?::.*)?$',
  'is',
);

function isWebRequest(words: readonly ScriptWord[]): boolean {
  const name = words[0]?.text.toLowerCase() ?? '';
  if (/^(?:irm|iwr|invoke-(?:restmethod|webrequest))$/.test(name)) return true;
  if (!/^(?:curl|wget)$/.test(name)) return false;
  return words.some(
    ({ source }, index) =>
      ofAlias.test(source) || (/^-h\w*$/i.test(source) && words[index + 1]?.source.startsWith('@{')),
  );
}

/** In the order of the command. */
function inPlace(words: readonly ScriptWord[], options: readonly Parameter[]): Parameter[] {
  const position = (option: Parameter): number => words.findIndex(word => word === option.words[0]);
  return [...options].sort((one, other) => position(one) - position(other));
}

function isRight({ value }: HashEntry, token: string): boolean {
  if (!value) return false;
  const isReference = token === reference;
  const text = isReference ? canonicalPowershell(value.text) : value.text;
  return text === `Bearer ${token}` && value.expands === isReference && value.quote !== '';
}

function authorizationOf(entry: HashEntry, table: HeaderTable | undefined): Authorization {
  const raw = table?.text.slice(entry.valueStart, entry.end) ?? '';
  const value = entry.value?.text ?? raw;
  const line = table ? tableRange(table, entry.start, entry.start).startLine : 0;
  return { line, value, scheme: schemeOf(value.replace(/^[\s("']+/, '')), foldedLines: [] };
}

function optionAuthorization({ name, value, words }: Parameter): Authorization[] {
  const line = words[0]?.startLine ?? 0;
  if (name === 'token') return [];
  const kind = name === 'credential' ? 'Basic' : value.text;
  const scheme = /^(?:bearer|oauth|none)$/i.test(kind) ? 'Bearer' : schemeOf(kind);
  return [{ line, value: kind, scheme, foldedLines: [] }];
}

function parameterWith(expression: string): string {
  return `-Headers @{ Authorization = ${expression} }`;
}

/** After the URL, or if that is unknown, after the command's name. */
function insertedParameter(
  lines: Lines,
  words: readonly ScriptWord[],
  parameters: readonly Parameter[],
  expression: string,
  eol: string,
): TextEdit {
  const [name, first] = words;
  const address = parameters.find(parameter => parameter.name === 'uri')?.words.at(-1);
  const anchor = address ?? (first && !isParameter(first) ? first : name);
  if (!anchor)
    return { range: { startLine: 0, startCharacter: 0, endLine: 0, endCharacter: 0 }, newText: '' };
  return insertOption(lines, words, anchor, parameterWith(expression), `\`${eol}`);
}
