import assert from 'node:assert/strict';
import { planNewRequest } from '../../../../src/core/catalogue/insertRequest';
import { linesOf } from '../../../../src/core/common/lines';
import { matchProfiles, requestTargets } from '../../../../src/core/requestAnalysis/matchProfiles';
import type { HttpDialect } from '../../../../src/core/requests/blocks';
import { listRequests } from '../../../../src/core/requests/findRequests';
import { profileWith } from '../../../support/fakes';
import { applied, withCursors } from '../../../support/textEdits';

const request = {
  title: 'New',
  lines: ['GET {{origin}}/new', 'A: b'],
  variables: { origin: 'https://h.example' },
};

function inserted(marked: string, dialect: HttpDialect = 'http', eol: '\n' | '\r\n' = '\n'): string {
  const { text, cursors } = withCursors(marked);
  const { edits, range } = planNewRequest(linesOf(text), cursors[0] ?? 0, request, { dialect, eol });
  const after = applied(text, edits);
  const found = after.split(/\r\n|\n|\r/).slice(range.first, range.last + 1);
  assert.ok(
    found.some(line => /^GET \{\{origin\d*\}\}\/new$/.test(line.trim())),
    found.join('|'),
  );
  assert.ok(
    found.every(line => line.trim() !== '@origin = https://h.example'),
    found.join('|'),
  );
  return after;
}

interface Case {
  readonly name: string;
  readonly before: string;
  readonly after: string;
  readonly dialect?: HttpDialect;
  readonly eol?: '\r\n';
}

