// @ts-check
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { readmeOfPackage, vsix } from '../../scripts/vsix.mjs';
import { readZip } from '../../scripts/zip.mjs';

const readAsText = /** @param {string} file */ file => fs.readFileSync(file, 'utf8');

describe('the package', () => {
  /** @type {string[]} names of the extension's files */
  let files = [];

  before(() => {
    files = readZip(vsix)
      .filter(({ name }) => name.startsWith('extension/'))
      .map(({ name }) => name.slice('extension/'.length));
  });

  it('holds what a user needs', () => {
    // vsce gives these three names of its own.
    const wanted = ['package.json', 'readme.md', 'LICENSE.txt', 'changelog.md', 'dist/extension.js'];
    assert.deepEqual(
      wanted.filter(file => !files.includes(file)),
      [],
    );
  });

  it('holds nothing else', () => {
    const allowed =
      /^(package\.json|package\.nls(\.[\w-]+)?\.json|readme\.md|LICENSE\.txt|changelog\.md|dist\/[\w-]+\.js|(media|examples)\/.+)$/;
    assert.deepEqual(
      files.filter(file => !allowed.test(file)),
      [],
    );
  });

  it('holds every file and folder that package.json names', () => {
    const named = [...readAsText('package.json').matchAll(/"\.\/([^"]+)"/g)].map(([, name = '']) => name);
    assert.deepEqual(
      named.filter(name => !files.some(file => file === name || file.startsWith(`${name}/`))),
      [],
    );
  });

  it('has a page in the Extensions view without a broken picture or link, and short enough to be read', () => {
    const page = readmeOfPackage(readAsText('README.md'));
    const links = [...page.matchAll(/\]\(([^)]*)\)/g)].map(([, link = '']) => link);
    assert.ok(links.length > 0);
    for (const link of links) assert.match(link, /^https:/);
    assert.match(page, /^# Hosted Login for VS Code\n\n[^#]*Akamai Identity Cloud[^#]*## Features\n/);
    // How to build it comes after all that a user needs.
    assert.match(page, /^(?:(?!\bnpm\b)[^])*\n## Security\n/);
    const words = page.split(/\s+/).filter(word => /\p{L}/u.test(word)).length;
    assert.ok(words >= 500 && words <= 800, `${words} words`);
  });

  it('stays within its size', () => {
    assert.ok(fs.statSync(vsix).size <= 600 * 1024, `${fs.statSync(vsix).size} bytes`);
  });

  it('holds no source map and no path of the machine that built it', () => {
    const bundles = readZip(vsix)
      .filter(({ name }) => name.startsWith('extension/dist/'))
      .map(({ content }) => content().toString('utf8'));
    assert.ok(bundles.length > 0);
    for (const bundle of bundles) {
      assert.doesNotMatch(bundle, /sourceMappingURL=/);
      assert.ok(!bundle.includes(path.resolve('.')));
    }
  });
});
