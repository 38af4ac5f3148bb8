// @ts-check
/**
 * Builds the extension (`dist/`) and the tests (`out/test/`).
 *
 *   node esbuild.js              development build, source maps
 *   node esbuild.js --production minified, no source maps
 *   node esbuild.js --watch      rebuilds on change (used by F5)
 *   node esbuild.js --tests      the tests as well
 *
 * Rule: what a dynamic `import()` of our own code names is not in `extension.js`. It goes into `later.js`, one bundle
 * that is loaded at the first such import, or into a bundle of its own where `ownBundles` says so.
 */
const fs = require('node:fs');
const path = require('node:path');
const esbuild = require('esbuild');

const production = process.argv.includes('--production');
const watch = process.argv.includes('--watch');

/** Late code that is loaded alone: the container, what is large, what only few people ever need. Module → name in `dist/`. */
const ownBundles = new Map([
  ['src/container.ts', 'container'],
  ['src/api/transport/agent.ts', 'agent'],
  ['src/sandbox/index.ts', 'sandbox'],
  ['src/features/configurationFiles/lazy.ts', 'configurationFiles'],
]);

/** The modules behind dynamic imports, as they are found. @type {Set<string>} */
const lateModules = new Set();

/** Turns dynamic imports of our own code into loads of a late bundle. @type {esbuild.Plugin} */
const dynamicImportsAreLate = {
  name: 'dynamic-imports-are-late',
  setup(build) {
    build.onResolve({ filter: /^\.{1,2}\// }, args => {
      if (args.kind !== 'dynamic-import') return undefined;
      const file = path.relative(__dirname, path.resolve(args.resolveDir, args.path)).replaceAll('\\', '/');
      const name = ownBundles.get(`${file}.ts`);
      if (name !== undefined) return { path: `./${name}.js`, external: true };
      lateModules.add(file);
      return { path: file, namespace: 'late' };
    });
    build.onLoad({ filter: /.*/, namespace: 'late' }, args => ({
      contents: `module.exports = require('./later.js')[${JSON.stringify(args.path)}]();`,
    }));
    build.onResolve({ filter: /^\.\/later\.js$/, namespace: 'late' }, args => ({
      path: args.path,
      external: true,
    }));
  },
};

/** The entry of `later.js`: every late module by its path, evaluated when it is asked for. */
function laterEntry() {
  const getters = [...lateModules].map(file => `${JSON.stringify(file)}: () => require('./${file}')`);
  // Its copy of the translations is its own, as each bundle's is.
  return `require('./src/core/common/l10n').useBundle(require('vscode').l10n.bundle);
module.exports = { ${getters.join(', ')} };`;
}

/**
 * `import * as vscode` as one variable for the whole bundle. Otherwise esbuild builds, for every file that has it, an object with a getter for
 * each name of the API: about 70 KB of heap each, and most of the time that loading us takes. @type {esbuild.Plugin}
 */
const vscodeIsRequired = {
  name: 'vscode-is-required',
  setup(build) {
    build.onLoad({ filter: /[\\/]src[\\/].*\.ts$/ }, async ({ path: file }) => {
      const text = await fs.promises.readFile(file, 'utf8');
      const contents = text.replace("import * as vscode from 'vscode';", "import { vscode } from 'vscode';");
      return { contents, loader: 'ts' };
    });
    build.onResolve({ filter: /^vscode$/ }, ({ kind }) =>
      kind === 'import-statement'
        ? { path: 'vscode', namespace: 'vscode' }
        : { path: 'vscode', external: true },
    );
    build.onLoad({ filter: /.*/, namespace: 'vscode' }, () => ({
      contents: "export const vscode = require('vscode');",
    }));
  },
};