const own = '### New\nGET {{origin}}/new\nA: b';
const other = own.replace('{{origin}}', '{{origin2}}');
const cases: readonly Case[] = [
  {
    name: 'an empty file: variables, then the request',
    before: '$$CURSOR$$',
    after: `@origin = https://h.example\n\n${own}\n`,
  },
  {
    name: 'a file of blank lines',
    before: '\n$$CURSOR$$\n',
    after: `@origin = https://h.example\n\n${own}\n\n\n`,
  },
  {
    name: 'in a body: after the request, never within it',
    before: '@origin = https://h.example\n\n### A\nPOST /a\n\n{\n  $$CURSOR$$"a": 1\n}\n\n### B\nGET /b\n',
    after: `@origin = https://h.example\n\n### A\nPOST /a\n\n{\n  "a": 1\n}\n\n${own}\n\n### B\nGET /b\n`,
  },
  {
    name: 'in the last request of a file that ends in a line break',
    before: '@origin = https://h.example\n\n###\nGET /a$$CURSOR$$\n',
    after: `@origin = https://h.example\n\n###\nGET /a\n\n${own}\n`,
  },
  {
    name: 'in the last request of a file that ends without a line break',
    before: '@origin = https://h.example\n\n###\nGET /a$$CURSOR$$',
    after: `@origin = https://h.example\n\n###\nGET /a\n\n${own}`,
  },
  {
    name: 'on a separator: after the request below it',
    before: '@origin = https://h.example\n$$CURSOR$$### A\nGET /a\n### B\nGET /b',
    after: `@origin = https://h.example\n### A\nGET /a\n\n${own}\n\n### B\nGET /b`,
  },
  {
    name: 'below a separator that waits for a request: it is its own',
    before: '@origin = https://h.example\n\n###\n$$CURSOR$$\n',
    after: '@origin = https://h.example\n\n###\n# New\nGET {{origin}}/new\nA: b\n\n',
  },
  {
    name: 'on the separator that ends a file',
    before: '@origin = https://h.example\n\n### Mine$$CURSOR$$',
    after: '@origin = https://h.example\n\n### Mine\n# New\nGET {{origin}}/new\nA: b',
  },
  {
    name: 'in a file whose first block has a request: the variables in a block of their own above it',
    before: 'GET /a\n$$CURSOR$$',
    after: `@origin = https://h.example\n\n###\nGET /a\n\n${own}\n`,
  },
  {
    name: 'in a file that begins with a separator',
    before: '### A\nGET /a$$CURSOR$$\n',
    after: `@origin = https://h.example\n\n### A\nGET /a\n\n${own}\n`,
  },
  {
    name: 'in a file with other variables: the missing one below them',
    before: '# My file\n@a = 1\n\n### A\n$$CURSOR$$GET /a\n',
    after: `# My file\n@a = 1\n@origin = https://h.example\n\n### A\nGET /a\n\n${own}\n`,
  },
  {
    name: 'in a file that begins with comments only: the variables below them, the request after that',
    before: '# My file$$CURSOR$$\n',
    after: `# My file\n\n@origin = https://h.example\n\n${own}\n`,
  },
  {
    name: 'after a saved response',
    before: '@origin = https://h.example\n###\nHTTP/1.1 200 OK$$CURSOR$$\n\n{}',
    after: `@origin = https://h.example\n###\nHTTP/1.1 200 OK\n\n{}\n\n${own}`,
  },
  {
    name: 'with the line ends of the file',
    before: 'GET /a$$CURSOR$$\r\n\r\n### B\r\nGET /b\r\n',
    after:
      '@origin = https://h.example\r\n\r\n###\r\nGET /a\r\n\r\n' +
      '### New\r\nGET {{origin}}/new\r\nA: b\r\n\r\n### B\r\nGET /b\r\n',
    eol: '\r\n',
  },
  {
    name: 'with mixed line ends: what was there stays',
    before: '@origin = https://h.example\r\n\n###\r\nGET /a$$CURSOR$$\n\r\n### B\nGET /b',
    after: `@origin = https://h.example\r\n\n###\r\nGET /a\n\n${own}\n\r\n### B\nGET /b`,
  },
  {
    name: 'where the block of a request has the name for another host: by another name',
    before: '### A\n@origin = https://evil.example\nGET {{origin}}/a$$CURSOR$$\n',
    after: `@origin2 = https://h.example\n\n### A\n@origin = https://evil.example\nGET {{origin}}/a\n\n${other}\n`,
  },
  {
    name: 'where that other name is there with its value: by that one',
    before: '@origin2 = https://h.example\n\n### A\n@origin = x\nGET /a$$CURSOR$$\n',
    after: `@origin2 = https://h.example\n\n### A\n@origin = x\nGET /a\n\n${other}\n`,
  },
  {
    name: 'where that other name means something else: by a third one',
    before: '@origin2 = y\n\n### A\n@origin = x\nGET /a$$CURSOR$$\n',
    after: `@origin2 = y\n@origin3 = https://h.example\n\n### A\n@origin = x\nGET /a\n\n${own.replace('{{origin}}', '{{origin3}}')}\n`,
  },
  {
    name: 'where the block of a request has the same value for itself: for all of the file',
    before: '### A\n@origin = https://h.example\nGET /a$$CURSOR$$\n',
    after: `@origin = https://h.example\n\n### A\n@origin = https://h.example\nGET /a\n\n${own}\n`,
  },
  {
    name: 'where a request asks for it: by another name',
    before: '### A\n# @prompt origin\nGET /a$$CURSOR$$\n',
    after: `@origin2 = https://h.example\n\n### A\n# @prompt origin\nGET /a\n\n${other}\n`,
  },
  {
    name: 'where the file gives it two values: by another name',
    before: '@origin = https://h.example\n@origin = y\n\n### A\nGET /a$$CURSOR$$\n',
    after: `@origin = https://h.example\n@origin = y\n@origin2 = https://h.example\n\n### A\nGET /a\n\n${other}\n`,
  },
  {
    name: 'Markdown: a paragraph is not torn apart',
    before: '# Title\n\nSome te$$CURSOR$$xt\ngoes on.\nMore.',
    after: `# Title\n\nSome text\ngoes on.\nMore.\n\n\`\`\`http\n@origin = https://h.example\n\`\`\`\n\n\`\`\`http\n${own}\n\`\`\``,
    dialect: 'markdown',
  },
  {
    name: 'Markdown: on a blank line between paragraphs',
    before: 'A\n$$CURSOR$$\nB\n\n```http\n@origin = https://h.example\n```\n',
    after: `A\n\n\`\`\`http\n${own}\n\`\`\`\n\nB\n\n\`\`\`http\n@origin = https://h.example\n\`\`\`\n`,
    dialect: 'markdown',
  },
  {
    name: 'Markdown: in a fence with a request, after it, since REST Client sends only the first one',
    before: '```http\n@origin = https://h.example\n###\nGET $$CURSOR$$/a\n```\nText',
    after: `\`\`\`http\n@origin = https://h.example\n###\nGET /a\n\`\`\`\n\n\`\`\`http\n${own}\n\`\`\`\n\nText`,
    dialect: 'markdown',
  },
  {
    name: 'Markdown: into a fence that waits for a request',
    before: 'Text\n```http\n$$CURSOR$$```\n',
    after: `Text\n\n\`\`\`http\n@origin = https://h.example\n\`\`\`\n\n\`\`\`http\n${own}\n\`\`\`\n`,
    dialect: 'markdown',
  },
  {
    name: 'Markdown: after a fence of another language',
    before: '```http\n@origin = https://h.example\n```\n\n```sh\n$$CURSOR$$ls\n```',
    after: `\`\`\`http\n@origin = https://h.example\n\`\`\`\n\n\`\`\`sh\nls\n\`\`\`\n\n\`\`\`http\n${own}\n\`\`\``,
    dialect: 'markdown',
  },
  {
    name: 'Markdown: in a fence of a block quote, after the quote',
    before: '```http\n@origin = https://h.example\n```\n\n> ```http\n> $$CURSOR$$\n> ```\n\nText',
    after: `\`\`\`http\n@origin = https://h.example\n\`\`\`\n\n> \`\`\`http\n> \n> \`\`\`\n\n\`\`\`http\n${own}\n\`\`\`\n\nText`,
    dialect: 'markdown',
  },
  {
    name: 'Markdown: after a fence that nothing closes, which is closed first',
    before: '~~~~sh\n$$CURSOR$$ls\n\n',
    after: `~~~~sh\nls\n~~~~\n\n\`\`\`http\n@origin = https://h.example\n\`\`\`\n\n\`\`\`http\n${own}\n\`\`\`\n\n`,
    dialect: 'markdown',
  },
  {
    name: 'Markdown: the same in a list, and where the file ends within it',
    before: '```http\n@origin = https://h.example\n```\n- item\n\n  ```http\n  GET /a$$CURSOR$$',
    after:
      '```http\n@origin = https://h.example\n```\n- item\n\n  ```http\n  GET /a\n  ```\n\n' +
      '  ```http\n  ### New\n  GET {{origin}}/new\n  A: b\n  ```',
    dialect: 'markdown',
  },
  {
    name: 'Markdown: into a fence that waits for a request and nothing closes',
    before: '```http\n@origin = https://h.example\n```\n\n```http\n$$CURSOR$$',
    after: `\`\`\`http\n@origin = https://h.example\n\`\`\`\n\n\`\`\`http\n${own}\n`,
    dialect: 'markdown',
  },
  {
    name: 'Markdown: within a list item, as far to the right as its fence',
    before: '```http\n@origin = https://h.example\n```\n\n- item\n\n  ```http\n  GET /a$$CURSOR$$\n  ```\n',
    after:
      '```http\n@origin = https://h.example\n```\n\n- item\n\n  ```http\n  GET /a\n  ```\n\n' +
      '  ```http\n  ### New\n  GET {{origin}}/new\n  A: b\n  ```\n',
    dialect: 'markdown',
  },
];

