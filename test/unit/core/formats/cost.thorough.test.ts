import assert from 'node:assert/strict';
import { type Lines, linesOf } from '../../../../src/core/common/lines';
import { brunoFormat } from '../../../../src/core/formats/bruno/brunoFormat';
import { hurlFormat } from '../../../../src/core/formats/hurl/hurlFormat';
import { openCollectionFormat } from '../../../../src/core/formats/openCollectionFormat';
import type { RequestFormat } from '../../../../src/core/formats/requestFormat';

/** Counts the lines that are read: a measure that a busy machine does not change. Stops what is not linear. */
function counted(lines: Lines): Lines {
  let reads = 0;
  return {
    lineCount: lines.lineCount,
    line(index) {
      reads++;
      assert.ok(reads <= lines.lineCount * 14 + 100, `more than ${reads} of ${lines.lineCount} lines read`);
      assert.ok(index >= 0 && index < lines.lineCount, `line ${index} of ${lines.lineCount}`);
      return lines.line(index);
    },
  };
}

const count = 1_000;
const many = (...lines: string[]) => Array.from({ length: count }, () => lines).flat();
const info = ['info:', '  type: http', 'http:', '  url: x'];
const deep = Array.from({ length: 500 }, (_, depth) => `${' '.repeat(depth + 2)}a${depth}:`);

const big: readonly { format: RequestFormat; name: string; lines: string[] }[] = [
  { format: brunoFormat, name: 'a text', lines: ['get {', '  url: x', '}', 'docs {', ...many('  }'), '}'] },
  {
    format: brunoFormat,
    name: 'headers',
    lines: ['get {', '}', 'headers {', ...many('  Authorization: Bearer x', '  a: b'), '}'],
  },
  {
    format: brunoFormat,
    name: 'blocks',
    lines: ['get {', '}', ...many('auth:bearer {', '  token: x', '}', '')],
  },
  { format: brunoFormat, name: 'open texts', lines: ['get {', ...many("  a: '''", "  @b('''"), '}'] },
  { format: brunoFormat, name: 'open lists', lines: ['get {', ...many('  a: ['), '}'] },
  { format: openCollectionFormat, name: 'a text', lines: [...info, 'docs: |', ...many('  auth:')] },
  {
    format: openCollectionFormat,
    name: 'headers',
    lines: [...info, '  headers:', ...many('    - name: Authorization', '      value: Bearer x')],
  },
  {
    format: openCollectionFormat,
    name: 'other headers',
    lines: [...info, '  headers:', ...many('    - name: a', '      value: authorization')],
  },
  {
    format: openCollectionFormat,
    name: 'keys',
    lines: [...info, ...many('').map((_, index) => `  k${index}: x`)],
  },
  { format: openCollectionFormat, name: 'deep nesting', lines: [...info, '  body:', ...deep] },
  { format: hurlFormat, name: 'requests', lines: many('# x', 'GET http://a', 'HTTP 200') },
  { format: hurlFormat, name: 'comments', lines: [...many('#'), 'GET http://a', ...many('#')] },
  { format: hurlFormat, name: 'blank lines below requests', lines: many('GET http://a', '', '', '') },
  {
    format: hurlFormat,
    name: 'headers',
    lines: ['GET http://a', ...many('Authorization: Bearer x', 'a: b')],
  },
  { format: hurlFormat, name: 'fences', lines: ['GET http://a', ...many('```', '```')] },
  { format: hurlFormat, name: 'an open fence', lines: ['GET http://a', '```', ...many('x')] },
  { format: hurlFormat, name: 'open XML', lines: ['GET http://a', ...many('<a>', '<!-- ', '"')] },
  { format: hurlFormat, name: 'JSON', lines: ['GET http://a', ...many('{'), ...many('}')] },
];

describe('the cost of the formats', () => {
  for (const { format, name, lines } of big) {
    it(`is linear with hundreds of cursors: ${name}`, () => {
      const cursors = Array.from({ length: 300 }, (_, index) => (index * 7919) % lines.length);
      for (const token of [format.reference, undefined]) {
        const from = counted(linesOf(lines.join('\n')));
        const { requests, refused } = format.plan(from, cursors, {
          token,
          eol: '\n',
          replaceOtherSchemes: true,
        });
        assert.ok(requests + refused.length > 0);
      }
    });
  }

  it('finds the requests above bodies of 2 MB', () => {
    const size = 2_000_000;
    const body = '  { "a": "GET http://a" }\n'.repeat(size / 25);
    plan(brunoFormat, `get {\n  url: x\n}\nbody:json {\n${body}}`, 1);
    plan(
      openCollectionFormat,
      `info:\n  type: http\nhttp:\n  url: x\n  body: |\n${body.replaceAll('  {', '    {')}`,
      1,
    );
    plan(hurlFormat, `GET http://a\n\`\`\`\n${body}\n\`\`\``, 1);
  });
});

function plan(format: RequestFormat, text: string, requests?: number): void {
  const found = format.plan(linesOf(text), [0], { token: format.reference, eol: '\n' });
  if (requests !== undefined) assert.equal(found.requests, requests);
}
