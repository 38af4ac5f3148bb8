import assert from 'node:assert/strict';
import { type Sandbox, startSandbox } from '../../src/sandbox/index';
import { addProfile } from '../support/enterProfile';
import { Session } from '../support/session';
import { skipAfterFailure } from '../support/skipAfterFailure';
import { until } from '../support/until';
import type { Window } from '../support/window';

/** Sending by the lens, with httpYac's stand-in: the real library, and output channels that VS Code keeps as files. */
describe('a request that is sent by the lens', function () {
  skipAfterFailure(this);
  let sandbox: Sandbox;
  let session: Session;
  let window: Window;
  /** By the check of the profile. */
  let issuedBefore = 0;

  before(async function () {
    this.timeout(120_000);
    sandbox = await startSandbox();
    const { origin, customerId } = sandbox;
    const header = 'Authorization: Bearer {{$processEnv HOSTED_LOGIN_TOKEN}}';
    const url = `${origin}/${customerId}/config`;
    session = await Session.start({
      files: {
        'requests.http': `GET ${url}/tokenPolicies\n${header}\n\n### No header yet\nGET ${url}/clients\n`,
        'basic.http': `GET ${url}/clients\nAuthorization: Basic {{$processEnv HOSTED_LOGIN_TOKEN}}\n`,
        'elsewhere.http': [
          `{{\nexports.own = '${origin}';\n}}`,
          `GET {{own}}/${customerId}/config/clients\n${header}\n`,
          `###\nGET https://elsewhere.example/${customerId}/config/clients\n${header}\n`,
        ].join('\n'),
      },
      clients: ['httpYac'],
    });
    window = await session.openWindow();
    await addProfile(window, sandbox);
    issuedBefore = sandbox.issued.length;
  });

  after(async () => {
    await session.close();
    await sandbox.stop();
  });

  /** The answers to the requests to the configuration, as `status path`, once there are so many. */
  const answers = (count: number) =>
    until(`${count} requests`, () => {
      const below = sandbox.received.filter(({ path }) => path.includes('/config/'));
      const texts = below.map(({ status, path }) => `${status} ${path.replace(/.*\/config\//, '')}`);
      return texts.length >= count ? texts : undefined;
    });

  it('asks once for the token that it needs, and is authorized', async () => {
    await window.openFile('requests.http');
    await window.clickLens('Send with Fresh Token');
    await window.waitForPrompt('No live token allows this request');
    await window.screenshot('sending-1-question');
    const [exactly = '', forFile = ''] = await window.choices();
    assert.match(exactly, /Request: Read.*\.:config\/tokenPolicies/);
    assert.match(forFile, /Request for the whole file: .*\.:config\/clients/);
    await window.pickFirst();
    assert.deepEqual(await answers(1), ['200 tokenPolicies']);
    await window.statusBarText(/acme \d+m/);
  });

  it('asks nothing as long as that token lives', async () => {
    await window.clickLens('Send with Fresh Token');
    assert.deepEqual(await answers(2), ['200 tokenPolicies', '200 tokenPolicies']);
    assert.equal(sandbox.issued.length, issuedBefore + 1);
  });

  it('gets its header first if it has none, from the keyboard', async () => {
    const lens = window.page.locator('.codelens-decoration a').filter({ hasText: 'Send with Fresh Token' });
    await until('a lens with and without a header', async () => (await lens.count()) === 2 || undefined);
    await window.goToLine(6);
    await window.runCommand('Hosted Login: Send Request with Fresh Token');
    await window.waitForPrompt('No live token allows this request');
    await window.accept();
    assert.deepEqual((await answers(3)).at(-1), '200 clients');
    await window.editorText(/HOSTED_LOGIN_TOKEN[\s\S]*HOSTED_LOGIN_TOKEN/);
    await until('the same lenses', async () => (await lens.count()) === 2 || undefined);
  });

  it('is sent after one question if only the client knows where it goes', async () => {
    await window.openFile('elsewhere.http');
    const send = () => window.runCommand('Hosted Login: Send Request with Fresh Token');
    const question = /not certain that this request goes to the host of “acme”: a script of the file/;
    await window.goToLine(4);
    await send();
    await window.waitForDialog(question);
    await window.screenshot('sending-2-uncertain');
    await window.answerDialog(question, 'Cancel');
    await send();
    await window.answerDialog(question, 'Send');
    assert.deepEqual((await answers(4)).at(-1), '200 clients');
  });

  it('asks before it replaces another scheme than Bearer', async () => {
    await window.openFile('basic.http');
    const question = 'Line 2 authorizes with Basic. Replace it with the access token?';
    await window.clickLens('Send with Fresh Token');
    await window.answerDialog(question, 'Cancel');
    await window.clickLens('Send with Fresh Token');
    await window.answerDialog(question, 'Replace and Send');
    assert.deepEqual((await answers(5)).at(-1), '200 clients');
    await window.editorText(/^Authorization: Bearer \{\{\$processEnv HOSTED_LOGIN_TOKEN\}\}$/m);
    await window.page.keyboard.press('Control+S');
    await window.openFile('elsewhere.http');
  });

  it('is refused when it goes to no profile, with a button that helps', async () => {
    await window.goToLine(8);
    await window.runCommand('Hosted Login: Send Request with Fresh Token');
    await window.notification(
      /goes to https:\/\/elsewhere\.example, and none of your profiles has this host/,
    );
    await window.answerNotification(/elsewhere\.example/, 'Add Profile…');
    await window.waitForPrompt('What do you call this customer');
    await window.dismiss();
    await window.goToLine(8);
    await window.runCommand('httpYac Stand-in: Send');
    await window.notification(
      /httpYac sends a request to https:\/\/elsewhere\.example without an access token/,
    );
  });

  it('left no token in any file, those behind the output channels of httpYac included', async () => {
    await window.close();
    const logs = session.keptFiles().filter(file => file.includes('httpyac - Request'));
    assert.equal(logs.length, 1, session.keptFiles().join('\n'));
    assert.deepEqual(session.keptFilesWith(sandbox.issued), []);
    assert.deepEqual(
      session.keptFilesWith(['Bearer •••'].map(text => Buffer.from(text).toString('latin1'))),
      logs,
      'what was sent is logged without it',
    );
  });
});
