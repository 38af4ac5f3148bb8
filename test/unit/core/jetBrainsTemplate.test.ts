import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import * as httpyac from 'httpyac';
import { hasOwnAuthorization } from '../../../src/core/clientSigns';
import { httpFormat } from '../../../src/core/formats/http';
import { jetBrainsTemplate } from '../../../src/core/jetBrainsTemplate';
import { startSandbox } from '../../../src/sandbox/index';
import { edited } from '../../support/formatCases';

describe('jetBrainsTemplate', function () {
  this.timeout(10_000);

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
