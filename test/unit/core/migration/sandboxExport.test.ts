import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import {
  exportConfiguration,
  type MigrationExport,
} from '../../../../src/core/migration/exportConfiguration';
import { parseCsv } from '../../../support/migration/csv';
import { parseFlowchart } from '../../../support/migration/mermaid';
import { readSandbox } from '../../../support/migration/sandboxSnapshot';

/** Reviewed by people, line by line. `WRITE_GOLDEN=1 npm run test:unit -- --grep "export of the sandbox"` writes them. */
const golden = path.resolve('test/golden/migration');

describe('the export of the sandbox', () => {
  let exported: MigrationExport;
  const textOf = (name: string) => exported.files.find(file => file.path === name)?.text ?? '';
  before(async () => {
    exported = exportConfiguration(await readSandbox(), 'Sandbox');
  });

  it('equals the reviewed files in test/golden', () => {
    if (process.env['WRITE_GOLDEN'] === '1') {
      fs.rmSync(golden, { recursive: true, force: true });
      for (const file of exported.files) {
        fs.mkdirSync(path.dirname(path.join(golden, file.path)), { recursive: true });
        fs.writeFileSync(path.join(golden, file.path), file.text);
      }
    }
    const reviewed = fs
      .readdirSync(golden, { recursive: true, encoding: 'utf8' })
      .filter(name => fs.statSync(path.join(golden, name)).isFile())
      .map(name => name.replaceAll(path.sep, '/'));
    assert.deepEqual(exported.files.map(file => file.path).sort(), reviewed.sort());
    for (const file of exported.files)
      assert.equal(file.text, fs.readFileSync(path.join(golden, file.path), 'utf8'), file.path);
  });

  it('has a row with every setting for each application', () => {
    const rows = parseCsv(textOf('applications.csv'));
    assert.deepEqual(
      rows.map(row => [row.get('Name'), row.get('Type'), row.get('Redirect URIs')]),
      [
        [
          'Nordhaven for iOS and Android',
          'public',
          'nordhaven://signed-in\nhttps://app.nordhaven.example/signed-in',
        ],
        ['Nordhaven Store Staff', 'confidential', 'https://staff.nordhaven.example/signed-in'],
        [
          'Nordhaven Storefront',
          'public',
          'https://www.nordhaven.example/signed-in\nhttp://localhost:3000/signed-in',
        ],
      ],
    );
    assert.equal(
      rows[2]?.get('Claims in userinfo'),
      'loyalty_tier = loyalty.tier\nhome_store = preferences.homeStore',
    );
  });

  it('draws who uses which policy', () => {
    const diagram = /```mermaid\n(.*?)```/s.exec(textOf('README.md'))?.[1] ?? '';
    const { nodes, edges } = parseFlowchart(diagram);
    assert.deepEqual(
      edges.map(([from, to]) => `${nodes.get(from) ?? ''} → ${nodes.get(to) ?? ''}`),
      [
        'Nordhaven for iOS and Android → Login policy: Nordhaven Storefront',
        'Nordhaven for iOS and Android → Token policy: Nordhaven Mobile Apps',
        'Nordhaven Store Staff → Login policy: Nordhaven Store Staff',
        'Nordhaven Store Staff → Token policy: Nordhaven Store Staff',
        'Nordhaven Storefront → Login policy: Nordhaven Storefront',
        'Nordhaven Storefront → Token policy: Nordhaven Storefront',
      ],
    );
  });

  it('names what nobody uses, and what is only for the configuration', () => {
    const about = (concept: string) =>
      exported.notes
        .filter(note => note.output === 'report' && note.concept === concept)
        .flatMap(note => note.about.map(({ kind, title }) => `${kind}: ${title}`));
    assert.deepEqual(about('unused'), [
      'tokenPolicies: Winter Sale Microsite (retired)',
      'loginPolicies: Nordhaven Storefront (Hosted Login v1)',
    ]);
    assert.deepEqual(about('configurationAccess'), [
      'clients: Configuration',
      'clients: Configuration, read only',
      'tokenPolicies: Configuration',
      'tokenPolicies: Configuration, read only',
    ]);
  });
});