/** Tells VS Code's task runner when a watch build begins, fails and ends. @type {esbuild.Plugin} */
const watchReporter = {
  name: 'watch-reporter',
  setup(build) {
    build.onStart(() => {
      console.log('[watch] build started');
    });
    build.onEnd(result => {
      for (const { text, location } of result.errors) {
        console.error(`✘ [ERROR] ${text}`);
        if (location) console.error(`    ${location.file}:${location.line}:${location.column}:`);
      }
      console.log('[watch] build finished');
    });
  },
};

/** @type {esbuild.BuildOptions} */
const common = {
  bundle: true,
  platform: 'node',
  target: 'node20',
  format: 'cjs',
  charset: 'utf8',
  sourcemap: production ? false : 'linked',
  minify: production,
  legalComments: 'none',
  logLevel: watch ? 'silent' : 'warning',
  plugins: watch ? [watchReporter] : [],
};

/** Its main file is one that no bundler can look through. */
const bundled = { 'jsonc-parser': 'jsonc-parser/lib/esm/main.js' };

/** @type {esbuild.BuildOptions} */
const extension = {
  ...common,
  entryPoints: {
    extension: 'src/extension.ts',
    ...Object.fromEntries([...ownBundles].map(([file, name]) => [name, file])),
  },
  outdir: 'dist',
  external: ['vscode'],
  alias: bundled,
  metafile: true,
  plugins: [vscodeIsRequired, dynamicImportsAreLate, ...(common.plugins ?? [])],
};

/** Builds `later.js`; again where its own modules named further ones. */
async function buildLater() {
  for (;;) {
    const known = lateModules.size;
    const built = await esbuild.build({
      ...common,
      stdin: { contents: laterEntry(), resolveDir: __dirname, sourcefile: 'later-entry.js' },
      outfile: 'dist/later.js',
      external: ['vscode'],
      alias: bundled,
      metafile: true,
      plugins: [vscodeIsRequired, dynamicImportsAreLate],
    });
    if (lateModules.size === known) return built;
  }
}

/** Every `*.test.ts` below a folder of `test/`, as entry points. @param {string} folder */
function testFiles(folder) {
  const root = path.join('test', folder);
  if (!fs.existsSync(root)) return [];
  return fs
    .readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter(file => file.endsWith('.test.ts'))
    .map(file => path.join(root, file));
}

/** @type {() => esbuild.BuildOptions} */
const tests = () => ({
  ...common,
  entryPoints: [
    ...testFiles('unit'),
    ...testFiles('thorough'),
    ...testFiles('host'),
    ...testFiles('e2e'),
    ...testFiles('pictures'),
    ...['test/host/index.ts'].filter(file => fs.existsSync(file)),
  ],
  outbase: 'test',
  outdir: 'out/test',
  packages: 'external',
  external: ['vscode'],
});

/** Builds `later.js` again whenever `extension.js` was. @type {esbuild.Plugin} */
const laterFollows = {
  name: 'later-follows',
  setup(build) {
    build.onStart(() => {
      lateModules.clear();
    });
    build.onEnd(async result => {
      if (result.errors.length > 0) return;
      const { metafile, errors } = await buildLater();
      result.errors.push(...errors);
      Object.assign(result.metafile?.outputs ?? {}, metafile.outputs);
    });
  },
};

async function main() {
  fs.rmSync('dist', { recursive: true, force: true });
  const withLater = { ...extension, plugins: [laterFollows, ...(extension.plugins ?? [])] };
  if (watch) {
    const context = await esbuild.context(withLater);
    await context.watch();
    return;
  }
  const built = await esbuild.build(withLater);
  if (process.argv.includes('--tests')) {
    fs.rmSync('out/test', { recursive: true, force: true });
    await esbuild.build(tests());
  }
  if (!production) return;
  for (const [file, { bytes }] of Object.entries(built.metafile?.outputs ?? {})) {
    console.log(`${file.padEnd(20)} ${(bytes / 1024).toFixed(1).padStart(8)} KB`);
  }
}

main().catch((/** @type {unknown} */ error) => {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
});
