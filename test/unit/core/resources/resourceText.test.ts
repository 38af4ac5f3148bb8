import assert from 'node:assert/strict';
import { parseJson } from '../../../../src/core/json/json';
import { parseJsonTree } from '../../../../src/core/json/jsonTree';
import { findDuplicateMember } from '../../../../src/core/resources/duplicateMembers';
import { isEquivalentJson } from '../../../../src/core/resources/equivalentJson';
import { alignMembers, withTitleFirst } from '../../../../src/core/resources/memberOrder';
import {
  findMissingSecret,
  toRequestBody,
  toDocumentText,
} from '../../../../src/core/resources/resourceText';
import { lostSecret, secretPlaceholder } from '../../../../src/core/resources/secretPlaces';
import { problemOf } from '../../../support/fakes';

const secret = 'owner-s3cret-value';
const policy = `{"id":"1","title":"Shop","big":12345678901234567890,"one":1.0,"esc":"\\u00e9\\/","identityStoreDetails":{"type":"janrainCapture","connectionDetails":{"clientId":"c","clientSecret":"${secret}"}},"later":null}`;

describe('toDocumentText', () => {
  it('does not make JSON many times longer that is deep and wide', () => {
    const deep = `${'{"a":['.repeat(14)}1${']}'.repeat(14)}`;
    const members = Array.from({ length: 4_000 }, (_, index) => `"m${index}":${deep}`).join();
    const body = `{"clientSecret":"${secret}",${members}}`;
    const text = toDocumentText(body);
    assert.equal(text, `${body.replace(secret, secretPlaceholder)}\n`);
    assert.equal(toRequestBody(text, body).trim(), body);
  });

  it('indents, masks the secret, and leaves every other value unchanged', () => {
    assert.equal(
      toDocumentText(policy),
      `{
  "id": "1",
  "title": "Shop",
  "big": 12345678901234567890,
  "one": 1.0,
  "esc": "\\u00e9\\/",
  "identityStoreDetails": {
    "type": "janrainCapture",
    "connectionDetails": {
      "clientId": "c",
      "clientSecret": "${secretPlaceholder}"
    }
  },
  "later": null
}
`,
    );
  });

  const masked: [body: string, text: string][] = [
    ['{"secret":"s3"}', `"secret": "${secretPlaceholder}"`],
    ['{"client_secret":"s3"}', `"client_secret": "${secretPlaceholder}"`],
    ['{"ClientSecret":424242}', `"ClientSecret": "${secretPlaceholder}"`],
    ['{"a":[{"clientSecret":"s3"}]}', `"clientSecret": "${secretPlaceholder}"`],
    ['{"clientSecret":"s3","clientSecret":"s4"}', `"clientSecret": "${secretPlaceholder}"`],
    ['{"clientSecret":["s3",424242]}', `"${secretPlaceholder}",\n    "${secretPlaceholder}"`],
    ['{"secret":{"value":"s3","of":[{"a":"s4"}]}}', `"a": "${secretPlaceholder}"`],
    ['{"Authorization":"s3"}', `"Authorization": "${secretPlaceholder}"`],
    ['{"headers":{"x-api-key":"s3"}}', `"x-api-key": "${secretPlaceholder}"`],
    ['{"smtpPassword":"s3","accessTokens":["s4"]}', `"smtpPassword": "${secretPlaceholder}"`],
    ['{"apiKey":{"value":"s3"}}', `"value": "${secretPlaceholder}"`],
    ['{"tokens":[{"of":{"a":"s3"}}]}', `"a": "${secretPlaceholder}"`],
    ['{"credentials":{"user":"s3","pass":"s4"}}', `"pass": "${secretPlaceholder}"`],
    ['{"secrets":["s3"]}', `"${secretPlaceholder}"`],
    ['{"tokens":{"id_token":"s3"}}', `"id_token": "${secretPlaceholder}"`],
    ['{"paidToken":"s3"}', `"paidToken": "${secretPlaceholder}"`],
  ];
  for (const [body, text] of masked) {
    it(`masks the secret of ${body}`, () => {
      const shown = toDocumentText(body);
      assert.ok(shown.includes(text), shown);
      assert.ok(!/s3|s4|424242/.test(shown), shown);
    });
  }

  for (const body of [
    '{"clientSecret":""}',
    '{"clientSecret":{"isSet":true}}',
    '{"secretary":"x"}',
    '{"password":{"minLength":8,"rule":"long"},"token":5}',
    '{"tokenPolicy":"x"}',
    '{"id_token":"RS256","idToken":["x"],"id_token_signed_response_alg":"RS256"}',
  ]) {
    it(`masks nothing in ${body}`, () => {
      assert.ok(!toDocumentText(body).includes(secretPlaceholder));
    });
  }
});

