import assert from 'node:assert/strict';
import Module from 'node:module';
import * as vscode from 'vscode';
import { secretPlaceholder } from '../../src/core/resources/secretPlaces';
import { startSandbox } from '../../src/sandbox/index';
import { useAnswers } from '../support/answers';
import { type Kind, useAutoSave, useConfiguration } from '../support/configurationHelpers';
import { closeEditors, profileFor, removeProfile, run } from '../support/extensionHost';
import { lensesOf } from '../support/languageFeatures';
import { whileEditsAreRefused } from '../support/refusedEdits';
import { until } from '../support/until';

interface Entry {
  readonly kind: Kind;
  readonly id: string;
  readonly title: string;
}

interface ApplyResult {
  readonly done: readonly Entry[];
  readonly failed?: Entry & { readonly message: string };
  readonly notDone: readonly Entry[];
}

for (const autoSave of ['off', 'afterDelay'] as const) {
  describe(`drafts of the configuration, auto save ${autoSave}`, () => {
    useAutoSave(autoSave);
    const { sandbox, open, edit, apply, discard, atService, changeAtService, deleteAtService } =
      useConfiguration();

    before(async () => {
      await vscode.workspace.getConfiguration('hostedLogin').update('reviewOnSave', false, true);
    });
    after(async () => {
      await vscode.workspace.getConfiguration('hostedLogin').update('reviewOnSave', undefined, true);
    });

    const puts = () => sandbox().received.filter(({ method }) => method === 'PUT');
    const gets = (id: string) =>
      sandbox().received.filter(({ method, path }) => method === 'GET' && path.includes(id));
    const lenses = async ({ uri }: vscode.TextDocument) =>
      (await lensesOf(uri)).flatMap(({ command }) => command?.title ?? []);
    const errors = ({ uri }: vscode.TextDocument, text: RegExp) =>
      until(String(text), () =>
        vscode.languages.getDiagnostics(uri).find(({ message }) => text.test(message)),
      );
    const lifetime = /"accessTokenLifetime": \d+/;

    async function keep(
      kind: Kind,
      id: string,
      from: string | RegExp,
      to: string,
    ): Promise<vscode.TextDocument> {
      const document = await open(kind, id);
      await edit(document, from, to);
      // VS Code resolves with false if auto save came first.
      assert.ok((await document.save()) || (autoSave !== 'off' && !document.isDirty));
      return document;
    }

    it('are what the document reads from then on, with a lens that counts their changes', async () => {
      const id = sandbox().ids.storefrontTokenPolicy;
      const before = puts().length;
      const again = await keep('tokenPolicies', id, lifetime, '"accessTokenLifetime": 1801');
      await edit(again, lifetime, '"accessTokenLifetime": 1802');
      await vscode.commands.executeCommand('workbench.action.files.revert');
      assert.match(again.getText(), /"accessTokenLifetime": 180\d/);
      assert.ok(!again.isDirty);
      const read = new TextDecoder().decode(await vscode.workspace.fs.readFile(again.uri));
      assert.equal(read, again.getText());
      await until('the lens', async () => {
        const shown = await lenses(again);
        return (
          shown.join(' | ').startsWith('Not applied: 1 change | Review and Apply | Discard | Used by') ||
          undefined
        );
      });
      await edit(again, /"title": ".*"/, '"title": "Mine"');
      await until(
        'two changes',
        async () => (await lenses(again)).includes('Not applied: 2 changes') || undefined,
      );
      assert.equal(puts().length, before);
    });

    it('are reviewed when saved by hand, also while auto save writes the same text', async () => {
      await vscode.workspace.getConfiguration('hostedLogin').update('reviewOnSave', undefined, true);
      const document = await open('tokenPolicies', sandbox().ids.mobileTokenPolicy);
      let byHand: Thenable<unknown> | undefined;
      const during = vscode.workspace.onWillSaveTextDocument(event => {
        if (byHand || event.reason !== vscode.TextDocumentSaveReason.AfterDelay) return;
        byHand = vscode.commands.executeCommand('hostedLogin.saveAndReview');
        event.waitUntil(new Promise(resolve => setImmediate(resolve)).then(() => []));
      });
      try {
        await edit(document, lifetime, '"accessTokenLifetime": 1811');
        if (autoSave === 'off') await vscode.commands.executeCommand('hostedLogin.saveAndReview');
        const review = await until('the review', () =>
          vscode.window.tabGroups.all
            .flatMap(({ tabs }) => tabs)
            .find(({ input }) => input instanceof vscode.TabInputTextDiff),
        );
        await byHand;
        assert.equal(byHand !== undefined, autoSave !== 'off');
        await vscode.window.tabGroups.close(review);
        assert.ok(!document.isDirty);
      } finally {
        during.dispose();
        await vscode.workspace.getConfiguration('hostedLogin').update('reviewOnSave', false, true);
      }
    });

    it('are reviewed once if auto save wrote them just before the save by hand', async () => {
      await vscode.workspace.getConfiguration('hostedLogin').update('reviewOnSave', undefined, true);
      const document = await open('tokenPolicies', sandbox().ids.mobileTokenPolicy);
      const shown: string[] = [];
      const diffs = (tabs: readonly vscode.Tab[]) =>
        tabs.filter(({ input }) => input instanceof vscode.TabInputTextDiff);
      const reviews = vscode.window.tabGroups.onDidChangeTabs(({ opened }) => {
        shown.push(...diffs(opened).map(({ label }) => label));
      });
      const closeReview = async (count: number) => {
        await until(`review ${count}`, () => (shown.length >= count ? true : undefined));
        await vscode.window.tabGroups.close(diffs(vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs)));
      };
      const commands: { executeCommand: typeof vscode.commands.executeCommand } = vscode.commands;
      const { executeCommand } = commands;
      try {
        await edit(document, lifetime, '"accessTokenLifetime": 1822');
        commands.executeCommand = async <T>(command: string, ...args: unknown[]): Promise<T> => {
          if (command === 'workbench.action.files.save') await document.save();
          return executeCommand<T>(command, ...args);
        };
        await executeCommand('hostedLogin.saveAndReview');
        commands.executeCommand = executeCommand;
        await closeReview(1);
        // Another review of the same save would be shown before this one.
        await vscode.window.showTextDocument(document);
        await executeCommand('hostedLogin.saveAndReview');
        await closeReview(2);
        assert.equal(shown.length, 2, shown.join());
      } finally {
        commands.executeCommand = executeCommand;
        reviews.dispose();
        await vscode.workspace.getConfiguration('hostedLogin').update('reviewOnSave', false, true);
      }
    });

    if (autoSave === 'off') {
      describe('with the answers of a person', () => {
        const { asked, answerBy } = useAnswers();

        it('says so if the service has other values after Apply All Drafts', async () => {
          // VS Code may still have a document of another one, in a version that other tests changed.
          const body = { title: 'Lobby', accessTokenLifetime: 3600, allowedScopes: ['openid'] };
          const { id } = await run<{ id: string }>('createResource', { kind: 'tokenPolicies', body });
          await keep('tokenPolicies', id, lifetime, '"accessTokenLifetime": 1813');
          answerBy(({ choices }) => (choices.includes('Apply') ? 'Apply' : undefined));
          const before = puts().length;
          sandbox().fail({ path: id, method: 'PUT', delayMs: 2000 });
          const running = vscode.commands.executeCommand('hostedLogin.applyDrafts');
          await until('the change', () => puts().length > before || undefined);
          await changeAtService('tokenPolicies', id, { accessTokenLifetime: 1814 });
          await running;
          const { text } = await until('the message', () => asked.find(({ kind }) => kind === 'warning'));
          assert.match(text, /^1 change applied\. The service changed: “Lobby”: accessTokenLifetime\.$/);
        });

        const diffs = () =>
          vscode.window.tabGroups.all
            .flatMap(({ tabs }) => tabs)
            .filter(({ input }) => input instanceof vscode.TabInputTextDiff);
        const save = () => vscode.commands.executeCommand('workbench.action.files.save');

        it('that are saved again while the review loads, are reviewed once, with the later text', async () => {
          const body = { title: 'Twice', accessTokenLifetime: 3600, allowedScopes: ['openid'] };
          const { id } = await run<{ id: string }>('createResource', { kind: 'tokenPolicies', body });
          const document = await open('tokenPolicies', id);
          await vscode.window.showTextDocument(document);
          const before = puts().length;
          await vscode.workspace.getConfiguration('hostedLogin').update('reviewOnSave', undefined, true);
          try {
            for (let reads = 0; reads < 2; reads++)
              sandbox().fail({ path: id, method: 'GET', delayMs: 1000 });
            await edit(document, lifetime, '"accessTokenLifetime": 1831');
            await save();
            await edit(document, /"title": ".*"/, '"title": "Later"');
            await save();
            await until('the review', () => diffs()[0]);
            await vscode.commands.executeCommand('hostedLogin.applyChange');
            await until('the change', () => puts().length > before || undefined);
            await until('no draft', async () =>
              (await lenses(document)).join().includes('Not applied') ? undefined : true,
            );
            const { title, accessTokenLifetime } = await atService('tokenPolicies', id);
            assert.deepEqual([title, accessTokenLifetime], ['Later', 1831]);
            assert.deepEqual([diffs(), puts().length], [[], before + 1]);
            assert.deepEqual(
              asked.filter(({ kind }) => kind === 'warning' || kind === 'error'),
              [],
            );
          } finally {
            await vscode.workspace.getConfiguration('hostedLogin').update('reviewOnSave', false, true);
          }
        });

        it('that are discarded while their review waits for another one, are not reviewed', async () => {
          const made = async (title: string) => {
            const body = { title, accessTokenLifetime: 3600, allowedScopes: ['openid'] };
            const { id } = await run<{ id: string }>('createResource', { kind: 'tokenPolicies', body });
            return keep('tokenPolicies', id, lifetime, '"accessTokenLifetime": 1841');
          };
          const [first, second] = [await made('First'), await made('Second')];
          const review = (document: vscode.TextDocument) =>
            vscode.commands.executeCommand('hostedLogin.reviewAndApply', document.uri);
          const before = puts().length;
          const reviews = [review(first)];
          const [shown] = await until('the review', () => (diffs().length > 0 ? diffs() : undefined));
          reviews.push(review(second));
          await discard(second);
          assert.ok(shown);
          await vscode.window.tabGroups.close(shown);
          await Promise.all(reviews);
          assert.deepEqual([diffs(), puts().length], [[], before]);
          await discard(first);
        });

        describe('that are discarded right after Apply', () => {
          const reviewed = async (title: string) => {
            const body = { title, accessTokenLifetime: 3600, allowedScopes: ['openid'] };
            const { id } = await run<{ id: string }>('createResource', { kind: 'tokenPolicies', body });
            const document = await keep('tokenPolicies', id, lifetime, '"accessTokenLifetime": 1861');
            const review = vscode.commands.executeCommand('hostedLogin.reviewAndApply', document.uri);
            await until('the review', () => diffs()[0]);
            return { id, document, review };
          };

          it('are not sent', async () => {
            const { id, document, review } = await reviewed('Regretted');
            const [reads, before] = [gets(id).length, puts().length];
            sandbox().fail({ path: id, method: 'GET', delayMs: 1500 });
            await vscode.commands.executeCommand('hostedLogin.applyChange');
            await until('the read before the change', () => gets(id).length > reads || undefined);
            await discard(document);
            await review;
            assert.equal(puts().length, before);
            assert.match(document.getText(), /"accessTokenLifetime": 3600/);
            assert.ok(!(await lenses(document)).join().includes('Not applied'));
          });

          it('say so if they were sent before', async () => {
            const { id, document, review } = await reviewed('Too late');
            const before = puts().length;
            sandbox().fail({ path: id, method: 'PUT', delayMs: 1500 });
            await vscode.commands.executeCommand('hostedLogin.applyChange');
            await until('the change', () => puts().length > before || undefined);
            await assert.rejects(discard(document), /was applied before it could be discarded.*Restore/);
            await review;
            assert.match(document.getText(), /"accessTokenLifetime": 1861/);
            assert.equal((await atService('tokenPolicies', id))['accessTokenLifetime'], 1861);
          });
        });

        for (const [how, saveUndone] of [
          ['by code', (document: vscode.TextDocument) => document.save()],
          ['by hand', () => vscode.commands.executeCommand('hostedLogin.saveAndReview')],
        ] as const) {
          it(`that are undone and saved ${how} while their review is open, are not reviewed any more`, async () => {
            const body = { title: 'Undone', accessTokenLifetime: 3600, allowedScopes: ['openid'] };
            const { id } = await run<{ id: string }>('createResource', { kind: 'tokenPolicies', body });
            const document = await open('tokenPolicies', id);
            const text = document.getText();
            await edit(document, lifetime, '"accessTokenLifetime": 1851');
            await document.save();
            const before = puts().length;
            const review = vscode.commands.executeCommand('hostedLogin.reviewAndApply', document.uri);
            await until('the review', () => diffs()[0]);
            await vscode.window.showTextDocument(document);
            await edit(document, document.getText(), text);
            await saveUndone(document);
            await review;
            assert.deepEqual([diffs(), puts().length, document.isDirty], [[], before, false]);
          });
        }

        it('that are discarded right after Apply of all are not sent', async () => {
          const body = { title: 'All', accessTokenLifetime: 3600, allowedScopes: ['openid'] };
          const { id } = await run<{ id: string }>('createResource', { kind: 'tokenPolicies', body });
          const document = await keep('tokenPolicies', id, lifetime, '"accessTokenLifetime": 1871');
          const [before, reads] = [puts().length, { beforeApply: Infinity }];
          answerBy(({ choices }) => {
            if (!choices.includes('Apply')) return undefined;
            reads.beforeApply = gets(id).length;
            // The read of Discard takes longer.
            for (const delayMs of [800, 2500]) sandbox().fail({ path: id, method: 'GET', delayMs });
            return 'Apply';
          });
          const running = vscode.commands.executeCommand('hostedLogin.applyDrafts');
          await until('the read before the change', () => gets(id).length > reads.beforeApply || undefined);
          await discard(document);
          await running;
          assert.equal(puts().length, before);
          await until('the message', () =>
            asked.find(({ text }) => text.includes('was changed or discarded in the meantime')),
          );
        });

        it('that are discarded at the moment of Apply of all are not sent', async () => {
          const body = { title: 'At once', accessTokenLifetime: 3600, allowedScopes: ['openid'] };
          const { id } = await run<{ id: string }>('createResource', { kind: 'tokenPolicies', body });
          const document = await keep('tokenPolicies', id, lifetime, '"accessTokenLifetime": 1872');
          const before = puts().length;
          const running = vscode.commands.executeCommand('hostedLogin.applyDrafts');
          await until('the review', () => diffs()[0]);
          // One read is that of Discard, which takes longer than the change.
          for (const delayMs of [1500, 0, 0]) sandbox().fail({ path: id, method: 'GET', delayMs });
          const applied = vscode.commands.executeCommand('hostedLogin.applyChange');
          await Promise.all([applied, discard(document), running]);
          assert.equal(puts().length, before);
          assert.match(document.getText(), /"accessTokenLifetime": 3600/);
        });

        it('that continue a change whose own review is applied first, must be reviewed again', async () => {
          const body = { title: 'First', accessTokenLifetime: 3600, allowedScopes: ['openid'] };
          const { id } = await run<{ id: string }>('createResource', { kind: 'tokenPolicies', body });
          const document = await keep('tokenPolicies', id, lifetime, '"accessTokenLifetime": 1881');
          const before = puts().length;
          const first = vscode.commands.executeCommand('hostedLogin.reviewAndApply', document.uri);
          const [shown] = await until('the review', () => (diffs().length > 0 ? diffs() : undefined));
          await vscode.window.showTextDocument(document);
          await edit(document, /"title": ".*"/, '"title": "Second"');
          await document.save();
          const reads = gets(id).length;
          const all = vscode.commands.executeCommand('hostedLogin.applyDrafts');
          await until('the read of all drafts', () => gets(id).length > reads || undefined);
          await vscode.commands.executeCommand('hostedLogin.applyChange');
          await first;
          await until('the review of all', () => diffs().find(tab => tab !== shown));
          await vscode.commands.executeCommand('hostedLogin.applyChange');
          await all;
          assert.equal(puts().length, before + 1);
          const told = asked.filter(({ kind }) => kind === 'warning' || kind === 'error');
          assert.match(told.map(({ text }) => text).join(), /was changed or discarded in the meantime/);
          assert.ok(!told.some(({ text }) => text.includes('Somebody else')), JSON.stringify(told));
          await discard(document);
        });

        it('that are saved by hand while what was sent is read back continue it', async () => {
          const body = { title: 'Queue', accessTokenLifetime: 3600, allowedScopes: ['openid'] };
          const { id } = await run<{ id: string }>('createResource', { kind: 'tokenPolicies', body });
          const document = await keep('tokenPolicies', id, lifetime, '"accessTokenLifetime": 1821');
          await vscode.window.showTextDocument(document);
          const before = puts().length;
          sandbox().fail({ path: id, method: 'PUT', delayMs: 1000 });
          await vscode.workspace.getConfiguration('hostedLogin').update('reviewOnSave', undefined, true);
          try {
            const running = apply(document);
            await until('the change', () => puts().length > before || undefined);
            await edit(document, /"title": ".*"/, '"title": "Next"');
            await vscode.commands.executeCommand('workbench.action.files.save');
            await running;
            const review = await until('the review', () =>
              vscode.window.tabGroups.all
                .flatMap(({ tabs }) => tabs)
                .find(({ input }) => input instanceof vscode.TabInputTextDiff),
            );
            assert.deepEqual(
              asked.filter(({ kind }) => kind === 'warning' || kind === 'error'),
              [],
            );
            assert.match(document.getText(), /"title": "Next"[^]*"accessTokenLifetime": 1821/);
            assert.equal((await atService('tokenPolicies', id))['accessTokenLifetime'], 1821);
            await vscode.window.tabGroups.close(review);
          } finally {
            await vscode.workspace.getConfiguration('hostedLogin').update('reviewOnSave', false, true);
          }
          await discard(document);
        });

        it('says so if the review of a document that was saved by hand cannot be loaded', async () => {
          await vscode.workspace.getConfiguration('hostedLogin').update('reviewOnSave', undefined, true);
          const document = await open('tokenPolicies', sandbox().ids.mobileTokenPolicy);
          await vscode.window.showTextDocument(document);
          await edit(document, lifetime, '"accessTokenLifetime": 1812');
          const loader = Module as unknown as { _load: (request: string, ...more: unknown[]) => unknown };
          const { _load: load } = loader;
          loader._load = (request, ...more) => {
            if (request.includes('configurationCommands')) throw new Error('There is no such file.');
            return load.call(loader, request, ...more);
          };
          try {
            await vscode.commands.executeCommand('workbench.action.files.save');
            const { kind, text, choices } = await until('the message', () => asked[0]);
            assert.deepEqual([kind, choices], ['error', ['Show Log']]);
            assert.match(text, /There is no such file\./);
            assert.ok(!document.isDirty);
          } finally {
            loader._load = load;
            await vscode.workspace.getConfiguration('hostedLogin').update('reviewOnSave', false, true);
          }
        });
      });
    }

    it('are kept for text that is not JSON, and cannot be sent', async () => {
      const document = await keep('tokenPolicies', sandbox().ids.mobileTokenPolicy, '{', '');
      await until(
        'the lens',
        async () => (await lenses(document)).includes('Not applied: not valid JSON') || undefined,
      );
      await assert.rejects(apply(document), /not a JSON object/);
      assert.ok(!document.getText().startsWith('{'));
    });

    it('go when the text is what it was before', async () => {
      const id = sandbox().ids.mobileTokenPolicy;
      const document = await open('tokenPolicies', id);
      const text = document.getText();
      await edit(document, lifetime, '"accessTokenLifetime": 901');
      await document.save();
      await edit(document, document.getText(), text);
      await document.save();
      await assert.rejects(discard(document), /no draft/);
    });

    it('keep one megabyte', async () => {
      const note = 'n'.repeat(1_000_000);
      const id = sandbox().ids.mobileTokenPolicy;
      await keep('tokenPolicies', id, '{', `{ "note": "${note}",`);
      await closeEditors();
      const document = await open('tokenPolicies', id);
      assert.ok(document.getText().includes(note));
      await discard(document);
    });

    it('are discarded, and Undo in the editor brings them back', async () => {
      const id = sandbox().ids.storefrontTokenPolicy;
      const document = await keep('tokenPolicies', id, /"title": ".*"/, '"title": "Mine"');
      await discard(document);
      assert.match(document.getText(), /"title": "Nordhaven Storefront"/);
      assert.ok(!document.isDirty);
      await vscode.window.showTextDocument(document);
      await vscode.commands.executeCommand('undo');
      await until('the text', () => document.getText().includes('"Mine"') || undefined);
      await document.save();
      await apply(document);
      assert.equal((await atService('tokenPolicies', id))['title'], 'Mine');
      await assert.rejects(discard(document), /no draft/);
    });

    it('are sent together, policies before clients', async () => {
      const { ids } = sandbox();
      await keep('clients', ids.mobileClient, /"name": ".*"/, '"name": "Changed client"');
      await keep('tokenPolicies', ids.mobileTokenPolicy, lifetime, '"accessTokenLifetime": 1501');
      const before = puts().length;
      const { done, failed, notDone } = await run<ApplyResult>('applyDrafts');
      assert.deepEqual([failed, notDone], [undefined, []]);
      assert.deepEqual(
        done.map(({ kind }) => kind),
        ['tokenPolicies', 'clients'],
      );
      assert.deepEqual(
        puts()
          .slice(before)
          .map(({ path }) => path.split('/').at(-2)),
        ['tokenPolicies', 'clients'],
      );
      assert.equal((await atService('clients', ids.mobileClient))['name'], 'Changed client');
      assert.deepEqual(await run('applyDrafts'), { done: [], notDone: [] });
    });

    it('stop at the first that fails, and tell which were sent', async () => {
      const { ids } = sandbox();
      const policy = await keep(
        'tokenPolicies',
        ids.mobileTokenPolicy,
        lifetime,
        '"accessTokenLifetime": 1502',
      );
      const client = await keep('clients', ids.mobileClient, /"name": ".*"/, '"name": "First"');
      const staff = await keep('clients', ids.staffClient, /"name": ".*"/, '"name": "Second"');
      sandbox().fail({ path: ids.mobileClient, method: 'PUT', status: 409 });
      const { done, failed, notDone } = await run<ApplyResult>('applyDrafts');
      assert.deepEqual(
        done.map(({ id }) => id),
        [ids.mobileTokenPolicy],
      );
      const left = [failed?.id, ...notDone.map(({ id }) => id)];
      assert.deepEqual(
        left.filter(id => id !== ids.staffClient),
        [ids.mobileClient],
        JSON.stringify(left),
      );
      assert.ok((failed?.message ?? '') !== '');
      await assert.rejects(discard(policy), /no draft/);
      await discard(client);
      await discard(staff).then(undefined, () => undefined);
    });

    it('that take back what was sent last stay, and are sent when reads are up to date again', async () => {
      const id = sandbox().ids.storefrontTokenPolicy;
      const earlier = await atService('tokenPolicies', id);
      const document = await keep('tokenPolicies', id, lifetime, '"accessTokenLifetime": 1905');
      await apply(document);
      await keep(
        'tokenPolicies',
        id,
        lifetime,
        `"accessTokenLifetime": ${String(earlier['accessTokenLifetime'])}`,
      );
      sandbox().fail({ path: `tokenPolicies/${id}`, method: 'GET', body: JSON.stringify(earlier) });
      await assert.rejects(apply(document), /as it was before the last change from this machine/);
      await apply(document);
      assert.deepEqual(await atService('tokenPolicies', id), earlier);
    });

    it('stay if VS Code refuses to change their document', async () => {
      const document = await keep(
        'tokenPolicies',
        sandbox().ids.storefrontTokenPolicy,
        lifetime,
        '"accessTokenLifetime": 1906',
      );
      await whileEditsAreRefused(() =>
        assert.rejects(discard(document), /VS Code could not change the files/),
      );
      await discard(document);
      assert.ok(!document.getText().includes('1906'));
    });

    it('are not sent if they were discarded while those before them were sent', async () => {
      const { ids } = sandbox();
      await keep('tokenPolicies', ids.mobileTokenPolicy, lifetime, '"accessTokenLifetime": 1504');
      const client = await keep('clients', ids.mobileClient, /"name": ".*"/, '"name": "Not sent"');
      const before = puts().length;
      sandbox().fail({ path: ids.mobileTokenPolicy, method: 'PUT', delayMs: 2000 });
      const running = run<ApplyResult>('applyDrafts');
      await until('the first one to be sent', () => puts().length > before || undefined);
      await discard(client);
      const { done, failed } = await running;
      assert.deepEqual([done.map(({ id }) => id), failed?.id], [[ids.mobileTokenPolicy], ids.mobileClient]);
      assert.match(failed?.message ?? '', /changed or discarded in the meantime/);
      assert.notEqual((await atService('clients', ids.mobileClient))['name'], 'Not sent');
    });

    it('are all checked before any is sent', async () => {
      const { ids } = sandbox();
      await keep('tokenPolicies', ids.mobileTokenPolicy, lifetime, '"accessTokenLifetime": 1503');
      const wrong = await keep('clients', ids.staffClient, /"type": ".*"/, '"type": "none"');
      const before = puts().length;
      const { done, failed, notDone } = await run<ApplyResult>('applyDrafts');
      assert.deepEqual([done, failed?.id], [[], ids.staffClient]);
      assert.deepEqual(
        notDone.map(({ id }) => id),
        [ids.mobileTokenPolicy],
      );
      assert.equal(puts().length, before);
      await discard(wrong);
      assert.equal((await run<ApplyResult>('applyDrafts')).done.length, 1);
    });

    it('of our own access need the title', async () => {
      const id = sandbox().ids.configurationTokenPolicy;
      await keep('tokenPolicies', id, lifetime, '"accessTokenLifetime": 3001');
      const before = puts().length;
      assert.match((await run<ApplyResult>('applyDrafts')).failed?.message ?? '', /type the title: /);
      assert.equal(puts().length, before);
      assert.equal((await run<ApplyResult>('applyDrafts', { typed: 'Configuration' })).done.length, 1);
    });

    it('that would take the last access are refused, and the lines that cause it are marked until the text changes', async () => {
      const id = sandbox().ids.configurationTokenPolicy;
      const document = await keep('tokenPolicies', id, '"*:**"', '".:config/**"');
      await assert.rejects(apply(document, 'Configuration'), /last configuration access/);
      const finding = await errors(document, /last configuration access/);
      assert.match(document.getText(finding.range), /^"allowedScopes"/);
      await edit(document, '".:config/**"', '"*:**"');
      await until(
        'no finding',
        () =>
          vscode.languages
            .getDiagnostics(document.uri)
            .every(({ message }) => !message.includes('last configuration')) || undefined,
      );
    });

    it('that are refused right before they are sent are marked, too', async () => {
      const id = sandbox().ids.configurationTokenPolicy;
      const document = await keep('tokenPolicies', id, lifetime, '"accessTokenLifetime": 3002');
      const before = puts().length;
      // Access is proved twice: when the change is prepared, and when no other write is under way.
      sandbox().fail({
        ...{ path: '/login/token', after: 1, status: 401 },
        body: '{"error":"invalid_client"}',
      });
      await assert.rejects(apply(document, 'Configuration'), /could be proved/);
      assert.equal(puts().length, before);
      const finding = await errors(document, /could be proved/);
      assert.match(document.getText(finding.range), /^"accessTokenLifetime"/);
      await discard(document);
    });

    it('mark a member that appears twice, and a mask that stands for nothing', async () => {
      const document = await open('tokenPolicies', sandbox().ids.mobileTokenPolicy);
      await edit(document, '{', '{ "title": "twice",');
      const twice = await errors(document, /appears twice/);
      assert.equal(document.getText(twice.range), '"twice"');
      await edit(document, '{ "title": "twice",', `{ "note": "${secretPlaceholder}",`);
      const mask = await errors(document, /stands for a stored secret/);
      assert.equal(document.getText(mask.range), `"${secretPlaceholder}"`);
    });

    it('with a secret are sent with it, and show the mask again', async () => {
      const id = sandbox().ids.storefrontLoginPolicy;
      const document = await keep('loginPolicies', id, '{', '{ "hookSecret": "typed-here",');
      // The sandbox drops members that it does not know.
      await assert.rejects(apply(document), /sent and accepted/);
      assert.match(puts().at(-1)?.body ?? '', /"hookSecret": *"typed-here"/);
      await until('the mask', () => !document.getText().includes('typed-here') || undefined);
    });

    it('become a merge when somebody else changed the resource, and a draft on their version', async () => {
      const id = sandbox().ids.staffTokenPolicy;
      const document = await keep('tokenPolicies', id, lifetime, '"accessTokenLifetime": 1701');
      await changeAtService('tokenPolicies', id, { title: 'Theirs', refreshTokenLifetime: 7_000_000 });
      const before = puts().length;
      await assert.rejects(apply(document), /Somebody else changed/);
      await vscode.commands.executeCommand('hostedLogin.reviewAndApply', document.uri);
      assert.equal(puts().length, before);
      await until('the merge', () =>
        vscode.window.tabGroups.all
          .flatMap(({ tabs }) => tabs)
          .find(({ label }) => label.startsWith('Merging')),
      );
      assert.match(document.getText(), /"title": "Theirs"/);
      assert.match(document.getText(), /"refreshTokenLifetime": 7000000/);
      assert.match(document.getText(), /"accessTokenLifetime": 1701/);
      await apply(document);
      const now = await atService('tokenPolicies', id);
      assert.deepEqual([now['title'], now['accessTokenLifetime']], ['Theirs', 1701]);
    });

    it('become a merge with what was typed while the service was asked', async () => {
      const id = sandbox().ids.staffTokenPolicy;
      const document = await keep('tokenPolicies', id, lifetime, '"accessTokenLifetime": 1702');
      await changeAtService('tokenPolicies', id, { title: 'Theirs again' });
      const reads = () =>
        sandbox().received.filter(({ method, path }) => method === 'GET' && path.endsWith(id)).length;
      const before = reads();
      sandbox().fail({ method: 'GET', path: id, delayMs: 2_000 });
      const reviewed = vscode.commands.executeCommand('hostedLogin.reviewAndApply', document.uri);
      await until('the request', () => reads() > before || undefined);
      await edit(document, /"refreshTokenLifetime": \d+/, '"refreshTokenLifetime": 6000000');
      await reviewed;
      assert.match(document.getText(), /"title": "Theirs again"/);
      assert.match(document.getText(), /"accessTokenLifetime": 1702/);
      assert.match(document.getText(), /"refreshTokenLifetime": 6000000/);
      await apply(document);
    });

    it('go when somebody else made the same change', async () => {
      const id = sandbox().ids.staffTokenPolicy;
      const document = await keep('tokenPolicies', id, lifetime, '"accessTokenLifetime": 1801');
      await changeAtService('tokenPolicies', id, { accessTokenLifetime: 1801 });
      await run('refreshConfiguration');
      await until(
        'the draft to go',
        async () => (await lenses(document)).every(title => !title.startsWith('Not applied')) || undefined,
      );
      await assert.rejects(discard(document), /no draft/);
    });

    if (autoSave === 'off') {
      describe('that unsaved changes of the same resource do not have', () => {
        /** Two documents of one policy, each with what the other lacks: as two windows have them. */
        async function changeTwice() {
          const body = { title: 'Kiosk', accessTokenLifetime: 3600, allowedScopes: ['openid'] };
          const { id, uri } = await run<{ id: string; uri: string }>('createResource', {
            ...{ kind: 'tokenPolicies', body },
          });
          const path = `/acme/tokenPolicies/Kiosk.${id}.json`;
          const unsaved = await vscode.workspace.openTextDocument(
            vscode.Uri.from({ scheme: 'hosted-login', path }),
          );
          await edit(unsaved, /"title": ".*"/, '"title": "Not saved"');
          const saved = await vscode.workspace.openTextDocument(vscode.Uri.parse(uri, true));
          await edit(saved, lifetime, '"accessTokenLifetime": 1501');
          assert.ok(await saved.save());
          return { id, unsaved };
        }

        it('are not taken back by these after they were sent', async () => {
          const { id, unsaved } = await changeTwice();
          assert.equal((await run<ApplyResult>('applyDrafts')).done.length, 1);
          await assert.rejects(apply(unsaved), /Somebody else changed “Kiosk”/);
          const { title, accessTokenLifetime } = await atService('tokenPolicies', id);
          assert.deepEqual([title, accessTokenLifetime], ['Kiosk', 1501]);
        });

        it('stay when these are discarded', async () => {
          const { unsaved } = await changeTwice();
          await discard(unsaved);
          await until('the draft', () => unsaved.getText().includes('1501') || undefined);
          assert.ok(!unsaved.isDirty);
          await discard(unsaved);
        });
      });
    }

    it('of a resource that is gone stay, and can be read', async () => {
      const id = sandbox().ids.unusedTokenPolicy;
      await keep('tokenPolicies', id, /"title": ".*"/, '"title": "Mine, of something gone"');
      await closeEditors();
      await deleteAtService('tokenPolicies', id);
      const document = await open('tokenPolicies', id);
      assert.match(document.getText(), /Mine, of something gone/);
      await assert.rejects(apply(document), /may have been deleted/);
      assert.equal((await run<ApplyResult>('applyDrafts')).failed?.id, id);
      await discard(document);
      assert.deepEqual(await run('applyDrafts'), { done: [], notDone: [] });
    });

    it('of a resource that another extension deletes stay', async () => {
      const body = { title: 'Kiosk', accessTokenLifetime: 3600, allowedScopes: ['openid'] };
      const { id } = await run<{ id: string }>('createResource', { kind: 'tokenPolicies', body });
      const document = await keep('tokenPolicies', id, lifetime, '"accessTokenLifetime": 1501');
      await run('deleteResource', { kind: 'tokenPolicies', id });
      await assert.rejects(apply(document), /may have been deleted/);
      assert.match(document.getText(), /"accessTokenLifetime": 1501/);
      assert.equal((await run<ApplyResult>('applyDrafts')).failed?.id, id);
      await discard(document);
    });

    it('of another customer are not sent, and are back with that customer', async () => {
      const { ids, origin, customerId } = sandbox();
      await keep('tokenPolicies', ids.mobileTokenPolicy, lifetime, '"accessTokenLifetime": 1601');
      await closeEditors();
      const other = await startSandbox();
      try {
        const { clientSecret } = profileFor(sandbox());
        await run('editProfile', { ...profileFor(other), force: true });
        assert.deepEqual(await run('applyDrafts'), { done: [], notDone: [] });
        assert.equal(other.received.filter(({ method }) => method === 'PUT').length, 0);
        await run('editProfile', {
          name: 'acme',
          origin,
          customerId,
          clientId: sandbox().clientId,
          clientSecret,
        });
        assert.equal((await run<ApplyResult>('applyDrafts')).done.length, 1);
      } finally {
        await other.stop();
      }
    });

    it('of a document that stays open while its profile changes are those of the customer that it was read from', async () => {
      const { ids, origin, customerId, clientId } = sandbox();
      const id = ids.mobileTokenPolicy;
      const document = await open('tokenPolicies', id);
      const text = document.getText();
      const save = async (to: string) => {
        await edit(document, document.getText(), to);
        await document.save();
      };
      const other = await startSandbox();
      try {
        await run('editProfile', { ...profileFor(other), force: true });
        await save(text.replace(lifetime, '"accessTokenLifetime": 1603'));
        await save(text);
        await save(text.replace(lifetime, '"accessTokenLifetime": 1604'));
        assert.deepEqual(await run('applyDrafts'), { done: [], notDone: [] });
        await assert.rejects(apply(document), /edited when .* was for another customer/);
        const { clientSecret } = profileFor(sandbox());
        await run('editProfile', { name: 'acme', origin, customerId, clientId, clientSecret });
        assert.equal((await run<ApplyResult>('applyDrafts')).done.length, 1);
        assert.equal((await atService('tokenPolicies', id))['accessTokenLifetime'], 1604);
      } finally {
        await other.stop();
      }
    });

    it('stay with their customer when two profiles exchange their names', async () => {
      const id = sandbox().ids.mobileTokenPolicy;
      const other = await startSandbox();
      const exchange = async () => {
        await run('editProfile', { name: 'acme', newName: 'third' });
        await run('editProfile', { name: 'beta', newName: 'acme' });
        await run('editProfile', { name: 'third', newName: 'beta' });
      };
      try {
        await run('addProfile', profileFor(other, 'beta'));
        await run('switchProfile', { name: 'acme' });
        await keep('tokenPolicies', id, lifetime, '"accessTokenLifetime": 1605');
        await closeEditors();
        const document = await open('tokenPolicies', sandbox().ids.staffTokenPolicy);
        await exchange();
        // Of the one that was acme when the document was opened.
        await edit(document, lifetime, '"accessTokenLifetime": 1606');
        await document.save();
        const { done } = await run<ApplyResult>('applyDrafts', { profile: 'acme' });
        assert.deepEqual(done, []);
        await assert.rejects(apply(document), /edited when .* was for another customer/);
        assert.deepEqual(
          other.received.filter(({ method }) => method === 'PUT'),
          [],
        );
        const sent = await run<ApplyResult>('applyDrafts', { profile: 'beta' });
        assert.deepEqual(sent.done.map(each => each.id).sort(), [id, sandbox().ids.staffTokenPolicy].sort());
        assert.equal((await atService('tokenPolicies', id))['accessTokenLifetime'], 1605);
        const staff = await atService('tokenPolicies', sandbox().ids.staffTokenPolicy);
        assert.equal(staff['accessTokenLifetime'], 1606);
      } finally {
        await closeEditors();
        await exchange();
        await removeProfile('beta');
        await run('switchProfile', { name: 'acme' });
        await other.stop();
      }
    });

    it('are discarded although the document is closed while the service is read', async () => {
      const id = sandbox().ids.mobileTokenPolicy;
      const uri = vscode.Uri.from({
        scheme: 'hosted-login',
        path: '/acme/tokenPolicies/Opened.json',
        query: id,
      });
      // Not by `openTextDocument`, which keeps a document for minutes.
      await vscode.commands.executeCommand('vscode.open', uri);
      const document = await until('the document', () =>
        vscode.workspace.textDocuments.find(each => each.uri.toString() === uri.toString()),
      );
      await edit(document, lifetime, '"accessTokenLifetime": 1603');
      assert.equal(await document.save(), true);
      const received = sandbox().received.at(-1);
      sandbox().fail({ method: 'GET', path: id, delayMs: 2_000 });
      const discarded = run('discardDraft', { uri: document.uri.toString() });
      await until('the read', () => sandbox().received.at(-1) !== received || undefined);
      await closeEditors();
      await until('the end of the document', () => document.isClosed || undefined);
      await discarded;
      const again = await open('tokenPolicies', id);
      assert.doesNotMatch(again.getText(), /1603/);
      assert.ok(!again.isDirty);
    });

    it('go with their profile', async () => {
      await keep('tokenPolicies', sandbox().ids.mobileTokenPolicy, lifetime, '"accessTokenLifetime": 1602');
      await closeEditors();
      await removeProfile('acme');
      await run('addProfile', profileFor(sandbox()));
      assert.deepEqual(await run('applyDrafts'), { done: [], notDone: [] });
    });

    describe('of a profile that was removed', () => {
      const { asked, answerBy } = useAnswers();

      it('are not brought back by Undo of Discard', async () => {
        // VS Code still has the document of the test before in memory. It shows a draft that is gone.
        const id = sandbox().ids.mobileTokenPolicy;
        const document = await keep('tokenPolicies', id, lifetime, '"accessTokenLifetime": 1604');
        answerBy(async ({ text }) => {
          if (!text.includes('was discarded')) return undefined;
          await removeProfile('acme');
          return 'Undo';
        });
        await vscode.commands.executeCommand('hostedLogin.discardDraft', document.uri);
        await until('the message', () => asked.find(({ text }) => text.includes('cannot be brought back')));
        await run('addProfile', profileFor(sandbox()));
        assert.deepEqual(await run('applyDrafts'), { done: [], notDone: [] });
      });

      it('leave a document in which each edit is kept, also one back to the text before the draft', async () => {
        const id = sandbox().ids.readOnlyTokenPolicy;
        const text = (await open('tokenPolicies', id)).getText();
        const document = await keep('tokenPolicies', id, lifetime, '"accessTokenLifetime": 1607');
        await removeProfile('acme');
        await changeAtService('tokenPolicies', id, { accessTokenLifetime: 1608 });
        await run('addProfile', profileFor(sandbox()));
        await edit(document, document.getText(), text);
        await document.save();
        assert.equal((await run<ApplyResult>('applyDrafts')).failed?.id, id);
        assert.equal(document.getText(), text);
        await discard(document);
        assert.match(document.getText(), /1608/);
      });
    });

    it('are told apart from other documents by discardDraft', async () => {
      await assert.rejects(run('discardDraft', { uri: 'file:///x.json' }), /not a policy or client/);
      await assert.rejects(run('discardDraft', {}), /uri/);
      await assert.rejects(run('applyDrafts', { profile: 'nobody' }), /no profile “nobody”/);
    });
  });
}
