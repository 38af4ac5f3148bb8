import { jsonObject, parseJson } from '../common/json';

/** What a setting is to a profile. */
type Meaning = 'issuer' | 'customerId' | 'clientId' | 'clientSecret';

/** Settings that stand together, so that they are those of one client. */
export interface SettingGroup extends Readonly<Record<Meaning, string | undefined>> {
  /** What stands in front of the names, in small letters: `hl` of `HL_CLIENT_ID`. */
  readonly prefix: string;
  /** Whether its client has the name that only the console gives to one. */
  readonly isConfiguration: boolean;
}

interface Setting {
  readonly prefix: string;
  readonly isConfiguration: boolean;
  readonly meaning: Meaning;
  /** Undefined where it is masked, a reference, or anything but a plain value. */
  readonly value: string | undefined;
}

/** What the console calls its settings, and what people make of these names in files. */
const meanings: Readonly<Record<string, Meaning>> = {
  oidc_url: 'issuer',
  customer_id: 'customerId',
  client_id: 'clientId',
  client_secret: 'clientSecret',
};

/**
 * The settings of a text, JSON or lines, in groups: an object of JSON, a block of lines, names with the same prefix. A
 * secret is in a group only where it surely belongs to the rest of it, and no value is a reference or a placeholder.
 */
export function settingGroups(text: string): readonly SettingGroup[] {
  const json: unknown = parseJson(text);
  return (json === undefined ? lineBlocks(text) : jsonBlocks(json)).flatMap(groupsIn);
}

/** The same of what stands together under these names, such as the fields of a form. */
export function groupsOf(
  named: readonly (readonly [name: string, value: string])[],
): readonly SettingGroup[] {
  return apart(named.flatMap(([name, value]) => settingOf(name, value))).flatMap(groupsIn);
}

/** The settings of a block, those of one prefix together. The clients of the login are not those of the configuration. */
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

/** The setting that a name stands for; none where it is of no profile. */
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
 * Whether a value says where a secret is to be had, or that one belongs here: a template, a call, a path of names, an
 * address in a store of secrets, or plain words. IDs and secrets of the service have digits.
 */