describe('toRequestBody', () => {
  it('puts the secret back, and changes nothing else', () => {
    const edited = toDocumentText(policy).replace('"Shop"', '"Web shop"');
    const sent = toRequestBody(edited, policy);
    assert.equal(sent, edited.replace(secretPlaceholder, secret));
  });

  it('takes the current secret, also if it has escapes', () => {
    const now = '{"a":{"clientSecret":"n\\u0065w\\"er"}}';
    assert.equal(toRequestBody(`{"a":{"clientSecret":"${secretPlaceholder}"}}`, now), now);
  });

  it('sends a secret that was entered', () => {
    assert.equal(
      toRequestBody('{"clientSecret":"entered"}', '{"clientSecret":"old"}'),
      '{"clientSecret":"entered"}',
    );
  });

  for (const [edited, kept] of [
    [`{"title":"${secretPlaceholder}"}`, '{"title":"t","clientSecret":"s"}'],
    [`{"clientSecret":"${secretPlaceholder}"}`, '{}'],
    [`{"b":{"clientSecret":"${secretPlaceholder}"}}`, '{"a":{"clientSecret":"s"}}'],
  ] as const) {
    it(`refuses a mask that stands for nothing: ${edited}`, async () => {
      const problem = await problemOf(Promise.resolve().then(() => toRequestBody(edited, kept)));
      assert.equal(problem.kind, 'invalidInput');
      assert.ok(!problem.message.includes('"s"'));
    });
  }

  for (const mask of [
    `${secretPlaceholder}S3cret`,
    secretPlaceholder.slice(1),
    `${secretPlaceholder} `,
    '•x',
  ]) {
    it(`refuses a secret with a part of a mask in it: “${mask}”`, async () => {
      for (const kept of ['{"clientSecret":"s"}', '{}']) {
        const edited = JSON.stringify({ clientSecret: mask });
        const { kind, facts } = await problemOf(Promise.resolve().then(() => toRequestBody(edited, kept)));
        assert.deepEqual([kind, facts.path], ['invalidInput', ['clientSecret']]);
      }
    });
  }

  it('sends other members with the character of a mask', () => {
    assert.equal(toRequestBody('{"title":"• one"}', '{}'), '{"title":"• one"}');
  });
});

