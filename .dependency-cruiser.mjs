// @ts-check
/**
 * Which imports are allowed: layers, features that do not import each other, and no circles, type imports included.
 * `npm run check` runs it.
 */

/** The layers, and which others each may import. @type {Record<string, readonly string[]>} */
const layers = {
  core: [],
  api: ['core'],
  sandbox: ['core'],
  storage: ['core'],
  tokens: ['core', 'api', 'storage'],
  configuration: ['core', 'api', 'storage', 'tokens'],
  ui: ['core', 'storage'],
  features: ['core', 'api', 'sandbox', 'storage', 'tokens', 'configuration', 'ui'],
};

/** @type {import('dependency-cruiser').IForbiddenRuleType[]} */
const layerRules = Object.entries(layers).map(([layer, others]) => ({
  name: `layer-${layer}`,
  comment: `src/${layer} imports only from itself${others.map(other => `, src/${other}`).join('')}.`,
  severity: 'error',
  from: { path: `^src/${layer}/` },
  to: { path: '^src/', pathNot: `^src/(?:${[layer, ...others].join('|')})/` },
}));

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: [
    {
      name: 'no-circles',
      comment: 'No imports form a circle, type imports included.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'features-apart',
      comment:
        'A feature does not import another one. The folders of features/requests are features of their own.',
      severity: 'error',
      from: { path: '^src/features/((?:requests/)?[^/]+)/' },
      to: { path: '^src/features/', pathNot: '^src/features/$1/' },
    },
    ...layerRules,
  ],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    doNotFollow: { path: 'node_modules' },
    includeOnly: '^(?:src|test|scripts)/',
  },
};
