import assert from 'node:assert/strict';
import path from 'node:path';
import ts from 'typescript';
import { parse } from 'yaml';
import { exportConfiguration } from '../../../../src/core/migration/exportConfiguration';
import type { MigrationFile } from '../../../../src/core/migration/migrationTarget';
import { randomCustomer } from '../../../support/migration/randomCustomers';
import { readSandbox } from '../../../support/migration/sandboxSnapshot';
import { randomSource } from '../../../support/mutations';
import { closeAll } from '../../api/servers';

/** A file that does not exist, but whose imports do. */
const fixture = path.resolve('test/unit/core/migration/fixture.ts');

/** The declarations of packages, which each program reads. */
const sourceFiles = new Map<string, ts.SourceFile | undefined>();

/** What the compiler says about a text, and where. */
function problemsOf(source: string): readonly { readonly start: number; readonly message: string }[] {
  const options: ts.CompilerOptions = {
    ...{ strict: true, noEmit: true, skipLibCheck: true, exactOptionalPropertyTypes: true, types: [] },
    ...{ target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ESNext },
    moduleResolution: ts.ModuleResolutionKind.Bundler,
  };
  const host = ts.createCompilerHost(options);
  const read = host.getSourceFile.bind(host);
  host.getSourceFile = (name, version) => {
    if (name === fixture) return ts.createSourceFile(name, source, version);
    if (!sourceFiles.has(name)) sourceFiles.set(name, read(name, version));
    return sourceFiles.get(name);
  };
  host.fileExists = name => name === fixture || ts.sys.fileExists(name);
  return ts
    .getPreEmitDiagnostics(ts.createProgram([fixture], options, host))
    .map(({ start = 0, messageText }) => ({
      start,
      message: ts.flattenDiagnosticMessageText(messageText, '\n'),
    }));
}

const declarations = `
import type { ClientCreate, ClientUpdate, PostActionRequest } from 'auth0';
import type ClientRepresentation from '@keycloak/keycloak-admin-client/lib/defs/clientRepresentation.js';
import type RealmRepresentation from '@keycloak/keycloak-admin-client/lib/defs/realmRepresentation.js';
import type { FrodoExport } from '../../../support/migration/frodoTypes';
`;

/** A declaration for each object in the files, of the type that it has to have. */
function typed(files: readonly MigrationFile[]): string {
  let count = 0;
  const declare = (type: string, value: unknown) =>
    `const v${++count}: ${type} = ${JSON.stringify(value)};\n`;
  return files
    .map(({ path: name, text }) => {
      if (name === 'keycloak/realm.json') {
        const realm = JSON.parse(text) as { clients: unknown[] };
        return declare('RealmRepresentation', realm) + declare('ClientRepresentation[]', realm.clients);
      }
      if (name.startsWith('pingAic/')) return declare('FrodoExport', JSON.parse(text));
      if (name !== 'auth0/tenant.yaml') return '';
      const { clients, actions = [] } = parse(text) as {
        clients: { client_secret?: string; app_type?: string }[];
        actions?: { deployed: boolean }[];
      };
      return [
        // The API takes a secret for an application that exists.
        ...clients.map(({ client_secret: _, ...client }) => declare('ClientCreate', client)),
        ...clients.map(client => declare('ClientUpdate', client)),
        // deploy-cli deploys an action by itself.
        ...actions.map(({ deployed: _, ...action }) => declare('PostActionRequest', action)),
      ].join('');
    })
    .join('');
}

describe('the files for other products', () => {
  after(closeAll);

  it('have the types of their packages', async () => {
    const customers = Array.from({ length: 40 }, (_, index) => randomCustomer(randomSource(index + 1)));
    const sources = [await readSandbox(), ...customers].map(snapshot =>
      typed(exportConfiguration(snapshot, 'acme').files),
    );
    const all = sources.map((source, index) => `{\n${source}}\n// customer ${index}\n`).join('');
    assert.ok(all.length > 50_000, `${all.length}`);
    assert.deepEqual(problemsOf(declarations + all), []);
  });

  it('would be refused with a misspelt member or a wrong value', async () => {
    const source = typed(exportConfiguration(await readSandbox(), 'acme').files);
    const mistakes: readonly (readonly [right: string, wrong: string])[] = [
      ['"app_type":"spa"', '"app_type":"single"'],
      ['"rotation_type":"rotating"', '"rotation_type":5'],
      ['"callbacks":', '"callback":'],
      ['"publicClient":true', '"publicClient":"true"'],
      ['"redirectUris":', '"redirectURIs":'],
      ['"clientType":{"inherited":false,"value":"Public"}', '"clientType":"Public"'],
      ['"redirectionUris":', '"redirectUris":'],
    ];
    for (const [right] of mistakes) assert.ok(source.includes(right), right);
    const blocks = mistakes.map(([right, wrong]) => `{\n${source.replace(right, () => wrong)}}\n`);
    const ends = blocks.map((_, index) => declarations.length + blocks.slice(0, index + 1).join('').length);
    const found = problemsOf(declarations + blocks.join('')).map(({ start }) =>
      ends.findIndex(end => start < end),
    );
    assert.deepEqual(
      mistakes.filter((_, index) => !found.includes(index)),
      [],
    );
  });
});