describe('toRequestBody, of a list with secrets', () => {
  const list = (...entries: readonly string[]) => `{"providers":[${entries.join(',')}]}`;
  const entry = (name: string, secret: string, rest = '') =>
    `{"name":"${name}"${rest},"clientSecret":"${secret}"}`;
  const [a, b, c] = [entry('a', 'SA'), entry('b', 'SB'), entry('c', 'SC')];
  const masked = (name: string, rest = '') => entry(name, secretPlaceholder, rest);

  const puts: readonly [what: string, kept: string, edited: string, sent: string][] = [
    ['an entry is removed', list(a, b), list(masked('b')), list(b)],
    ['entries are moved', list(a, b, c), list(masked('c'), masked('a'), masked('b')), list(c, a, b)],
    [
      'one is added before',
      list(a, b),
      list(entry('n', 'SN'), masked('a'), masked('b')),
      list(entry('n', 'SN'), a, b),
    ],
    [
      'one is changed, and another one removed',
      list(a, b),
      list(masked('b', ',"url":"u"')),
      list(entry('b', 'SB', ',"url":"u"')),
    ],
    [
      'one is renamed, and nothing else',
      list(a, b),
      list(masked('a'), masked('z')),
      list(a, entry('z', 'SB')),
    ],
    [
      'an id tells more than a name',
      list('{"id":1,"name":"a","secret":"S1"}', '{"id":2,"name":"b","secret":"S2"}'),
      list(`{"id":2,"name":"a","secret":"${secretPlaceholder}"}`),
      list('{"id":2,"name":"a","secret":"S2"}'),
    ],
    [
      'two that look alike stay',
      list('{"secret":"1"}', '{"secret":"2"}', a),
      list(`{"secret":"${secretPlaceholder}"}`, `{"secret":"${secretPlaceholder}"}`),
      list('{"secret":"1"}', '{"secret":"2"}'),
    ],
    [
      'two hide the same',
      list('{"secret":"1"}', '{ "secret": "1" }'),
      list(`{"secret":"${secretPlaceholder}"}`),
      list('{"secret":"1"}'),
    ],
    [
      'lists are in lists',
      `{"x":[{"name":"one","all":[${a},${b}]},{"name":"two","all":[${c}]}]}`,
      `{"x":[{"name":"two","all":[${masked('c')}]},{"name":"one","all":[${masked('b')}]}]}`,
      `{"x":[{"name":"two","all":[${c}]},{"name":"one","all":[${b}]}]}`,
    ],
    [
      'it is a list of secrets',
      '{"secrets":["1","2"]}',
      `{"secrets":["${secretPlaceholder}","${secretPlaceholder}"],"x":1}`,
      '{"secrets":["1","2"],"x":1}',
    ],
  ];
  for (const [what, kept, edited, sent] of puts) {
    it(`puts each secret back where it was: ${what}`, () => {
      assert.equal(toRequestBody(edited, kept), sent);
    });
  }

  const refused: readonly [what: string, kept: string, edited: string][] = [
    [
      'one of two that look alike was removed',
      list('{"secret":"1"}', '{"secret":"2"}'),
      list(`{"secret":"${secretPlaceholder}"}`),
    ],
    ['one of a list of secrets was removed', '{"secrets":["1","2"]}', `{"secrets":["${secretPlaceholder}"]}`],
    ['all are renamed', list(a, b), list(masked('y'), masked('z'))],
    ['one is renamed and one removed', list(a, b), list(masked('z'))],
    ['one is there that never was', list(a), list(masked('a'), masked('z'))],
  ];
  for (const [what, kept, edited] of refused) {
    it(`refuses to guess: ${what}`, async () => {
      const problem = await problemOf(
        Promise.resolve().then(() => toRequestBody(edited, kept)),
        'invalidInput',
      );
      assert.match(`${problem.message} ${problem.nextStep}`, /Nothing was sent.*Enter the secret itself/);
    });
  }
});

describe('findMissingSecret', () => {
  it('finds one secret after the other, with its path', () => {
    let text = `{"title":"${secretPlaceholder}","a":{"secret":"${secretPlaceholder}"},"hooks":[{"secret":"known"},{"secret":"${lostSecret}"}]}`;
    const paths: string[] = [];
    for (let found = findMissingSecret(text); found; found = findMissingSecret(text)) {
      paths.push(found.path);
      text = found.fill(`"${paths.length}$&`);
    }
    assert.deepEqual(paths, ['a.secret', 'hooks.1.secret']);
    assert.deepEqual(JSON.parse(text), {
      title: secretPlaceholder,
      a: { secret: '"1$&' },
      hooks: [{ secret: 'known' }, { secret: '"2$&' }],
    });
  });

  it('finds none in a text that is not JSON', () => {
    assert.equal(findMissingSecret(''), undefined);
  });
});

describe('isEquivalentJson', () => {
  const table: [string, string, boolean][] = [
    ['{"a":1,"b":[1,2]}', ' { "b": [1, 2],\n "a": 1.0 } ', true],
    ['{"a":"é"}', '{"a":"\\u00e9"}', true],
    ['{"a":[1,2]}', '{"a":[2,1]}', false],
    ['{"a":1}', '{"a":1,"b":null}', false],
    ['{"a":{"b":1}}', '{"a":{"b":"1"}}', false],
    ['{"a":1e400}', '{"a":1e500}', false],
    ['{"a":1e400}', '{"a":-1e400}', false],
    ['{"a":1e400}', '{"a":null}', false],
    ['{"a":0.12345678901234567890}', '{"a":0.12345678901234567891}', false],
    ['{"a":12345678901234567890}', '{"a":"number 12345678901234567890"}', false],
    ['{"a":12345678901234567890}', '{"a":12345678901234567891}', false],
    ['{"a":[1500, 0.05, -0, 10, 1e400]}', '{"a":[1.50e3, 5E-2, 0.0, 1e+1, 10.0e399]}', true],
    ['{"a":-1}', '{"a":1}', false],
    ['{"a":1,"a":2}', '{"a":2}', true],
  ];
  for (const [one, other, expected] of table) {
    it(`${one} and ${JSON.stringify(other)}: ${String(expected)}`, () => {
      assert.equal(isEquivalentJson(one, other), expected);
    });
  }
});

