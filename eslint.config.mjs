// @ts-check
import { defineConfig } from 'eslint/config';
import { createTypeScriptImportResolver } from 'eslint-import-resolver-typescript';
import importX from 'eslint-plugin-import-x';
import tseslint from 'typescript-eslint';

/**
 * The floors of the house (DESIGN §3), highest first: a file imports from its own floor or from a lower one.
 * `api` and `sandbox` stand side by side and share only the ground.
 */
const mayImport = {
  core: [],
  api: ['core'],
  sandbox: ['core'],
  vault: ['core', 'api'],
  ui: ['core', 'vault'],
  features: ['core', 'api', 'sandbox', 'vault', 'ui'],
};

const floors = /** @type {(keyof typeof mayImport)[]} */ (Object.keys(mayImport));

const zones = floors.map(floor => ({
  target: `./src/${floor}`,
  from: './src',
  except: [floor, ...mayImport[floor]].map(name => `./${name}`),
  message: `src/${floor} imports only from itself${mayImport[floor].map(name => `, src/${name}`).join('')}.`,
}));

/** A feature never imports another feature. */
const featureFolders = [
  'accounts',
  'authorizationHeader',
  'connection',
  'firstMinutes',
  'leakGuard',
  'menus',
  'profiles',
  'reference',
  'renewal',
  'requestCatalogue',
  'sandbox',
  'scopeLanguage',
  'sending',
  'sharing',
  'statusBar',
  'tokens',
];
const featureZones = featureFolders.map(feature => ({
  target: `./src/features/${feature}`,
  from: './src/features',
  except: [`./${feature}`],
  message: 'A feature never imports another feature; what two need sinks to a lower floor.',
}));

const noVscode = { name: 'vscode', message: 'This floor never sees vscode.' };

export default defineConfig(
  { ignores: ['dist/', 'out/', '.vscode-test/', 'node_modules/'] },
  tseslint.configs.strictTypeChecked,
  tseslint.configs.stylisticTypeChecked,
  {
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    plugins: { 'import-x': importX },
    settings: { 'import-x/resolver-next': [createTypeScriptImportResolver()] },
    rules: {
      'import-x/no-cycle': 'error',
      'import-x/no-restricted-paths': ['error', { zones: [...zones, ...featureZones] }],
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