describe('planNewRequest', () => {
  for (const { name, before, after, dialect, eol } of cases) {
    it(name, () => {
      assert.equal(inserted(before, dialect, eol), after);
    });
  }

  describe('goes to the profile where the file', () => {
    const customerId = '00000000-0000-0000-0000-000000000001';
    const profile = profileWith({ origin: 'https://h.example', customerId });
    const ours = {
      title: 'New',
      lines: ['GET {{origin}}/{{customerId}}/config/clients'],
      variables: { origin: profile.origin, customerId },
    };
    const texts: readonly (readonly [title: string, text: string])[] = [
      ['has another origin', '@origin = https://api.other.example\n\n###\nGET {{origin}}/users\n'],
      ['has it through another variable', '@origin={{o}}\n@o=https://evil.example\n###\n'],
      ['has another customer', '@customerId = 00000000-0000-0000-0000-000000000002\n\n###\nGET https://x\n'],
      ['has several origins', '@origin=https://h.example\n###\n@origin=https://evil.example\n'],
      ['writes the value on its own line', '###\n@origin \n= https://evil.example\n\n###\nGET https://x'],
      ['writes it without equals sign', '@origin https://evil.example\n\n###\nGET https://x'],
      ['has the profile’s', '@origin = https://h.example\n\n###\nGET {{origin}}/users\n'],
      [
        'has another origin in a block with a request',
        '@origin = https://evil.example\n\nGET {{origin}}/users\n',
      ],
    ];
    for (const [title, text] of texts) {
      it(title, () => {
        for (const client of ['restClient', 'httpYac'] as const) {
          const lines = linesOf(text);
          const { edits, range } = planNewRequest(lines, lines.lineCount - 1, ours, {
            dialect: 'http',
            eol: '\n',
          });
          const after = linesOf(applied(text, edits));
          const request = listRequests(after, 'http').find(({ requestLine }) => requestLine >= range.first);
          assert.ok(request);
          const target = requestTargets(after, 'http', { client, environment: new Map() })(request);
          assert.equal(matchProfiles(target, [profile]).kind, 'yes', client);
        }
      });
    }

    it('sets it in a script: by another name', () => {
      const text = '{{\nexports.origin="https://evil"\n}}\n\n###\nGET https://x\n';
      const { edits } = planNewRequest(linesOf(text), 5, ours, { dialect: 'http', eol: '\n' });
      assert.match(applied(text, edits), /^@origin2 = https:\/\/h\.example$/m);
    });
  });

  it('leaves every line and every request of a file as it was, wherever the cursor is', () => {
    const blocks = [
      '@a = 1',
      '# comment',
      'GET http://h.example/a',
      '\nPOST http://h.example/b\nX: y\n\n{ "a": [\n\n1] }\n\n',
      '# @name c\nPUT http://h.example/c\n  ?x=1\nX: y\n\nbody\n\n> {%\n  x\n%}',
      'curl http://h.example/d \\\n  -H "A: b"',
      'HTTP/1.1 200 OK\n\n{}',
      '',
      '\n\n',
    ];
    const seen = new Set<string>();
    for (let seed = 1; seed <= 120; seed++) {
      const pick = numbers(seed);
      const parts = Array.from({ length: 1 + pick(4) }, () => blocks[pick(blocks.length)] ?? '');
      const text = parts.join(['\n###\n', '\n### Title\n'][pick(2)]);
      const lines = linesOf(text);
      const requests = (of: string) =>
        listRequests(linesOf(of), 'http').map(({ method, url, headers, bodyFirstLine, bodyLastLine }) =>
          JSON.stringify([
            method,
            url,
            headers.map(each => each.name),
            (bodyLastLine ?? 0) - (bodyFirstLine ?? 0),
          ]),
        );
      for (const cursor of [0, pick(lines.lineCount), lines.lineCount - 1]) {
        const { edits, range } = planNewRequest(lines, cursor, request, { dialect: 'http', eol: '\n' });
        const after = applied(text, edits);
        const mine = listRequests(linesOf(after), 'http').filter(({ url }) => url === '{{origin}}/new');
        assert.equal(mine.length, 1, after);
        assert.ok((mine[0]?.requestLine ?? -1) > range.first && (mine[0]?.requestLine ?? 0) <= range.last);
        const others = requests(after).filter(each => !each.includes('{{origin}}/new'));
        assert.deepEqual(others, requests(text), after);
        for (const { range: at } of edits)
          assert.deepEqual([at.startLine, at.startCharacter], [at.endLine, at.endCharacter]);
        seen.add(after);
      }
    }
    assert.ok(seen.size > 150, `${seen.size} different texts`);
  });
});

/** Numbers below a limit that look random, and are the same each time. */
function numbers(seed: number): (below: number) => number {
  let state = seed * 2654435761;
  return below => {
    state = (state * 1103515245 + 12345) % 2147483648;
    return Math.floor((state / 2147483648) * below);
  };
}
