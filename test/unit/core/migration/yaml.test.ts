import assert from 'node:assert/strict';
import { parse } from 'yaml';
import { yamlText } from '../../../../src/core/migration/yaml';

describe('yamlText', () => {
  const texts = [
    ...[
      '',
      ' ',
      'true',
      'null',
      '1',
      '- a',
      'a: b',
      '# c',
      '"',
      "'",
      '\\',
      '\n',
      '\r',
      '\t',
      '\0',
      '\u0085',
      '\u2028',
    ],
    ...[
      '\ufeff',
      '👩‍👧',
      '\u202e',
      '&a',
      '*a',
      '!!x',
      '%',
      '@',
      '`',
      '{}',
      '[]',
      '|',
      '>',
      '~',
      '---',
      '...',
      'x'.repeat(5000),
    ],
  ];

  it('writes what a reader of YAML gets back', () => {
    const value = {
      texts,
      numbers: [0, -1, 1.5, 31_557_600],
      flags: [true, false],
      empty: { list: [], object: {} },
      nested: [[['deep']], { a: { b: [{ c: 'd' }, { e: ['f'] }] } }],
      ...Object.fromEntries(texts.filter(text => text.length < 1000).map((text, index) => [text, index])),
    };
    assert.deepEqual(parse(yamlText(value)), value);
  });
});
