import { jsonObject, parseJson } from '../json/json';

// Reads settings such as `HL_CLIENT_ID=…` from pasted JSON or lines, and groups those of one client.

/** The profile's value that a setting holds. */
type Meaning = 'issuer' | 'customerId' | 'clientId' | 'clientSecret';

/** Settings of one client. */
export interface SettingGroup extends Readonly<Record<Meaning, string | undefined>> {
  /** The common prefix of the names, in lower case: `hl` of `HL_CLIENT_ID`. */
  readonly prefix: string;
  /** Whether the names say `config` or `configuration`, as the console's do. */
  readonly isConfiguration: boolean;
}

interface Setting {
  readonly prefix: string;
  readonly isConfiguration: boolean;
  readonly meaning: Meaning;
  /** Undefined unless it is a plain value: not masked and not a reference. */
  readonly value: string | undefined;
}

/** The names that the console uses. Files use variations of them. */
const meanings: Readonly<Record<string, Meaning>> = {
  oidc_url: 'issuer',
  customer_id: 'customerId',
  client_id: 'clientId',
  client_secret: 'clientSecret',
};

/**
 * Groups the settings of a text by JSON object or block of lines, and by prefix. A group holds a secret only if it certainly
 * belongs to the rest. No value is a reference or placeholder.
 */
export function settingGroups(text: string): readonly SettingGroup[] {
  const json: unknown = parseJson(text);
  return (json === undefined ? lineBlocks(text) : jsonBlocks(json)).flatMap(groupsIn);
}

/** Groups named values that belong together, such as the fields of a form. */
export function groupsOf(
  named: readonly (readonly [name: string, value: string])[],
): readonly SettingGroup[] {
  return apart(named.flatMap(([name, value]) => settingOf(name, value))).flatMap(groupsIn);
}

/** Groups the settings of a block by prefix. Values of configuration clients are not mixed with those of login clients. */
function groupsIn(block: readonly Setting[]): SettingGroup[] {
  const byPrefix = new Map<string, Setting[]>();
  for (const setting of block) {
    const own = byPrefix.get(setting.prefix);
    if (own) own.push(setting);
    else byPrefix.set(setting.prefix, [setting]);
  }
  return [...byPrefix].map(([prefix, own]) => {
    const isConfiguration = own.some(({ meaning, ...each }) => each.isConfiguration && !isAddress(meaning));
    const valueOf = (sought: Meaning) =>
      own.find(
        ({ meaning, ...each }) =>
          meaning === sought && (isAddress(meaning) || each.isConfiguration === isConfiguration),
      )?.value;
    return {
      ...{ prefix, isConfiguration, issuer: valueOf('issuer'), customerId: valueOf('customerId') },
      ...{ clientId: valueOf('clientId'), clientSecret: valueOf('clientSecret') },
    };
  });
}

/** The setting with a name; none if a profile has no such value. */
function settingOf(written: string, value: string | undefined): Setting[] {
  const name = written
    .trim()
    .replace(/([a-z\d])(?=[A-Z])/g, '$1_')
    .toLowerCase()
    .replace(/[^a-z\d]+/g, '_');
  const [, before = '', known = ''] =
    /^(?:(.+)_)?(oidc_url|customer_id|client_id|client_secret)$/.exec(name) ?? [];
  const meaning = meanings[known];
  if (!meaning) return [];
  const prefix = before.replace(/(?:^|_)config(?:uration)?$/, '');
  const isUsed = value !== undefined && value !== '' && (isAddress(meaning) || !isReference(value));
  return [{ prefix, isConfiguration: prefix !== before, meaning, value: isUsed ? value : undefined }];
}

function isAddress(meaning: Meaning): boolean {
  return meaning === 'issuer' || meaning === 'customerId';
}

/**
 * Whether a value refers to a secret instead of being one: a template, a call, a dotted path, an address in a secret store,
 * or plain words. IDs and secrets of the service have digits.
 */