describe('alignMembers', () => {
  const table: [body: string, other: string, expected: string][] = [
    [
      '{"id":1,"title":"a","b":{"y":1,"x":2}}',
      '{"title":"z","id":3}',
      '{"title":"a","id":1,"b":{"y":1,"x":2}}',
    ],
    ['{"a":1.0, "b":"\\u00e9"}', '{}', '{"a":1.0,"b":"\\u00e9"}'],
    ['{}', '{"a":1}', '{}'],
  ];
  for (const [body, other, expected] of table) {
    it(`${body} as ${other}`, () => {
      assert.equal(alignMembers(body, other), expected);
    });
  }
});

describe('withTitleFirst', () => {
  const table: [body: string, expected: string][] = [
    [
      '{"_links":{"self":{"href":"x"}},"id":"1","b":1.0,"title":"\\u00e9","a":{"title":1,"id":2}}',
      '{"title":"\\u00e9","b":1.0,"a":{"title":1,"id":2},"id":"1","_links":{"self":{"href":"x"}}}',
    ],
    ['{"id":"1","redirectURIs":[],"name":"a"}', '{"name":"a","redirectURIs":[],"id":"1"}'],
    ['{"a" : 1, "a" :  2e0}', '{"a" : 1,"a" :  2e0}'],
    ['{}', '{}'],
  ];
  for (const [body, expected] of table) {
    it(body, () => {
      assert.equal(withTitleFirst(body), expected);
    });
  }
});

describe('JSON that is nested too deep', () => {
  const deep = '['.repeat(2000) + ']'.repeat(2000);
  const endless = `{"a":${'['.repeat(500_000)}`;
  const reads: readonly [name: string, read: (text: string) => unknown][] = [
    ['toDocumentText', toDocumentText],
    ['toRequestBody, the edited text', text => toRequestBody(text, '{}')],
    ['toRequestBody, the current text', text => toRequestBody('{}', text)],
    ['isEquivalentJson', text => isEquivalentJson(text, '{}')],
    ['findDuplicateMember', text => findDuplicateMember(parseJsonTree(text))],
    ['alignMembers', text => alignMembers(text, '{}')],
    ['withTitleFirst', withTitleFirst],
  ];
  for (const [name, read] of reads) {
    it(`is refused by ${name}`, async () => {
      for (const text of [deep, endless]) {
        const { kind, message } = await problemOf(Promise.resolve().then(() => read(text)));
        assert.deepEqual([kind, message], ['invalidInput', 'The JSON is nested more than 32 levels deep.']);
      }
    });
  }

  it('has no values', () => {
    assert.equal(parseJson(deep), undefined);
    assert.equal(parseJson('['.repeat(500_000) + ']'.repeat(500_000)), undefined);
    assert.deepEqual(
      parseJson(`${'['.repeat(32)}1${']'.repeat(32)}`),
      JSON.parse(`${'['.repeat(32)}1${']'.repeat(32)}`),
    );
  });
});

describe('findDuplicateMember', () => {
  const cases: readonly [text: string, expected: string | undefined][] = [
    ['{"a":1,"b":{"a":2}}', undefined],
    ['{"a":1,"b":2,"a":3}', 'a'],
    ['{"a":[{"b":1},{"b":1,"c":2,"c":3}]}', 'a.1.c'],
  ];
  for (const [text, expected] of cases) {
    it(`${text}: ${String(expected)}`, () => {
      assert.equal(findDuplicateMember(parseJsonTree(text)), expected);
    });
  }
});
