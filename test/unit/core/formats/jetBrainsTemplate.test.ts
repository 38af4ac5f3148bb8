import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import * as httpyac from 'httpyac';
import { linesOf } from '../../../../src/core/common/lines';
import { finish } from '../../../../src/core/common/steps';
import { hasOwnAuthorization } from '../../../../src/core/formats/environmentFiles';
import { httpFormat } from '../../../../src/core/formats/httpFormat';
import { jetBrainsTemplate } from '../../../../src/core/formats/jetBrainsTemplate';
import { explainScopes, completeScopes } from '../../../../src/core/scopeLanguage/scopeCompletion';
import { checkScopesInSteps } from '../../../../src/core/scopeLanguage/scopeFindings';
import { startSandbox } from '../../../../src/sandbox/index';
import { edited } from '../../../support/formatCases';

describe('jetBrainsTemplate', () => {
  it('has its scope completed, explained and checked', () => {
    const profile = {
      id: 'x',
      name: 'acme',
      origin: 'https://hosted.example',
      customerId: '01a2b3c4-5678-9012-d3ef-4a567b89cd01',
      clientId: 'i',
    };
    const lines = linesOf(jetBrainsTemplate(profile, '.:config/tokenPolicy**', ''));
    const [finding] = finish(checkScopesInSteps(lines, 'json'));
    assert.equal(finding?.fix?.newText, 'tokenPolicies');
    const { line, start } = finding;
    assert.equal(explainScopes(lines, 'json', line, start)?.scopes[0]?.scope, '.:config/tokenPolicy**');
    const empty = linesOf(jetBrainsTemplate(profile, '', ''));
    const at = empty.line(line).indexOf('""') + 1;
    assert.ok(completeScopes(empty, 'json', line, at, () => [])?.items.length);
  });

  it('gets a token for the request once the secret is in it (as httpYac reads JetBrains’ files)', async () => {
    const sandbox = await startSandbox();
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'hosted-login-jetbrains-'));
    try {
      const { origin, customerId, clientId, clientSecret } = sandbox;
      const profile = { id: 'x', name: 'acme', origin, customerId, clientId };
      const template = jetBrainsTemplate(profile, '.:config/**', '<client secret>');
      assert.ok(!template.includes(clientSecret));
      assert.ok(hasOwnAuthorization([template]));
      const file = path.join(folder, 'http-client.private.env.json');
      fs.writeFileSync(file, template.replace('<client secret>', clientSecret));

      const request = `GET ${origin}/${customerId}/config/clients\n`;
      const { text } = edited(httpFormat('jetBrains'), request, [0]);
      await httpyac.cli.initIOProvider();
      const store = new httpyac.store.HttpFileStore();
      const name = path.join(folder, 'a.http');
      const httpFile = await store.getOrCreate(name, () => Promise.resolve(text), 1, {
        workingDir: folder,
      });
      await httpyac.send({ httpFile, activeEnvironment: ['acme'] });
      assert.deepEqual(
        sandbox.received.map(({ method, status }) => `${method} ${status}`),
        ['POST 200', 'GET 200'],
      );
    } finally {
      fs.rmSync(folder, { recursive: true });
      await sandbox.stop();
    }
  });
});
