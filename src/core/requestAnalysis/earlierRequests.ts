import { addToList } from '../common/collections';
import type { Lines } from '../common/lines';
import type { HttpDialect } from '../requests/blocks';
import { listRequests } from '../requests/findRequests';
import type { WrittenRequest } from '../requests/request';

/** A request that httpYac sends before another one, because that one refers to it (`@ref`, `@forceRef`). */
export interface EarlierRequest {
  /** As it is written. */
  readonly name: string;
  /** Undefined if only httpYac knows which request of the document, or of another one, has this name. */
  readonly request: WrittenRequest | undefined;
}

/** Dashes are no part of the names of metadata, and a quote before the value none of it (httpYac, "Meta Data"). */
const metadata = /^\s*(?:#+|\/{2,})\s*@(ref|force-?ref|name)\s(.*)$/i;
/** The title of a separator is the name of a request without `@name`. */
const title = /^\s*#{3,}(?!#)(.*)$/;

const valueIn = (written: string): string => written.trim().replace(/^"|"$/g, '');

/** The requests that httpYac sends before one of a document, also those that these refer to. Each once, in linear time. */
export function earlierRequests(
  lines: Lines,
  dialect: HttpDialect,
  { firstLine: start }: Pick<WrittenRequest, 'firstLine'>,
): readonly EarlierRequest[] {
  const requests = listRequests(lines, dialect);
  const inRequests = new Set<number>();
  const named = new Map<string, WrittenRequest[]>();
  const references = new Map<number, string[]>();
  for (const request of requests) {
    const { firstLine, lastLine } = request;
    const names = new Set<string>();
    const [, above = ''] = (firstLine > 0 ? title.exec(lines.line(firstLine - 1)) : undefined) ?? [];
    if (above.trim() !== '') names.add(above.trim());
    const found: string[] = [];
    for (let line = firstLine; line <= lastLine; line++) {
      inRequests.add(line);
      const [, key = '', written = ''] = metadata.exec(lines.line(line)) ?? [];
      const value = valueIn(written);
      if (value === '') continue;
      if (/^name$/i.test(key)) names.add(value);
      else found.push(value);
    }
    references.set(firstLine, found);
    for (const name of names) addToList(named, name, request);
  }
  const earlier: EarlierRequest[] = [];
  const seen = new Set<string>();
  const followed = new Set<WrittenRequest>();
  const open = [...(references.get(start) ?? [])];
  // Those of a block without a request count for all requests.
  for (let line = 0; line < lines.lineCount; line++) {
    const [, key = '', written = ''] =
      (inRequests.has(line) ? undefined : metadata.exec(lines.line(line))) ?? [];
    if (written !== '' && !/^name$/i.test(key)) open.push(valueIn(written));
  }
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    if (seen.has(name)) continue;
    seen.add(name);
    // httpYac fills variables in references, and not in names.
    const known = name.includes('{{') ? [] : (named.get(name) ?? []);
    if (known.length === 0) earlier.push({ name, request: undefined });
    for (const request of known) {
      if (followed.has(request)) continue;
      followed.add(request);
      earlier.push({ name, request });
      for (const each of references.get(request.firstLine) ?? []) open.push(each);
    }
  }
  return earlier;
}
