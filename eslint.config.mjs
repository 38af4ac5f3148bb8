// @ts-check
import { defineConfig } from 'eslint/config';
import importX from 'eslint-plugin-import-x';
import regexp from 'eslint-plugin-regexp';
import tseslint from 'typescript-eslint';

const noVscode = { name: 'vscode', message: 'This layer does not import vscode.' };

/** What VS Code renders, and which module of ours shows it literally. */
const shownBy = {
  'show(Information|Warning|Error)Message': 'src/ui/notifications.ts',
  setStatusBarMessage: 'src/ui/notifications.ts',
  '(show|create)(QuickPick|InputBox)': 'src/ui/quickInput.ts',
  createStatusBarItem: 'src/ui/statusItem.ts',
  CodeLens: 'src/ui/codeLens.ts',
  CompletionItem: 'src/ui/text/completionItem.ts',
  MarkdownString: 'src/ui/text/trustedMarkdown.ts',
  Hover: 'src/ui/text/trustedMarkdown.ts',
};
const textModules = [
  ...new Set([...Object.values(shownBy), 'src/ui/progress.ts', 'src/ui/documents/registerQuickFixes.ts']),
];

const rawTexts = [
  {
    selector: "MemberExpression[object.name='URL'][property.name='canParse']",
    message: 'parseUrl: in Node 20, canParse says no to characters such as ü once its caller is compiled.',
  },
  {
    selector: `CallExpression[callee.name='t']:not(:function CallExpression, PropertyDefinition CallExpression)`,
    message: 'While a module is loaded there are no translations yet: make it a function.',
  },
  ...Object.entries(shownBy).flatMap(([name, module]) => {
    const message = `VS Code renders links or icons in it: use ${module}.`;
    return [
      { selector: `MemberExpression[property.name=/^${name}$/]`, message },
      { selector: `ObjectPattern > Property[key.name=/^${name}$/]`, message },
    ];
  }),
  {
    selector: `MemberExpression[object.property.name='window'][property.name='withProgress']`,
    message: 'VS Code renders links in it: use src/ui/progress.ts.',
  },
  {
    selector: `MemberExpression[property.name='registerCodeActionsProvider']`,
    message: 'VS Code may apply them at a save: use src/ui/documents/registerQuickFixes.ts.',
  },
  {
    selector: `CallExpression[callee.property.name='executeCommand'][arguments.0.object.name='commands']`,
    message: 'Its arguments are not checked: use runCommand of src/ui/commands/runCommand.ts.',
  },
  {
    selector: `MemberExpression[computed=true][object.name='vscode'], MemberExpression[computed=true][object.property.name='window']`,
    message: 'Name it, so that lint sees what it is.',
  },
  {
    selector: `ImportDeclaration[importKind='value'][source.value='vscode'] > ImportSpecifier[importKind='value']`,
    message: `import * as vscode from 'vscode', so that lint sees what is used of it.`,
  },
];

/** Which files may import which others is in `.dependency-cruiser.mjs`. */
export default defineConfig(
  { ignores: ['dist/', 'out/', '.vscode-test/', 'node_modules/', 'test/golden/'] },
  tseslint.configs.strictTypeChecked,
  tseslint.configs.stylisticTypeChecked,
  {
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    plugins: { 'import-x': importX },
    rules: {
      'import-x/no-default-export': 'error',
      'import-x/order': ['error', { 'newlines-between': 'never', alphabetize: { order: 'asc' } }],
      eqeqeq: 'error',
      'no-console': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/explicit-module-boundary-types': 'error',
      '@typescript-eslint/no-unused-vars': [
        'error',
        { ignoreRestSiblings: true, varsIgnorePattern: '^_', argsIgnorePattern: '^_' },
      ],
      '@typescript-eslint/no-non-null-assertion': 'error',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
    },
  },
  {
    files: ['src/core/**', 'src/api/**', 'src/sandbox/**'],
    rules: { 'no-restricted-imports': ['error', { paths: [noVscode] }] },
  },
  {
    // Types only: what VS Code stores with is passed in.
    files: ['src/storage/**', 'src/tokens/**', 'src/configuration/**'],
    rules: {
      '@typescript-eslint/no-restricted-imports': [
        'error',
        { paths: [{ ...noVscode, allowTypeImports: true }] },
      ],
    },
  },
  {
    // core: plain values and rules. No vscode, no node, no clock, no I/O.
    files: ['src/core/**'],
    rules: {
      'no-restricted-imports': [
        'error',
        { paths: [noVscode], patterns: [{ group: ['node:*'], message: 'core does no I/O.' }] },
      ],
      'no-restricted-globals': [
        'error',
        'process',
        'Buffer',
        'fetch',
        'setTimeout',
        'setInterval',
        'performance',
      ],
      'no-restricted-properties': [
        'error',
        { object: 'Date', property: 'now', message: 'core has no clock: take the time as a parameter.' },
      ],
    },
  },
  {
    // Whoever writes a file that is opened could make a quantifier try each way to divide a text.
    files: ['src/**'],
    plugins: { regexp },
    rules: { 'regexp/no-super-linear-backtracking': ['error', { report: 'certain' }] },
  },
  {
    // Texts of ours hold names and titles of others: where VS Code makes links, icons or Markdown of a text, it goes
    // through the modules that show it literally.
    files: ['src/**'],
    ignores: textModules,
    rules: { 'no-restricted-syntax': ['error', ...rawTexts] },
  },
  {
    files: ['test/**', 'scripts/**', '*.js', '*.mjs'],
    rules: {
      'no-console': 'off',
      'import-x/no-default-export': 'off',
      '@typescript-eslint/no-unused-expressions': 'off',
      '@typescript-eslint/explicit-module-boundary-types': 'off',
    },
  },
  { files: ['**/*.js'], rules: { '@typescript-eslint/no-require-imports': 'off' } },
);
