// @ts-check
/**
 * Builds the extension (`dist/`) and the tests (`out/test/`).
 *
 *   node esbuild.js              development build, source maps
 *   node esbuild.js --production minified, no source maps
 *   node esbuild.js --watch      rebuilds on change (used by F5)
 *   node esbuild.js --tests      the tests as well
 *
 * Rule: what a dynamic `import()` of our own code names is not in `extension.js`. It goes into one of `lateBundles`, which is
 * loaded at the first such import, or into a bundle of its own where `ownBundles` says so.
 */
const fs = require('node:fs');
const path = require('node:path');
const esbuild = require('esbuild');

const production = process.argv.includes('--production');
const watch = process.argv.includes('--watch');

/** Late code that is loaded alone: the container, and what only few people ever need. Module → name in `dist/`. */
const ownBundles = new Map([
  ['src/container.ts', 'container'],
  ['src/sandbox/index.ts', 'sandbox'],
]);

/**
 * Late code by what is needed together: loading takes about 6 ms for 100 KB, and 0.4 ms for each file. Name in `dist/` → the
 * modules; the first that fits. What several of them need is in files of its own (`late-….js`).
 * @type {readonly [name: string, modules: RegExp][]}
 */
const lateBundles = [
  [
    'files',
    /^src\/features\/(?:scopeLanguage|requests\/(?:references|sending\/codeLens|authorizationHeader\/completion))/,
  ],
  ['leaks', /^src\/(?:features\/leaks\/(?:secretTracker|leakDiagnostics)|storage\/mutedFiles)$/],
  ['requests', /^src\/features\/(?:requests|leaks|help)\//],
  ['configurationCommands', /^src\/features\/configuration\/commands\//],
  ['configuration', /^src\/features\/configuration\//],
  ['configurationFiles', /^src\/features\/configurationFiles\//],
  ['migration', /^src\/features\/migration\//],
  ['later', /^/],
];

/** @param {string} file a module's path without `.ts` @returns {string} the name of its bundle */
function lateBundleOf(file) {
  return lateBundles.find(([, modules]) => modules.test(file))?.[0] ?? '';
}

/** Its folder and name: short, because `container.js` holds all of them. @param {string} file a module's path without `.ts` */
function lateKey(file) {
  return JSON.stringify(file.split('/').slice(-2).join('/'));
}

/** The modules behind dynamic imports, as they are found. @type {Set<string>} */
const lateModules = new Set();

/**
 * The entry of a late bundle: each of its modules by its path. All are evaluated when the bundle is loaded: to evaluate each
 * when it is asked for takes longer, because V8 reads it as a function first, and again when that runs.
 * @param {string} name
 */
function lateEntry(name) {
  const modules = [...lateModules].filter(file => lateBundleOf(file) === name);
  const imports = modules.map((file, index) => `import * as module${index} from './${file}';`);
  if (new Set(modules.map(lateKey)).size < modules.length)
    throw new Error(`Two modules of ${name} have one name.`);
  const getters = modules.map((file, index) => `${lateKey(file)}: () => module${index}`);
  // Their copy of the translations is their own, as each bundle's is.
  return `import { useBundle } from './src/core/common/l10n';
${imports.join('\n')}
useBundle(require('vscode').l10n.bundle);
export const load = { ${getters.join(', ')} };`;
}

/** @type {esbuild.Plugin} */
const lateEntries = {
  name: 'late-entries',
  setup(build) {
    build.onResolve({ filter: /^entry:/ }, ({ path: name }) => ({ path: name, namespace: 'entry' }));
    build.onLoad({ filter: /.*/, namespace: 'entry' }, ({ path: name }) => ({
      contents: lateEntry(name.replace('entry:', '')),
      resolveDir: __dirname,
    }));
  },
};

/**
 * Loads what a dynamic import of our own code names from its bundle, by `late` (see `ourModules`).
 * @param {string} importer a file
 * @param {string} module as it is imported
 */
function loadLate(importer, module) {
  const file = path.relative(__dirname, path.resolve(path.dirname(importer), module)).replaceAll('\\', '/');
  const own = ownBundles.get(`${file}.ts`);
  if (own === undefined) lateModules.add(file);
  return own
    ? `late(() => require('late:${own}'))`
    : `late(() => require('late:${lateBundleOf(file)}'), ${lateKey(file)})`;
}

/**
 * Our own code: dynamic imports load a late bundle. `import * as vscode` is one variable for the whole bundle; otherwise
 * esbuild builds, for every file that has it, an object with a getter for each name of the API: about 70 KB of heap each, and
 * most of the time that loading us takes. @type {esbuild.Plugin}
 */
const ourModules = {
  name: 'our-modules',
  setup(build) {
    build.onLoad({ filter: /[\\/]src[\\/].*\.ts$/ }, async ({ path: file }) => {
      const text = await fs.promises.readFile(file, 'utf8');
      const withLate = text.replace(/\bimport\('(\.[^']+)'\)/g, (_, /** @type {string} */ module) =>
        loadLate(file, module),
      );
      const contents = withLate.replace(
        "import * as vscode from 'vscode';",
        "import { vscode } from 'vscode';",
      );
      return {
        contents: withLate === text ? contents : `import { late } from 'late'; ${contents}`,
        loader: 'ts',
      };
    });
    // A function, because the container has about forty dynamic imports.
    build.onResolve({ filter: /^late$/ }, ({ path: name }) => ({ path: name, namespace: 'late' }));
    build.onLoad({ filter: /.*/, namespace: 'late' }, () => ({
      contents: `export const late = (bundle, name) =>
        Promise.resolve().then(() => (name === undefined ? bundle() : bundle().load[name]()));`,
    }));
    build.onResolve({ filter: /^late:/ }, ({ path: name }) => ({
      path: `./${name.replace('late:', '')}.js`,
      external: true,
    }));
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

/** What VS Code's oldest supported version has. */
const target = 'node20';

/** @type {esbuild.BuildOptions} */
const common = {
  bundle: true,
  platform: 'node',
  target,
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
  plugins: [ourModules, ...(common.plugins ?? [])],
};

/** Builds the late bundles; again where their own modules named further ones. */
async function buildLate() {
  const sourcemap = production ? false : 'inline';
  for (;;) {
    const known = lateModules.size;
    const built = await esbuild.build({
      ...common,
      entryPoints: Object.fromEntries(lateBundles.map(([name]) => [name, `entry:${name}`])),
      chunkNames: 'late-[hash]',
      outdir: 'dist',
      external: ['vscode'],
      alias: bundled,
      metafile: true,
      plugins: [ourModules, lateEntries],
      // esbuild shares code only between ES modules. VS Code loads CommonJS.
      ...{ format: 'esm', splitting: true, write: false, sourcemap },
    });
    if (lateModules.size > known) continue;
    fs.mkdirSync('dist', { recursive: true });
    for (const { path: file, text } of built.outputFiles) {
      const { code } = await esbuild.transform(text, {
        ...{ format: 'cjs', platform: 'node', target, charset: 'utf8' },
        ...{ minify: production, sourcemap, sourcefile: path.basename(file) },
      });
      fs.writeFileSync(path.join('dist', path.basename(file)), code);
    }
    return built;
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

/** Tests that count steps. */
const COUNTED = '.counted.thorough.test.ts';

/** @type {() => esbuild.BuildOptions} */
const tests = () => ({
  ...common,
  entryPoints: [
    ...testFiles('unit').filter(file => !file.endsWith(COUNTED)),
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

/** Builds the tests that count steps, with the packages that they need: each block of their files counts. */
async function buildCounted() {
  const { countBlocks } = require('./test/harness/countBlocks.js');
  const { outputFiles } = await esbuild.build({
    ...common,
    entryPoints: testFiles('unit').filter(file => file.endsWith(COUNTED)),
    outbase: 'test',
    outdir: 'out/test',
    external: ['vscode'],
    alias: bundled,
    ...{ sourcemap: false, write: false },
  });
  for (const { path: file, text } of outputFiles) {
    fs.mkdirSync(path.dirname(file), { recursive: true });
    fs.writeFileSync(file, countBlocks(text));
  }
}

/** Builds the late bundles again whenever `extension.js` was. @type {esbuild.Plugin} */
const lateFollows = {
  name: 'late-follows',
  setup(build) {
    build.onStart(() => {
      lateModules.clear();
    });
    build.onEnd(async result => {
      if (result.errors.length > 0) return;
      const { metafile, errors } = await buildLate();
      result.errors.push(...errors);
      Object.assign(result.metafile?.outputs ?? {}, metafile.outputs);
    });
  },
};

async function main() {
  fs.rmSync('dist', { recursive: true, force: true });
  const withLate = { ...extension, plugins: [lateFollows, ...(extension.plugins ?? [])] };
  if (watch) {
    const context = await esbuild.context(withLate);
    await context.watch();
    return;
  }
  const built = await esbuild.build(withLate);
  if (process.argv.includes('--tests')) {
    fs.rmSync('out/test', { recursive: true, force: true });
    await Promise.all([esbuild.build(tests()), buildCounted()]);
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