function isReference(value: string): boolean {
  return (
    /\$[{(]|\{\{|<%|#\{|^\{.*\}|^[%<[].*[%>\]]$|^__.*__$/.test(value) ||
    /^(?:[a-z][\w+.-]*:\/\/|arn:|vault:)/i.test(value) ||
    /^[@!]?[\w.:-]*\(.*\)$|^ENC\[.*\]$/.test(value) ||
    /^@?[a-z_]\w*(?:\.[a-z_]\w*)+$/i.test(value) ||
    /^(?:your|my)[-_ ]|^~$|^[a-z]+(?:[-_ .][a-z]+)*$/i.test(value)
  );
}

// JSON

/** The settings of each object. The only client of a text inherits address and customer of the objects around it. */
function jsonBlocks(json: unknown): readonly (readonly Setting[])[] {
  const objects: { own: readonly Setting[]; around: readonly Setting[] }[] = [];
  const read = (value: unknown, around: readonly Setting[]): void => {
    if (Array.isArray(value)) for (const each of value) read(each, around);
    const object = jsonObject(value);
    if (!object) return;
    // Kubernetes Secrets hold base64.
    const members = Object.entries(object).filter(
      ([name]) => !(name === 'data' && object['kind'] === 'Secret'),
    );
    const own = members.flatMap(([name, each]) =>
      typeof each === 'string' ? settingOf(name, each) : namedValues(each),
    );
    if (own.length > 0) objects.push(...apart(own).map(each => ({ own: each, around })));
    const addresses = own.filter(({ meaning }) => isAddress(meaning));
    for (const [, each] of members) read(each, addresses.length > 0 ? addresses : around);
  };
  read(json, []);
  const isAlone = objects.filter(({ own }) => own.some(({ meaning }) => !isAddress(meaning))).length === 1;
  return objects.map(({ own, around }) =>
    isAlone && !own.some(({ meaning }) => isAddress(meaning)) ? [...around, ...own] : own,
  );
}

/** `[{"key": "client_id", "value": "…"}]`, as in Postman environments, without those that are switched off. */
function namedValues(list: unknown): Setting[] {
  if (!Array.isArray(list)) return [];
  return list.flatMap(each => {
    const { key, name = key, value, enabled } = jsonObject(each) ?? {};
    if (enabled === false) return [];
    return typeof name === 'string' && typeof value === 'string' ? settingOf(name, value) : [];
  });
}

// Lines

/** What shells, Dockerfiles and lists write before a name. */
const beforeName = /^(?:(?:export|set|setx|env|ENV|ARG|const|let|var|-e|--env|[-*+])\s+|\$(?:env:)?)+/;

const namedValue = /^["'`]?([a-z][\w .-]{0,60}?)["'`]?\s*(?:=>|:=|[:=\t])\s*(.*)/is;

type Line =
  | { readonly kind: 'setting'; readonly setting: Setting }
  /** A `border` separates blocks. A `gap` does so only if a setting is repeated. */
  | { readonly kind: 'border' | 'gap' }
  | { readonly kind: 'other' };

/** Whether a setting occurs twice, so that there are several clients. */
function isRepeated(settings: readonly Setting[]): boolean {
  return new Set(settings.map(keyOf)).size < settings.length;
}

function keyOf({ prefix, isConfiguration, meaning }: Setting): string {
  return `${meaning} ${isConfiguration ? 'configuration' : ''} ${prefix}`;
}

/** The settings of lines, in blocks. A secret between two clients belongs to neither. */
function lineBlocks(text: string): readonly (readonly Setting[])[] {
  return splitAt(linesIn(text), ['border'])
    .flatMap(block => (isRepeated(settingsIn(block)) ? splitAt(block, ['gap']) : [block]))
    .flatMap(block => apart(settingsIn(block)));
}

function settingsIn(lines: readonly Line[]): Setting[] {
  return lines.flatMap(line => (line.kind === 'setting' ? [line.setting] : []));
}

function splitAt(lines: readonly Line[], kinds: readonly Line['kind'][]): Line[][] {
  const blocks: Line[][] = [[]];
  for (const line of lines) {
    if (kinds.includes(line.kind)) blocks.push([]);
    else blocks.at(-1)?.push(line);
  }
  return blocks;
}

/** Starts a new block at each repeated name. Drops the secrets if the blocks differ, because their owners are unclear. */
function apart(settings: readonly Setting[]): Setting[][] {
  if (!isRepeated(settings)) return [[...settings]];
  const blocks: Setting[][] = [[]];
  let keys = new Set<string>();
  const counts = new Map<string, number>();
  for (const setting of settings) {
    const key = keyOf(setting);
    counts.set(key, (counts.get(key) ?? 0) + 1);
    if (keys.has(key)) {
      blocks.push([]);
      keys = new Set();
    }
    keys.add(key);
    blocks.at(-1)?.push(setting);
  }
  const isEven = new Set(counts.values()).size === 1;
  return isEven ? blocks : blocks.map(block => block.filter(({ meaning }) => meaning !== 'clientSecret'));
}

function linesIn(text: string): Line[] {
  const written = text.split(/\r\n|\n|\r|(?:;|&&)[^\S\n]*(?=(?:export|set)[^\S\n]|\$env:)/);
  const lines = written.map(line => line.trim());
  const isKubernetesSecret = lines.some(line => /^(?:- )?kind:\s*["']?Secret\b/.test(line));
  let isEncoded = false;
  let isAfterGap = true;
  const read = (line: string, index: number): Line => {
    const isFirst = isAfterGap;
    isAfterGap = line === '';
    if (line === '') return { kind: 'gap' };
    if (/^(?:#|\/\/|;|<!--|rem\s)/i.test(line)) return { kind: isFirst ? 'border' : 'gap' };
    const [, name = '', value = ''] = nameAndValue(line) ?? [];
    const [setting] = name === '' ? besideOrBelow(lines, index) : settingOf(name, plainValue(value));
    if (setting && !isEncoded) return { kind: 'setting', setting };
    if (/^\w+:$/.test(line)) isEncoded = isKubernetesSecret && line === 'data:';
    // A heading, or a parent of other names.
    const isBorder = /^\[.*\]$|^([-=*_])\1{2,}$|[{}]\s*[,;]?$|^[^=]*:$/.test(line);
    return { kind: isBorder ? 'border' : 'other' };
  };
  const ends = endsOfParents(written);
  return lines.flatMap((line, index): Line[] =>
    ends.has(index) ? [{ kind: 'border' }, read(line, index)] : [read(line, index)],
  );
}

/** The lines after what is indented below a parent or an item of a list, as in YAML. */
function endsOfParents(lines: readonly string[]): ReadonlySet<number> {
  const ends = new Set<number>();
  let parent: number | undefined;
  let hasChildren = false;
  for (const [index, line] of lines.entries()) {
    const words = line.trim();
    if (words === '' || words.startsWith('#')) continue;
    const column = line.indexOf(words);
    const isBelow = parent !== undefined && column > parent;
    if (hasChildren && !isBelow) ends.add(index);
    hasChildren = isBelow;
    if (!/^(?:- |[^=]*:$)/.test(words)) continue;
    parent = column;
    hasChildren = false;
  }
  return ends;
}

function nameAndValue(line: string): readonly string[] | null {
  const [row, name = '', value = ''] = /^\|([^|]*)\|([^|]*)\|/.exec(line) ?? [];
  if (row !== undefined) return [line, name.trim().replace(/[`*]/g, ''), value.trim()];
  const bare = line.replace(beforeName, '');
  // `set "NAME=value"` of cmd
  return namedValue.exec(bare !== line && /^"[^"]*"$/.test(bare) ? bare.slice(1, -1) : bare);
}

/** `name value`, or the value below its name, as in text copied from the console. */
function besideOrBelow(lines: readonly string[], index: number): Setting[] {
  const [, name = '', beside = ''] = /^(\S+)(?:\s+(?!\s)(.*))?$/.exec(lines[index] ?? '') ?? [];
  const isBelow = beside === '';
  const below = isBelow ? (lines.slice(index + 1, index + 4).find(line => line !== '') ?? '') : '';
  return settingOf(name, plainValue(isBelow ? below : beside));
}

/**
 * The value after a name, without quotes and comment. Undefined if a shell or configuration language might read another
 * value.
 */
function plainValue(text: string): string | undefined {
  const [, quoted, word] =
    /^(?:("(?:[^"\\]|\\.)*"|'[^'\\]*'|`[^`\\]*`)|([\w.~+/=:%@^!?-]+))(?:\s*[,;])?(?:\s+(?:#|\/\/|;).*)?$/.exec(
      text,
    ) ?? [];
  if (quoted !== undefined) return unquoted(quoted);
  if (word === undefined || /^[%@!?~^:-]|%\w+%/.test(word)) return undefined;
  // A variable name, as in programs.
  return /^[a-z_]\w{0,14}$/i.test(word) ? undefined : word;
}

function unquoted(quoted: string): string | undefined {
  const inside = quoted.slice(1, -1);
  if (!quoted.startsWith('"')) return inside;
  // A shell would expand this, JSON would not.
  if (/\$\w/.test(inside)) return undefined;
  if (!inside.includes('\\')) return inside;
  const decoded: unknown = parseJson(quoted);
  return typeof decoded === 'string' ? decoded : undefined;
}
