import assert from 'node:assert/strict';
import type { Sandbox } from '../../src/sandbox/index';
import type { Session } from '../support/session';
import { skipAfterFailure } from '../support/skipAfterFailure';
import { until } from '../support/until';
import { useWindow } from '../support/useWindow';
import type { Window } from '../support/window';

describe('request files', () => {
  let sandbox: Sandbox;
  let session: Session;
  let window: Window;
  /** The one that is put into a file, which VS Code's local history keeps. */
  let tokenInFile: string;

  useWindow(
    ({ origin, customerId, clientSecret }) => {
      const login = `${origin}/${customerId}/login/token`;
      const url = `${origin}/${customerId}/config`;
      const header = 'Authorization: Bearer {{$processEnv HOSTED_LOGIN_TOKEN}}';
      return {
        profile: 'acme',
        files: {
          'change.http': `GET ${url}/loginPolicies\n${header}\n\n###\nPUT ${url}/tokenPolicies/1\n${header}\n`,
          'deploy.sh': 'A=',
          'send.http': `GET ${url}/tokenPolicies\n${header}\n\n### No header yet\nGET ${url}/clients\n`,
          'basic.http': `GET ${url}/clients\nAuthorization: Basic {{$processEnv HOSTED_LOGIN_TOKEN}}\n`,
          'elsewhere.http': [
            `{{\nexports.own = '${origin}';\n}}`,
            `GET {{own}}/${customerId}/config/clients\n${header}\n`,
            `###\nGET https://elsewhere.example/${customerId}/config/clients\n${header}\n`,
          ].join('\n'),
          'token.http': `POST ${login}\n\ngrant_type=client_credentials\n&\n\n###\n\n`,
          'long.http': `${'\n'.repeat(50_001)}POST ${login}\n`,
          'all.test.http': `GET https://tests.example/${customerId}/config/clients\n${header}\n`,
          'notes.md': `\`\`\`http\nGET ${url}/clients\nX-Own: ${clientSecret}\n\`\`\`\n`,
          'policy.json': '{\n  "allowedScopes": ["*:config/**"],\n  "scope": \n}\n',
        },
        clients: ['httpYac'],
      };
    },
    started => {
      ({ sandbox, session, window } = started);
    },
  );

  /** Before any request file is open. */
  describe('what httpYac sends by itself', function () {
    skipAfterFailure(this);

    // From then on, nothing has used the client secret.
    before(() => window.reload());

    after(async () => {
      await window.closeEditors();
      await window.runCommand('Hosted Login: Forget Access Token');
      await window.statusBarText(/acme no token/);
    });

    it('is logged without a secret if it is sent from Markdown', async () => {
      await window.openFile('notes.md');
      await window.goToLine(2);
      await window.runCommand('httpYac Stand-in: Send');
      const log = await until('the request in the log', () => {
        const text = session.outputOf('httpyac - Request');
        return /x-own/i.test(text) ? text : undefined;
      });
      assert.match(log, /x-own: •••/i);
      assert.ok(!log.includes(sandbox.clientSecret));
    });

    it('gets no token for a foreign host, also from a file that is not open', async () => {
      await window.closeEditors();
      await window.runCommand('Hosted Login: Request Access Token…');
      await window.waitForPrompt('What may the token do?');
      await window.pick(/Read everything/);
      await window.statusBarText(/60m/);
      await window.runCommand('httpYac Stand-in: Run Tests');
      await window.notification(
        /httpYac sends a request to https:\/\/tests\.example without an access token/,
      );
    });
  });

  /** For clients that are not edited as text: what they take comes onto the clipboard. */
  describe('Copy Authorization As…', () => {
    it('lists the clients with what is copied, the token itself last, and copies what is picked', async () => {
      await window.runCommand('Hosted Login: Copy Authorization As…');
      await window.waitForPrompt('“The token itself” copies the token');
      const choices = await window.choices();
      assert.match(choices[0] ?? '', /^Header.*Authorization: Bearer/);
      for (const client of ['curl', 'PowerShell', 'HTTPie', 'Postman', 'Insomnia', 'Thunder Client']) {
        assert.ok(
          choices.some(choice => choice.startsWith(client)),
          client,
        );
      }
      assert.match(choices.at(-1) ?? '', /^The token itself/);
      await window.screenshot('copyAuthorization-1-clients');
      await window.pick(/^Postman: header/);
      await window.page.getByText('Authorization copied').first().waitFor();
      assert.equal(await window.copied(), 'Authorization: Bearer {{HOSTED_LOGIN_TOKEN}}');
    });
  });

  /** What a user sees at the reference in a request file, and does about it by keyboard. */
  describe('a reference that would fail', function () {
    skipAfterFailure(this);

    before(async () => {
      await window.openFile('change.http');
    });

    it('is underlined once when there is no token, and the fix requests what the request needs', async () => {
      await window.underlined(1, 'info');
      await window.goToLine(1);
      const [first] = await window.takeFix(/^Request Access Token: Read/, 'reference-1-no-token');
      assert.match(first ?? '', /Request Access Token: Read the list of login policies/);
      await window.statusBarText(/acme \d+m/);
      await window.underlined(0, 'info');
      await window.underlined(0);
    });

    it('has a hint when the token does not allow the request; its fix is there on the line of the request', async () => {
      await window.underlined(1, 'hint');
      await window.goToLine(5);
      await window.screenshot('reference-2-scope');
      await window.takeFix(/^Request Token for This File/, 'reference-3-fixes');
      await window.underlined(0, 'hint');
      await window.screenshot('reference-4-mended');
    });

    it('shows on hover what the token may do, but not the token', async () => {
      await window.page.getByText('$processEnv HOSTED_LOGIN_TOKEN').first().hover();
      const hover = window.page.locator('.monaco-hover:visible').filter({ hasText: 'acme at' });
      const text = await hover.innerText();
      assert.match(text, /Read the list of login policies[\s\S]*which this token allows/);
      for (const token of sandbox.issued) assert.ok(!text.includes(token));
      await window.screenshot('reference-5-hover');
    });
  });

  /** What a user sees when a token is in a file, and does about it. */
  describe('a token in a file', function () {
    skipAfterFailure(this);

    before(async () => {
      tokenInFile = sandbox.issued.at(-1) ?? '';
      await window.openFile('deploy.sh');
      await window.page.keyboard.press('Control+End');
    });

    it('causes a warning when the file is saved, whose button replaces it', async () => {
      await window.page.keyboard.insertText(tokenInFile);
      await window.underlined(1);
      await window.page.keyboard.press('Control+S');
      const told = await window.notification(/was saved with the access token/);
      assert.match(told, /“deploy\.sh” was saved with the access token of “acme” in it\..*can use it until/);
      assert.ok(!told.includes(tokenInFile));
      await window.screenshot('leak-1-saved');
      await window.answerNotification(/was saved with the access token/, 'Replace with Reference');
      await window.editorText(/^A="\$HOSTED_LOGIN_TOKEN"$/m);
      await window.underlined(0);
    });

    it('is underlined, and the quick fix puts a reference there', async () => {
      // The button of the message took the focus with it.
      await window.page.locator('.view-line').first().click();
      await window.page.keyboard.press('Control+End');
      await window.page.keyboard.press('Enter');
      await window.page.keyboard.insertText(`B=${tokenInFile}`);
      await window.underlined(1);
      const titles = await window.takeFix(/^Replace with reference \(/, 'leak-2-fixes');
      assert.deepEqual(titles.map(title => title.trim().replace(/ \(.*/, '')).slice(0, 3), [
        'Replace with reference',
        'Replace with reference in all files of the workspace',
        'Revoke this token',
      ]);
      await window.editorText(/^B="\$HOSTED_LOGIN_TOKEN"$/m);
      await window.underlined(0);
    });
  });

  /** Sending by the lens, with httpYac's stand-in: the real library, and output channels that VS Code keeps as files. */
  describe('a request that is sent by the lens', function () {
    skipAfterFailure(this);
    let requestsBefore = 0;
    let issuedBefore = 0;

    before(async () => {
      await window.runCommand('Hosted Login: Forget Access Token');
      await window.pick(/All \d access tokens of “acme”/);
      await window.statusBarText(/acme no token/);
      issuedBefore = sandbox.issued.length;
      requestsBefore = sandbox.received.length;
    });

    /** The answers to the requests to the configuration, as `status path`, once there are so many. */
    const answers = (count: number) =>
      until(`${count} requests`, () => {
        const below = sandbox.received.slice(requestsBefore).filter(({ path }) => path.includes('/config/'));
        const texts = below.map(({ status, path }) => `${status} ${path.replace(/.*\/config\//, '')}`);
        return texts.length >= count ? texts : undefined;
      });

    it('asks once for the token that it needs, and is authorized', async () => {
      await window.openFile('send.http');
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
      const question = 'Line 2 uses the scheme Basic. Replace it with the access token?';
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
  });

  /** From an empty window to an answer: a request of the catalogue, filled in and sent. */
  describe('a new request', function () {
    skipAfterFailure(this);

    before(async () => {
      await window.closeEditors();
      await window.runCommand('Hosted Login: Request Access Token…');
      await window.waitForPrompt('What may the token do?');
      await window.pick(/Read everything/);
      await window.statusBarText(/60m/);
    });

    it('is chosen in plain words, by resource', async () => {
      await window.runCommand('Hosted Login: New Request…');
      await window.waitForPrompt('What should the request do?');
      const [first, second, third] = await window.choices();
      assert.match(
        first ?? '',
        /^List token policies.*GET config\/tokenPolicies.*Needs \.:config\/tokenPolicies(?!\*)/,
      );
      assert.match(
        second ?? '',
        /^Get a token policy.*<tokenPolicyId>.*Needs \.:config\/tokenPolicies\/<tokenPolicyId>/,
      );
      assert.match(third ?? '', /^Create a token policy/);
      await window.screenshot('newRequest-1-operations');
    });

    it('opens in a request file of its own, ready to be sent', async () => {
      await window.pick(/List login policies/);
      await window.waitForEditor('requests.http');
      await window.editorText(/^GET .*loginPolicies$/m);
      await window.screenshot('newRequest-2-inserted');
      await window.runCommand('Companion: Send with httpYac');
      assert.match(await window.editorText(/^HTTP \d+/), /^HTTP 200\b/);
    });

    it('is inserted after the one at the cursor, with its ID selected', async () => {
      await window.runCommand('Hosted Login: New Request…');
      await window.fill('update a login', 'What should the request do?');
      await window.pick(/Update a login policy/);
      await window.editorText(/^PUT .*<loginPolicyId>$/m);
      await window.screenshot('newRequest-3-to-fill-in');
      await window.page.keyboard.type('my-id');
      const text = await window.editorText(/^PUT .*\/my-id$/m);
      assert.match(text, /"id": "my-id"/);
    });
  });

  /** Suggestions come by themselves where a scope is typed, and nowhere else. */
  describe('a person types scopes', function () {
    skipAfterFailure(this);

    const widget = () => window.page.locator('.suggest-widget.visible');
    const type = (text: string) => window.page.keyboard.type(text);

    /** The suggestions as a person reads them, once there are some; they are closed then. */
    async function suggestions(): Promise<string> {
      const rows = widget().locator('.monaco-list-row');
      await rows.first().waitFor();
      const texts = await rows.allInnerTexts();
      await window.page.keyboard.press('Escape');
      await widget().waitFor({ state: 'hidden' });
      return texts.join('\n');
    }

    it('in a request file: after “scope=”, after an action, and after the space of a list', async () => {
      await window.openFile('token.http');
      await window.goToLine(4);
      await window.page.keyboard.press('End');
      await window.page.keyboard.insertText('scope');
      await type('=');
      assert.match(await suggestions(), /Read everything/);
      await window.page.keyboard.insertText('.');
      await type(':');
      assert.match(await suggestions(), /config\/clients/);
      await window.page.keyboard.insertText('config/**');
      await type(' ');
      assert.match(await suggestions(), /Read everything/);
    });

    it('but not elsewhere in it', async () => {
      await window.goToLine(7);
      for (const character of ' = : / " ') await type(character);
      assert.equal(await widget().count(), 0);
      // Suggestions would be here by now: this comes later.
      await window.page.keyboard.insertText('\nPOST https://x/login/token\n\nscope');
      await type('=');
      assert.match(await suggestions(), /Read everything/);
    });

    it('not in a file that is too long, which says so in its language status', async () => {
      await window.openFile('long.http');
      await window.page.locator('#status\\.languageStatus').hover();
      await window.page.getByText('Too long for Hosted Login').first().waitFor();
      await window.screenshot('suggestions-too-long');
      await window.leaveStatusBar();
    });

    it('in JSON: in the string of a scope, and after its spaces', async () => {
      await window.openFile('policy.json');
      await window.goToLine(3);
      await window.page.keyboard.press('End');
      await type('"');
      assert.match(await suggestions(), /Read everything/);
      await window.page.keyboard.insertText('.:config/**');
      await type(' ');
      assert.match(await suggestions(), /Read everything/);
    });
  });

  // At last: it closes the window.
  describe('the requests that were sent', () => {
    it('left no token in any file, those of the output channels of httpYac included', async () => {
      await window.close();
      const logs = session.keptFiles().filter(file => file.includes('httpyac - Request'));
      assert.equal(logs.length, 1, session.keptFiles().join('\n'));
      const others = sandbox.issued.filter(token => token !== tokenInFile);
      assert.ok(others.length > 2);
      assert.deepEqual(session.keptFilesWith(others), []);
      assert.deepEqual(
        session.keptFilesWith(['Bearer •••'].map(text => Buffer.from(text).toString('latin1'))),
        logs,
        'what was sent is logged without it',
      );
    });
  });
});