function isReference(value: string): boolean {
  return (
    /\$[{(]|\{\{|<%|#\{|^\{.*\}|^[%<[].*[%>\]]$|^__.*__$/.test(value) ||
    /^(?:[a-z][\w+.-]*:\/\/|arn:|vault:)/i.test(value) ||
    /^[@!]?[\w.:-]*\(.*\)$/.test(value) ||
    /^@?[a-z_]\w*(?:\.[a-z_]\w*)+$/i.test(value) ||
    /^(?:your|my)[-_ ]|^~$|^[a-z]+(?:[-_ .][a-z]+)*$/i.test(value)
  );
}

// JSON

/** The settings of each object, with address and customer of what it stands in where no other client does. */
function jsonBlocks(json: unknown): readonly (readonly Setting[])[] {
  const objects: { own: readonly Setting[]; around: readonly Setting[] }[] = [];
  const read = (value: unknown, around: readonly Setting[]): void => {
    if (Array.isArray(value)) for (const each of value) read(each, around);
    const object = jsonObject(value);
    if (!object) return;
    // The values of a Secret of Kubernetes are base64.
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

/** `[{"key": "client_id", "value": "…"}]`, as Postman keeps the variables of an environment. */
function namedValues(list: unknown): Setting[] {
  if (!Array.isArray(list)) return [];
  return list.flatMap(each => {
    const { key, name = key, value } = jsonObject(each) ?? {};
    return typeof name === 'string' && typeof value === 'string' ? settingOf(name, value) : [];
  });
}

// Lines

/** What shells, containers and lists have in front of a name. */
const beforeName = /^(?:(?:export|set|setx|env|ENV|ARG|const|let|var|-e|--env|[-*+])\s+|\$(?:env:)?)+/;

const namedValue = /^["'`]?([a-z][\w .-]{0,60}?)["'`]?\s*(?:=>|:=|[:=\t])\s*(.*)$/i;

/** A line of a text that may hold settings. */
type Line =
  | { readonly kind: 'setting'; readonly setting: Setting }
  /** Between blocks, or only between settings of one. */
  | { readonly kind: 'border' | 'gap' }
  | { readonly kind: 'other' };

/** What comes again is another client's. */
function isRepeated(settings: readonly Setting[]): boolean {
  return new Set(settings.map(keyOf)).size < settings.length;
}

function keyOf({ prefix, isConfiguration, meaning }: Setting): string {
  return `${meaning} ${isConfiguration ? 'configuration' : ''} ${prefix}`;
}

/** The settings of lines, by blocks. Nobody can tell the owner of a secret that stands between two clients. */
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

/** A name that comes again begins the settings of another client; where one of them lacks some, secrets are nobody's. */
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
  const lines = text
    .split(/\r\n|\n|\r|(?:;|&&)[^\S\n]*(?=(?:export|set)[^\S\n]|\$env:)/)
    .map(line => line.trim());
  const isSecretOfKubernetes = lines.some(line => /^kind:\s*["']?Secret\b/.test(line));
  let isEncoded = false;
  let isAfterGap = true;
  return lines.map((line, index): Line => {
    if (line === '') {
      isAfterGap = true;
      return { kind: 'gap' };
    }
    const isFirst = isAfterGap;
    isAfterGap = false;
    if (/^(?:#|\/\/|;|<!--|rem\s)/i.test(line)) return { kind: isFirst ? 'border' : 'gap' };
    const [, name = '', value = ''] = nameAndValue(line) ?? [];
    const [setting] = name === '' ? besideOrBelow(lines, index) : settingOf(name, plainValue(value));
    if (setting && !isEncoded) return { kind: 'setting', setting };
    if (/^\w+:$/.test(line)) isEncoded = isSecretOfKubernetes && line === 'data:';
    // A heading, or a name that others belong to.
    const isBorder = /^\[.*\]$|^([-=*_])\1{2,}$|[{}]\s*[,;]?$|^[^=]*:$/.test(line);
    return { kind: isBorder ? 'border' : 'other' };
  });
}

function nameAndValue(line: string): readonly string[] | null {
  const row = /^\|\s*([^|]*?)\s*\|\s*([^|]*?)\s*\|/.exec(line);
  if (row) return [line, (row[1] ?? '').replace(/[`*]/g, ''), row[2] ?? ''];
  const bare = line.replace(beforeName, '');
  // `set "NAME=value"` of cmd
  return namedValue.exec(bare !== line && /^"[^"]*"$/.test(bare) ? bare.slice(1, -1) : bare);
}

/** `name value`, or the value below its name, as the console's page is copied. */
function besideOrBelow(lines: readonly string[], index: number): Setting[] {
  const [, name = '', beside = ''] = /^(\S+)(?:\s+(.*))?$/.exec(lines[index] ?? '') ?? [];
  const isBelow = beside === '';
  const below = isBelow ? (lines.slice(index + 1, index + 4).find(line => line !== '') ?? '') : '';
  return settingOf(name, plainValue(isBelow ? below : beside));
}

/**
 * The value that stands behind a name, without its quotes and a comment; undefined where that is not plain: where a
 * shell or a configuration language may make something else of it.
 */
function plainValue(text: string): string | undefined {
  const [, quoted, word] =
    /^(?:("(?:[^"\\]|\\.)*"|'[^'\\]*'|`[^`\\]*`)|([\w.~+/=:%@^!?-]+))(?:\s*[,;])?(?:\s+(?:#|\/\/|;).*)?$/.exec(
      text,
    ) ?? [];
  if (quoted !== undefined) return unquoted(quoted);
  if (word === undefined || /^[%@!?~^:-]|%\w+%/.test(word)) return undefined;
  // The name of something else, as in programs.
  return /^[a-z_]\w{0,14}$/i.test(word) ? undefined : word;
}

function unquoted(quoted: string): string | undefined {
  const inside = quoted.slice(1, -1);
  if (!quoted.startsWith('"')) return inside;
  // A shell puts something in there, and JSON does not: nobody knows which one reads it.
  if (/\$\w/.test(inside)) return undefined;
  if (!inside.includes('\\')) return inside;
  const decoded: unknown = parseJson(quoted);
  return typeof decoded === 'string' ? decoded : undefined;
}
