import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';
import { removeProfileData } from '../../src/features/configuration/removeProfileData';
import type { ConfigurationDeps } from '../../src/features/configuration/services';
import { createDrafts, storageFiles } from '../../src/ui/storageFolder';
import { useAnswers } from '../support/answers';
import { closeEditors } from '../support/extensionHost';
import { FakeSecrets, FakeState, profileWith } from '../support/fakes';
import { until } from '../support/until';

let folder: string;

beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'hosted-login-storage-'));
});
afterEach(() => {
  fs.rmSync(folder, { recursive: true, force: true });
});

describe('a profile that was removed in a window on another host', () => {
  const { asked, answerBy } = useAnswers();
  const profile = profileWith({ name: 'dev' });

  /** Saves a draft with a secret, then removes what is stored for the profile. @returns how many drafts are left */
  async function removeWithDraft(
    removed = profile,
    text = '{ "title": "Edited", "clientSecret": "nobodys" }',
  ): Promise<() => number> {
    const deps: unknown = {
      context: {
        globalStorageUri: vscode.Uri.file(folder),
        storageUri: undefined,
        secrets: new FakeSecrets(),
        workspaceState: new FakeState('workspaceState'),
      },
      profiles: { isRemoved: () => Promise.resolve(true) },
      now: () => 1_000_000,
      warn: (_: string, error: unknown) => {
        throw error;
      },
    };
    const known = deps as ConfigurationDeps;
    const key = { kind: 'tokenPolicies', id: 'an-id' } as const;
    await createDrafts(known).put(removed, key, { base: '{ "title": "Before" }', text });
    await removeProfileData(known, undefined, [removed]);
    return () => fs.readdirSync(path.join(folder, 'drafts')).length;
  }

  afterEach(closeEditors);

  for (const [text, what] of [
    [undefined, 'JSON'],
    ['{ "title": "Edited", "clientSecret": "nobodys", }', 'a text that is no JSON yet'],
  ] as const) {
    it(`has drafts here: a message offers them as new files, without their secrets: ${what}`, async () => {
      let close: (answer: string) => void = () => undefined;
      answerBy(
        () =>
          new Promise(resolve => {
            close = resolve;
          }),
      );
      const left = await removeWithDraft(profile, text);
      assert.equal(left(), 1);
      assert.match(asked[0]?.text ?? '', /“dev” was removed .* another host\. Its drafts on this host \(1\)/);
      close('Open as New Files');
      await until('no draft', () => left() === 0 || undefined);
      const opened = vscode.window.activeTextEditor?.document.getText() ?? '';
      assert.match(opened, /"title": "Edited"/);
      assert.doesNotMatch(opened, /nobodys/);
    });
  }

  it('has drafts here: they are deleted when the message is closed', async () => {
    const left = await removeWithDraft();
    await until('no draft', () => left() === 0 || undefined);
    assert.deepEqual([asked.length, asked[0]?.choices], [1, ['Open as New Files']]);
  });

  it('was the sandbox: its drafts are deleted at once', async () => {
    const left = await removeWithDraft({ ...profile, origin: 'http://127.0.0.1:8080' });
    assert.deepEqual([left(), asked.length], [0, 0]);
  });
});

describe('a stored file', () => {
  it('is there at any moment while it is replaced', async () => {
    const files = storageFiles(vscode.Uri.file(folder));
    await files.write('a/b.json', '0');
    let round = 0;
    const replacing = (async () => {
      while (round < 100) await files.write('a/b.json', String(++round));
    })();
    let reads = 0;
    while (round < 100) {
      assert.match(await fs.promises.readFile(path.join(folder, 'a', 'b.json'), 'utf8'), /^\d+$/);
      reads++;
    }
    await replacing;
    assert.ok(reads > 10);
    assert.deepEqual(await files.list('a'), ['b.json']);
  });
});
