import { indentationOf, type Lines } from '../../common/lines';
import { deleteLines, insertLine, type TextEdit } from '../../common/textEdit';
import type { SentRequest } from '../../requestAnalysis/matchProfiles';
import { collectionReason, scriptReason, unknownHeaderReason } from '../../requests/doubtReasons';
import { filledText } from '../filledText';
import { singleRequestFormat } from '../singleRequestFormat';
import { lineNumbers, rangeOfLines, replaceValue } from '../valueEdits';
import { bruBlocks, type BruBlock, type BruPair } from './bruBlocks';

/**
 * Bruno's `.bru` files. The mode is `auth: bearer` in the block of the method, with `auth:bearer { token }`. Folders,
 * collections and environments have no request.
 */
export const brunoFormat = singleRequestFormat(lines => {
  const request = requestIn(lines);
  return (
    request && {
      line: request.method.first,
      sent: sentBy(request),
      mode: request.mode,
      headers: request.headers,
      inserted: (token, eol) => inserted(lines, request, token, eol),
      removed: () => removed(lines, request),
    }
  );
});

interface BruRequest {
  readonly blocks: readonly BruBlock[];
  readonly method: BruBlock;
  /** `auth` in the block of the method. */
  readonly mode: BruPair | undefined;
  /** The `Authorization` headers that are sent. */
  readonly headers: readonly BruPair[];
}

function sentBy({ blocks, method }: BruRequest): SentRequest {
  const headers = blocks.filter(({ name }) => name === 'headers').flatMap(({ pairs }) => pairs);
  const hasScript = blocks.some(({ name }) => name === 'script:pre-request');
  // Bruno fills in variables in names too.
  const unknown = headers.find(({ name, isEnabled }) => isEnabled && name.includes('{{'));
  const values = new Map(
    blocks
      .filter(({ name }) => name === 'vars:pre-request')
      .flatMap(({ pairs }) => pairs.filter(({ isEnabled }) => isEnabled))
      // `@name` is a variable that only this request has.
      .map(({ name, value }) => [name.replace(/^@/, ''), value]),
  );
  const valueOf = (name: string) => values.get(name);
  // Bruno takes the last one.
  const url = method.pairs.findLast(({ name, isEnabled }) => isEnabled && name === 'url')?.value ?? '';
  return {
    url: filledText(url, valueOf),
    hosts: headers
      .filter(({ name, isEnabled }) => isEnabled && name.trim().toLowerCase() === 'host')
      .map(({ value }) => filledText(value, valueOf)),
    doubt: hasScript ? scriptReason() : unknown && unknownHeaderReason(unknown.name),
    doubtOfVariables: collectionReason(),
  };
}

/** Undefined if the file does not have exactly one method. */
function requestIn(lines: Lines): BruRequest | undefined {
  const blocks = bruBlocks(lines) ?? [];
  const methods = blocks.filter(({ name }) =>
    /^(?:get|post|put|delete|patch|options|head|connect|trace|http)$/.test(name),
  );
  const method = methods[0];
  if (!method || methods.length > 1) return undefined;
  const headers = blocks
    .filter(({ name }) => name === 'headers')
    .flatMap(({ pairs }) =>
      pairs.filter(({ name, isEnabled }) => isEnabled && name.toLowerCase() === 'authorization'),
    );
  // Bruno takes the last one.
  const mode = method.pairs.findLast(({ name, isEnabled }) => isEnabled && name === 'auth');
  return { blocks, method, mode, headers };
}

function isOpen(mode: string): boolean {
  return mode === '' || mode === 'none';
}

function inserted(lines: Lines, request: BruRequest, token: string, eol: string): TextEdit[] {
  const { blocks, method, mode, headers } = request;
  const [header, ...further] = headers;
  // Without another authorization, use the header; otherwise the block, because the header would never be sent.
  if (header && isOpen(mode?.value ?? '')) {
    return [...replaceValue(lines, header, `Bearer ${token}`), ...deleted(lines, request, further, [])];
  }
  const lastPair = method.pairs.at(-1);
  const indentation = lastPair ? indentationOf(lines.line(lastPair.line)) : '  ';
  const modeEdits = mode
    ? replaceValue(lines, mode, 'bearer')
    : [insertLine(lines, (lastPair?.lastLine ?? method.first) + 1, `${indentation}auth: bearer`, eol)];

  const tokenLine = `${indentation}token: ${token}`;
  const block = ['auth:bearer {', tokenLine, '}'].join(eol);
  const bearers = blocks.filter(({ name }) => name === 'auth:bearer');
  const bearer = bearers.at(-1);
  const others = mode && mode.value !== 'bearer' ? blocksOf(request, mode.value) : [];
  if (bearer) {
    const pair = bearer.pairs.find(({ name, isEnabled }) => isEnabled && name === 'token');
    const tokenEdits = pair
      ? replaceValue(lines, pair, token)
      : [insertLine(lines, bearer.first + 1, tokenLine, eol)];
    const surplus = [...bearers.slice(0, -1), ...others];
    return [...modeEdits, ...tokenEdits, ...deleted(lines, request, headers, surplus)];
  }
  const [other, ...furtherOthers] = others;
  const blockEdit = other
    ? { range: rangeOfLines(lines, other), newText: block }
    : insertLine(lines, lineForBlock(request), eol + block, eol);
  return [...modeEdits, blockEdit, ...deleted(lines, request, headers, furtherOthers)];
}

/** Below the headers and parameters, where Bruno writes it. */
function lineForBlock({ blocks, method }: BruRequest): number {
  const above = blocks.findLast(({ name }) => /^(?:headers|query|params:\w+)$/.test(name));
  return Math.max(above?.last ?? 0, method.last) + 1;
}

function removed(lines: Lines, request: BruRequest): TextEdit[] {
  const { mode, headers } = request;
  if (!mode || isOpen(mode.value) || mode.value === 'inherit') return deleted(lines, request, headers, []);
  return [
    ...replaceValue(lines, mode, 'none'),
    ...deleted(lines, request, headers, blocksOf(request, mode.value)),
  ];
}

/** The blocks of a mode: `auth:oauth2`, `auth:oauth2:additional_params:…`. */
function blocksOf({ blocks }: BruRequest, mode: string): BruBlock[] {
  return blocks.filter(({ name }) => name === `auth:${mode}` || name.startsWith(`auth:${mode}:`));
}

/**
 * Deletes headers with their annotations, and blocks with the blank line above. Also deletes a block of headers that would
 * be empty: Bruno cannot read one with only blank lines.
 */
function deleted(
  lines: Lines,
  { blocks: all }: BruRequest,
  headers: readonly BruPair[],
  blocks: readonly BruBlock[],
): TextEdit[] {
  const removed = new Set(headers);
  const emptied = all.filter(
    ({ name, pairs }) => name === 'headers' && pairs.length > 0 && pairs.every(pair => removed.has(pair)),
  );
  for (const { pairs } of emptied) for (const pair of pairs) removed.delete(pair);
  const ofPairs = [...removed].map(({ firstLine, lastLine }) => ({ first: firstLine, last: lastLine }));
  const ofBlocks = [...emptied, ...blocks].map(({ first, last }) => {
    const hasBlankAbove = first > 0 && lines.line(first - 1).trim() === '';
    return { first: hasBlankAbove ? first - 1 : first, last };
  });
  return deleteLines(lines, lineNumbers([...ofPairs, ...ofBlocks]));
}
