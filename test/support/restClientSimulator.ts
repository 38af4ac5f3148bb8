import parseCommand from 'yargs-parser';

/** What REST Client gets from elsewhere than the file. This file only says what it would send; `restClient.ts` sends. */
export interface Surroundings {
  /** The variables of the selected environment. */
  readonly environment?: Readonly<Record<string, string>>;
  /** `rest-client.defaultHeaders` */
  readonly defaultHeaders?: Readonly<Record<string, string>>;
  /** The workspace's `.env`. */
  readonly dotenv?: Readonly<Record<string, string>>;
  /** The values of parts of answers, by reference. */
  readonly answers?: Readonly<Record<string, string>>;
  readonly isMarkdown?: boolean;
}

/** A request as it is sent. */
export interface Leaving {
  readonly url: string;
  readonly headers: ReadonlyMap<string, string>;
}

const variable = /^\s*@([^\s=]+)\s*=\s*(.*?)\s*$/;
const reference = /\{{2}(.+?)\}{2}/g;

/**
 * The request that REST Client sends for a line, by an independent implementation that follows REST Client's source
 * step by step and is not fast. Undefined if it sends nothing.
 */
export function sentByRestClient(text: string, line: number, around: Surroundings = {}): Leaving | undefined {
  const block = selected(text.split(/\r?\n/), line, around.isMarkdown ?? false);
  const lines = block?.filter(each => !/^\s*(?:#|\/{2})/.test(each)) ?? [];
  const isNothing = (each: string | undefined) => each?.trim() === '';
  while (lines.length > 0 && (isNothing(lines[0]) || variable.test(lines[0] ?? ''))) lines.shift();
  while (isNothing(lines.at(-1))) lines.pop();
  const [first] = lines;
  if (first === undefined || /^\s*HTTP\/[\d.]+/.test(first)) return undefined;
  const filled = filledIn(lines.join('\n'), text, around);
  return /^\s*curl/i.test(filled) ? sentByCurl(filled, around) : sentByLines(filled.split('\n'), around);
}

/** The lines of the fence, or of the block between `###`, that a line is in. */
function selected(lines: readonly string[], line: number, isMarkdown: boolean): string[] | undefined {
  if (!isMarkdown) {
    const isBorder = (each: string | undefined) => /^#{3,}/.test(each ?? '');
    if (isBorder(lines[line])) return undefined;
    let [first, last] = [line, line];
    while (first > 0 && !isBorder(lines[first - 1])) first--;
    while (last < lines.length - 1 && !isBorder(lines[last + 1])) last++;
    return lines.slice(first, last + 1);
  }
  let start: number | undefined;
  for (const [index, text] of lines.entries()) {
    if (start !== undefined && /^```$/.test(text)) {
      if (start < line && line <= index) return lines.slice(start + 1, index);
      start = undefined;
    } else if (/^```(?:http|rest)$/.test(text)) start = index;
  }
  return undefined;
}

function filledIn(request: string, text: string, around: Surroundings): string {
  const requests = new Set(
    [...text.matchAll(/^\s*(?:#+|\/{2,})\s+@name\s+(\w+)\s*$/gm)].map(([, name]) => name),
  );
  const written = new Map<string, string>();
  for (const [, name = '', value = ''] of text.matchAll(new RegExp(variable, 'gm'))) {
    const escapes: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t' };
    written.set(
      name,
      value.replace(/\\(.?)/g, (_, letter: string) => escapes[letter] ?? letter),
    );
  }
  const outside = (name: string): string | undefined => {
    if (name.startsWith('$')) return systemValue(name, around);
    if (requests.has(name.split('.')[0])) return around.answers?.[name];
    return around.environment?.[name];
  };
  const values = new Map(
    [...written].map(([name, value]) => [
      name,
      value.replace(reference, (_, inside: string) => {
        const inner = inside.trim();
        return (written.has(inner) ? undefined : outside(inner)) ?? `{{${inner}}}`;
      }),
    ]),
  );
  putInEachOther(values);
  return request.replace(reference, (_, inside: string) => {
    const name = inside.trim();
    const isOther = name.startsWith('$') || requests.has(name.split('.')[0]);
    return (isOther ? undefined : values.get(name)) ?? outside(name) ?? `{{${name}}}`;
  });
}

/** First those without other variables in them. Names are used as patterns. */
function putInEachOther(values: Map<string, string>): void {
  const needs = new Map<string, number>();
  const neededBy = new Map<string, string[]>();
  const ready: string[] = [];
  for (const [name, value] of values) {
    const others = new Set(
      [...value.matchAll(reference)].map(([, inside = '']) => inside.trim()).filter(each => values.has(each)),
    );
    if (others.size === 0) ready.push(name);
    needs.set(name, others.size);
    for (const other of others) neededBy.set(other, [...(neededBy.get(other) ?? []), name]);
  }
  for (let name = ready.shift(); name !== undefined; name = ready.shift()) {
    for (const other of neededBy.get(name) ?? []) {
      const pattern = new RegExp(`{{\\s*${name}\\s*}}`, 'g');
      values.set(other, (values.get(other) ?? '').replace(pattern, values.get(name) ?? ''));
      const left = (needs.get(other) ?? 0) - 1;
      needs.set(other, left);
      if (left === 0) ready.push(other);
    }
  }
}

/** The text of a format stands for itself here, as in `"[x]"`. */
function systemValue(name: string, { dotenv }: Surroundings): string | undefined {
  const [, quoted] = /^\$(?:localD|d)atetime\s(?:'(.+)'|".+")/.exec(name.replace(/"/g, "'")) ?? [];
  if (quoted !== undefined) return quoted.replace(/[[\]]/g, '');
  if (/^\$processEnv\s/.test(name)) return 'TOKEN';
  if (/^\$(?:guid|timestamp|randomInt)\b/.test(name)) return '0';
  const [, key = ''] = /^\$dotenv\s%?([\w-.]+)/.exec(name) ?? [];
  return dotenv?.[key];
}

function sentByLines(lines: string[], around: Surroundings): Leaving {
  const ofUrl: string[] = [];
  do ofUrl.push(lines.shift()?.trim() ?? '');
  while (/^\s*[&?]/.test(lines[0] ?? ''));
  const end = lines.findIndex(each => each.trim() === '');
  const requestLine = ofUrl.join('');
  const url = requestLine
    .replace(/^(?:GET|POST|PUT|DELETE|PATCH|HEAD|OPTIONS|CONNECT|TRACE)\s+/i, '')
    .trim()
    .replace(/\s+HTTP\/.*$/i, '');
  const headers = headersOf(end < 0 ? lines : lines.slice(0, end), around);
  const host = headers.get('host');
  if (host === undefined || !url.startsWith('/')) {
    // A default host is for paths alone.
    const isOwn = lines.some(each => /^\s*host\s*:/i.test(each));
    return { url, headers: new Map([...headers].filter(([name]) => name !== 'host' || isOwn)) };
  }
  const [, port] = host.split(':');
  return { url: `${port === '443' || port === '8443' ? 'https' : 'http'}://${host}${url}`, headers };
}

function headersOf(lines: readonly string[], { defaultHeaders = {} }: Surroundings): Map<string, string> {
  const headers = new Map<string, string>();
  for (const line of lines) {
    const [written = ''] = line.split(':', 1);
    const name = written.trim().toLowerCase();
    const value = line.slice(written.length + 1).trim();
    const before = headers.get(name);
    headers.set(name, before === undefined ? value : `${before}${name === 'cookie' ? ';' : ','}${value}`);
  }
  for (const [name, value] of Object.entries(defaultHeaders)) {
    // If its name is spelled in another way than in the request, it is a header of its own, before that one.
    const isSame = lines.some(line => line.split(':', 1)[0]?.trim() === name);
    if (!isSame) headers.set(name.toLowerCase(), value);
  }
  return headers;
}

function sentByCurl(text: string, around: Surroundings): Leaving | undefined {
  const command = text
    .trim()
    .replace(/\\[\r\n]/g, '')
    .replace(/\s{2,}/g, ' ')
    .replace(/(-X)(GET|POST|PUT|DELETE|PATCH|HEAD|OPTIONS|CONNECT|TRACE)/, '$1 $2')
    .replace(/(?:-I|--head)(?=\s+)/, '-X HEAD');
  const read = parseCommand(command);
  const [, first] = read._;
  const url = [first, read['L'], read['location'], read['compressed'], read['url']].find(Boolean);
  // It has no such host, and fails.
  if (typeof url !== 'string') return undefined;
  const headers = [read['H'] ?? read['header'] ?? []].flat(1);
  // What is in quotes as a whole is not the name of a host, and it keeps them.
  return {
    url: url.replace(/^(["'])(.*)\1$/s, '$2'),
    headers: headersOf(headers.map(String), around),
  };
}
