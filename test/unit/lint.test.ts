import assert from 'node:assert/strict';
import fs from 'node:fs';
import { ESLint, Linter } from 'eslint';
import { parser } from 'typescript-eslint';

/** The rule by which texts that VS Code renders with links or icons go through modules that show them literally. */
describe('lint of texts that VS Code renders', () => {
  const eslint = new ESLint();
  const rules = async (file: string): Promise<Linter.RulesRecord> => {
    const config = (await eslint.calculateConfigForFile(file)) as Linter.Config;
    const rule = config.rules?.['no-restricted-syntax'];
    return rule ? { 'no-restricted-syntax': rule } : {};
  };
  const complaints = async (code: string, file = 'src/features/some.ts'): Promise<readonly string[]> => {
    const messages = new Linter().verify(code, {
      languageOptions: { parser: parser },
      rules: await rules(file),
    });
    return messages.map(({ message }) => message);
  };

  const rendered: Readonly<Record<string, string>> = {
    'an information': 'void vscode.window.showInformationMessage(text);',
    'a warning': 'void vscode.window.showWarningMessage(text);',
    'an error': 'void vscode.window.showErrorMessage(text);',
    'a message of the status bar': 'vscode.window.setStatusBarMessage(text);',
    'quick fixes': 'vscode.languages.registerCodeActionsProvider(selector, provider);',
    'a quick pick': 'void vscode.window.showQuickPick(items);',
    'a quick pick that is kept': 'const pick = vscode.window.createQuickPick();',
    'an input box': 'void vscode.window.showInputBox({ prompt: text });',
    'an item of the status bar': 'const item = vscode.window.createStatusBarItem();',
    'a code lens': 'new vscode.CodeLens(range);',
    'a completion': 'new vscode.CompletionItem(text);',
    Markdown: 'new vscode.MarkdownString(text);',
    'a hover': 'new vscode.Hover(text);',
    'a title of progress': 'void vscode.window.withProgress({ location, title: text }, work);',
    'a name taken out of the window': 'const { showErrorMessage } = vscode.window;',
    'another name for it': 'const { showErrorMessage: show } = vscode.window;',
    'the window under another name': 'const { window } = vscode; void window.showErrorMessage(text);',
    'a function that is passed on': 'texts.forEach(vscode.window.showErrorMessage);',
    'a computed name': "void vscode.window['showErrorMessage'](text);",
    'a computed name of the module': "new vscode['MarkdownString'](text);",
    'an imported name': "import { MarkdownString } from 'vscode';",
  };
  for (const [what, code] of Object.entries(rendered)) {
    it(`${what}: is refused outside of these modules`, async () => {
      assert.notDeepEqual(await complaints(code), [], code);
    });
  }

  it('accepts types of them, and what shows texts literally', async () => {
    const code = `import type { MarkdownString } from 'vscode';
      import * as vscode from 'vscode';
      import { showError } from '../ui/notifications';
      void showError(text);
      vscode.window.showTextDocument(document);
      const hover: vscode.Hover | undefined = undefined;`;
    assert.deepEqual(await complaints(code), []);
  });

  it('exempts only modules that exist', async () => {
    const files = fs
      .readdirSync('src', { recursive: true, encoding: 'utf8' })
      .filter(file => file.endsWith('.ts'))
      .map(file => `src/${file}`);
    const exempt: string[] = [];
    for (const file of files) {
      if (Object.keys(await rules(file)).length === 0) exempt.push(file);
    }
    assert.deepEqual(exempt.sort(), [
      'src/ui/codeLens.ts',
      'src/ui/documents/registerQuickFixes.ts',
      'src/ui/notifications.ts',
      'src/ui/progress.ts',
      'src/ui/quickInput.ts',
      'src/ui/statusItem.ts',
      'src/ui/text/completionItem.ts',
      'src/ui/text/trustedMarkdown.ts',
    ]);
  });
});
