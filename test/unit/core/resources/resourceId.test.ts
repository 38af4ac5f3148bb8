import assert from 'node:assert/strict';
import { isResourceId } from '../../../../src/core/resources/resourceId';
import { problemOf } from '../../../support/fakes';
import { configurationApiAt } from '../../api/configuration/apiFixture';
import { closeAll, serve } from '../../api/servers';

describe('Ids of resources', () => {
  afterEach(closeAll);

  const harmless = [
    '1ab2-3c',
    'a/b',
    'a b',
    '😀',
    'ü',
    'a%2Fb',
    '%',
    '%zz',
    'a?b#c',
    'a.b',
    '...',
    '..a',
    '\'"\n',
    'con',
    '__proto__',
  ];
  const harmful = [
    '',
    ' ',
    '.',
    '..',
    '%2e',
    '%2E%2e',
    '.%2e',
    '%252E%252E',
    '%25252e.',
    'x/..',
    '../clients',
    'x/',
    '/',
    '//',
    '%2F',
    'x%2f..',
    '\\..',
    'x\\',
    '..;a',
    ';',
    '?',
    '#x',
    '?x',
    '\u0000',
    '\t..',
    '\u200b',
    '\ud83d',
    'a\ude00',
    '%25252525252e',
    'x'.repeat(501),
  ];

  /** A server that records each request to the byte. */
  async function serveAsked() {
    const asked: string[] = [];
    const origin = await serve((request, response) => {
      asked.push(`${request.method ?? ''} ${request.url ?? ''}`);
      response.end('{"secret":"s-e-c-r-e-t"}');
    });
    return { origin, asked };
  }

  for (const id of harmless) {
    it(`${JSON.stringify(id)} is one segment of the path, in each method`, async () => {
      const { origin, asked } = await serveAsked();
      const at = configurationApiAt(origin);
      await at.read('clients', id);
      await at.replace('clients', id, '{}');
      await at.remove('clients', id);
      await at.readSecret(id);
      await at.resetSecret(id);
      const path = `/cid/config/clients/${encodeURIComponent(id)}`;
      assert.deepEqual(asked, [
        `GET ${path}`,
        `PUT ${path}`,
        `DELETE ${path}`,
        `GET ${path}/secret`,
        `POST ${path}/secret`,
      ]);
    });
  }

  for (const id of harmful) {
    it(`${JSON.stringify(id.slice(0, 40))} is refused, and nothing is sent`, async () => {
      const { origin, asked } = await serveAsked();
      const at = configurationApiAt(origin);
      assert.equal(isResourceId(id), false);
      for (const call of [
        at.read('clients', id),
        at.replace('clients', id, '{}'),
        at.remove('clients', id),
        at.readSecret(id),
        at.resetSecret(id),
      ]) {
        await problemOf(call, 'invalidInput');
      }
      assert.deepEqual(asked, []);
    });
  }
});
