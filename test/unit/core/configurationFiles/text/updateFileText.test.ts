import assert from 'node:assert/strict';
import {
  writeJson,
  isFileIssue,
  parseJsonFile,
} from '../../../../../src/core/configurationFiles/text/fileJson';
import { updateFileText } from '../../../../../src/core/configurationFiles/text/updateFileText';
import { isEquivalentJson } from '../../../../../src/core/resources/equivalentJson';
import { toDocumentText } from '../../../../../src/core/resources/resourceText';
import { pick, type Random, randomSource } from '../../../../support/mutations';

const plain = (text: string) => {
  const file = parseJsonFile(text);
  assert.ok(!isFileIssue(file), text);
  return writeJson(file.text, file.root);
};

describe('updateFileText', () => {
  const cases: readonly [what: string, before: string, wanted: string, after: string][] = [
    ['leaves a text that means the same', '{ "a" : 1.0 }', '{"a": 1}', '{ "a" : 1.0 }'],
    [
      'replaces a value in its place',
      '{\n  "a": 1, // one\n  "b": 2\n}\n',
      '{"a": 12345678901234567890, "b": 2}',
      '{\n  "a": 12345678901234567890, // one\n  "b": 2\n}\n',
    ],
    [
      'adds a member after the one that it follows, and after its comment',
      '{\n  "a": 1, // one\n  "c": 3 // three\n}\n',
      '{"a": 1, "b": "\\u00e9", "c": 3, "d": {"e": []}}',
      '{\n  "a": 1, // one\n  "b": "\\u00e9",\n  "c": 3, // three\n  "d": {\n    "e": []\n  }\n}\n',
    ],
    ['adds a first member', '{\n  "b": 2\n}\n', '{"a": 1, "b": 2}', '{\n  "a": 1,\n  "b": 2\n}\n'],
    ['fills an empty object', '{}', '{"a": 1}', '{\n  "a": 1\n}'],
    [
      'removes a member with the comment after it, and keeps the one above',
      '{\n  "a": 1,\n  // two\n  "b": 2, // b\n  "c": 3\n}\n',
      '{"a": 1, "c": 3}',
      '{\n  "a": 1,\n  // two\n  "c": 3\n}\n',
    ],
    ['adds to a list on one line', '{"a": ["x", "y"]}', '{"a": ["x", "z", "y"]}', '{"a": ["x", "z", "y"]}'],
    [
      'adds to a list with comments',
      '{\n\t"a": [\n\t\t// first\n\t\t"x",\n\t\t"y" // last\n\t]\n}',
      '{"a": ["w", "x", "y", "z"]}',
      '{\n\t"a": [\n\t\t// first\n\t\t"w",\n\t\t"x",\n\t\t"y", // last\n\t\t"z"\n\t]\n}',
    ],
    [
      'keeps CRLF and the byte order mark',
      '\ufeff{\r\n  "a": 1\r\n}\r\n',
      '{"a": 1, "b": [2]}',
      '\ufeff{\r\n  "a": 1,\r\n  "b": [\r\n    2\r\n  ]\r\n}\r\n',
    ],
    [
      'keeps markers on one line',
      '{\n  "b": 1\n}',
      '{"b": {"clientSecret": {"$secret": "keep"}}}',
      '{\n  "b": {\n    "clientSecret": {"$secret": "keep"}\n  }\n}',
    ],
    ['removes what is last on a line', '{"a": ["x", "y", "z"]}', '{"a": ["x"]}', '{"a": ["x"]}'],
    [
      'replaces what is last on a line',
      '{ "a": 1, "b": 2, "c": 3 }',
      '{"a": 1, "d": 4}',
      '{ "a": 1, "d": 4 }',
    ],
    [
      'removes members that share a line',
      '{\n  "a": 1, "b": 2,\n  // three\n  "c": 3\n}',
      '{"c": 3}',
      '{\n  // three\n  "c": 3\n}',
    ],
    [
      'adds, changes and removes at once',
      '{\n  "a": 1, // one\n  "b": {"x": 1}, // two\n  "c": 3 // three\n}',
      '{"n": 0, "a": 1, "m": 5, "b": {"x": 2, "y": 3}, "d": 4}',
      '{\n  "n": 0,\n  "a": 1, // one\n  "m": 5,\n  "b": {"x": 2, "y": 3}, // two\n  "d": 4\n}',
    ],
    [
      'keeps the comments of a list whose entries are all others',
      '{\n  "a": [\n    // ours\n    "x", // x\n    "y"\n  ],\n}',
      '{"a": ["z"]}',
      '{\n  "a": [\n    // ours\n    "z"\n  ],\n}',
    ],
    [
      'keeps the comma after the last entry',
      '{\n  "a": [\n    "x",\n    "y",\n  ]\n}',
      '{"a": ["x", "z"]}',
      '{\n  "a": [\n    "x",\n    "z",\n  ]\n}',
    ],
    ['replaces what is not JSON', '\ufeffx', '{\n  "a": 1\n}\n', '\ufeff{\n  "a": 1\n}\n'],
  ];
  for (const [what, before, wanted, after] of cases) {
    it(what, () => {
      assert.equal(updateFileText(before, wanted), after);
    });
  }

  it('changes only the given members', () => {
    assert.equal(updateFileText('{"a": 1, "b": 2}', '{"a": 3, "b": 4, "c": 5}', ['b']), '{"a": 1, "b": 4}');
  });

  it('writes members back as they were in a document', () => {
    const members = {
      id: 'p1',
      title: 'Shop',
      accessTokenLifetime: 600,
      allowedScopes: ['openid', 'email'],
      useAccessJWT: true,
      newMember: { a: [1] },
      _links: { self: { href: '/x' } },
    };
    const document = toDocumentText(JSON.stringify(members));
    const left: readonly (readonly string[])[] = [
      ['id'],
      ['allowedScopes'],
      ['_links'],
      ['title', 'accessTokenLifetime'],
      ['id', 'title'],
      ['id', 'allowedScopes', 'newMember', '_links'],
      Object.keys(members),
    ];
    for (const names of left) {
      const kept = Object.fromEntries(Object.entries(members).filter(([name]) => !names.includes(name)));
      assert.equal(updateFileText(toDocumentText(JSON.stringify(kept)), document, names), document);
    }
    const changed = document.replace('true', 'false').replace('"Shop"', '"My shop"');
    const restored = updateFileText(changed, document, ['useAccessJWT']);
    assert.equal(restored, document.replace('"Shop"', '"My shop"'));
  });

  it('means what is wanted and keeps the comments, whatever the two texts are', () => {
    const random = randomSource(2);
    for (let round = 0; round < 500; round++) {
      const [before, wanted] = [randomObject(random, 0, true), randomObject(random, 0, false)];
      const updated = updateFileText(before, wanted);
      assert.ok(isEquivalentJson(plain(updated), plain(wanted)), `${before}\n→ ${wanted}\n= ${updated}`);
      assert.equal(updateFileText(updated, wanted), updated);
      // A comment goes only with the member or list that it is in.
      const first = /^\{\s*\/\/ top/;
      if (first.test(before)) assert.match(updated, first, before);
    }
  });
});

/** An object with few names, so that two objects share some. */
function randomObject(random: Random, depth: number, hasComments: boolean): string {
  const names = ['a', 'b', 'c', 'd', '__proto__'].filter(() => random(2) === 0);
  if (random(3) === 0) names.reverse();
  const space = () => pick(random, hasComments ? ['', ' ', '\n', ' /* c */ ', ' // c\n'] : ['', ' ']);
  const members = names.map(
    name =>
      `${space()}"${name}"${space()}:${space()}${randomValue(random, depth + 1, hasComments)}${space()}`,
  );
  const trailing = hasComments && members.length > 0 && random(4) === 0 ? ',' : '';
  const top = hasComments && depth === 0 && random(2) === 0 ? ' // top\n' : '';
  return `{${top}${members.join(',')}${trailing}${space()}}`;
}

function randomValue(random: Random, depth: number, hasComments: boolean): string {
  const choice = random(depth > 3 ? 2 : 4);
  if (choice === 2) return randomObject(random, depth, hasComments);
  if (choice === 3) {
    const entries = Array.from({ length: random(5) }, () => randomValue(random, depth + 1, hasComments));
    return `[${entries.join(pick(random, [',', ', ', ',\n  ']))}]`;
  }
  return pick(random, ['1', '2', '1.0', '"x"', '"y,]"', 'null', '12345678901234567890', '"// no"']);
}
