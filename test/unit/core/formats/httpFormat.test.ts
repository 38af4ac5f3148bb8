import assert from 'node:assert/strict';
import {
  clientReferences,
  type RequestFileClient,
  httpFormat,
  insertionClient,
} from '../../../../src/core/formats/httpFormat';
import { edited, testFormat } from '../../../support/formatCases';

const url = 'https://hosted.example/a';
const clients = Object.keys(clientReferences) as RequestFileClient[];

describe('request files', () => {
  for (const client of clients) {
    const header = `Authorization: Bearer ${clientReferences[client]}`;
    describe(`for ${client}`, () => {
      testFormat(httpFormat(client), [
        {
          name: 'inserted',
          before: `GET ${url}$$CURSOR$$\n\n###\nGET ${url}`,
          after: `GET ${url}\n${header}\n\n###\nGET ${url}`,
        },
        {
          name: 'inserted at the end of the file',
          before: `GET ${url}$$CURSOR$$`,
          after: `GET ${url}\n${header}`,
        },
        {
          name: 'a query on several lines, as JetBrains wraps it',
          before: `GET ${url}?\n    first=a&\n    last=\n    b\nA: b$$CURSOR$$\n`,
          after: `GET ${url}?\n    first=a&\n    last=\n    b\n${header}\nA: b\n`,
        },
        {
          name: 'an indented header below a URL that ends in a question mark',
          before: `GET ${url}?\n    A: b$$CURSOR$$\n`,
          after: `GET ${url}?\n${header}\n    A: b\n`,
        },
        {
          name: 'CRLF',
          before: `POST ${url}\r\n?a=1$$CURSOR$$\r\nA: b\r\n\r\nx`,
          after: `POST ${url}\r\n?a=1\r\n${header}\r\nA: b\r\n\r\nx`,
        },
        {
          name: 'mixed ends of line',
          before: `POST ${url}\nA: b$$CURSOR$$\r\n\nx\r`,
          after: `POST ${url}\n${header}\r\nA: b\r\n\nx\r`,
        },
        {
          name: 'folded and doubled',
          before: `GET ${url}$$CURSOR$$\nAuthorization: Bearer\n  abc.def\nA: b\nauthorization: Bearer x\n\nbody`,
          after: `GET ${url}\n${header}\nA: b\n\nbody`,
          removed: `GET ${url}\nA: b\n\nbody`,
        },
        {
          name: 'an empty one',
          before: `GET ${url}$$CURSOR$$\nAuthorization:`,
          after: `GET ${url}\n${header}`,
          removed: `GET ${url}`,
        },
        {
          name: 'a command, one option a line',
          before: `curl ${url} \\\n   -s \\$$CURSOR$$\n  -k\n`,
          after: `curl ${url} \\\n   -H ${client === 'jetBrains' ? `'${header}'` : `"${header}"`} \\\n   -s \\\n  -k\n`,
        },
      ]);

      it('replaces what was written for the other clients', () => {
        for (const other of clients) {
          const text = edited(httpFormat(other), `GET ${url}\ncurl x`, [0]).text;
          assert.equal(edited(httpFormat(client), text, [0]).text, `GET ${url}\n${header}\ncurl x`);
          const command = edited(httpFormat(other), `curl ${url} -s`, [0]).text;
          const { text: back } = edited(httpFormat(client), command, [0], { token: undefined });
          assert.equal(back, `curl ${url} -s`);
        }
      });
    });
  }

  it('does not remove another scheme unless that is asked for', () => {
    const text = `GET ${url}\nAuthorization: Basic x\n`;
    const asked = edited(httpFormat('restClient'), text, [0], { token: undefined });
    assert.equal(asked.text, text);
    assert.deepEqual(asked.plan.otherSchemes, [{ line: 1, scheme: 'Basic' }]);
    const told = edited(httpFormat('restClient'), text, [0], { token: undefined, replaceOtherSchemes: true });
    assert.equal(told.text, `GET ${url}\n`);
  });
});

describe('insertionClient', () => {
  const installed = { isLiteral: false, hasRestClient: true };

  it('does not let a workspace leave out the doubts about REST Client', () => {
    for (const own of ['auto', 'restClient', 'kulala'] as const)
      assert.equal(insertionClient(own, 'httpYac', installed), 'restClient');
    assert.equal(clientReferences.restClient, clientReferences.httpYac);
    assert.equal(insertionClient('httpYac', 'httpYac', installed), 'httpYac');
    assert.equal(insertionClient('auto', 'httpYac', { ...installed, hasRestClient: false }), 'httpYac');
  });

  it('lets it choose how the reference is written', () => {
    for (const chosen of ['auto', 'restClient', 'jetBrains', 'kulala'] as const)
      assert.equal(insertionClient('auto', chosen, installed), chosen);
  });

  it('does not let it decide about the token itself', () => {
    for (const own of ['auto', ...clients] as const)
      for (const chosen of clients)
        assert.equal(insertionClient(own, chosen, { ...installed, isLiteral: true }), own);
  });
});
