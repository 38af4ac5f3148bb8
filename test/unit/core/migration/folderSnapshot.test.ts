import assert from 'node:assert/strict';
import { readFolder } from '../../../../src/core/configurationFiles/configurationFolder';
import { planPull } from '../../../../src/core/configurationFiles/pull';
import { exportConfiguration } from '../../../../src/core/migration/exportConfiguration';
import { folderSnapshot } from '../../../../src/core/migration/folderSnapshot';
import type { ConfigurationSnapshot } from '../../../../src/core/resources/configurationSnapshot';
import { readSandbox } from '../../../support/migration/sandboxSnapshot';
import { closeAll } from '../../api/servers';

const customerId = '01234567-89ab-cdef-0123-456789abcdef';

describe('folderSnapshot', () => {
  let snapshot: ConfigurationSnapshot;
  before(async () => {
    snapshot = { ...(await readSandbox()), customerId };
  });
  after(closeAll);

  /** The texts of a folder that a configuration was pulled into. */
  function pulledTexts(): Map<string, string> {
    return new Map(planPull(readFolder(new Map()), snapshot, { bases: new Map() }).writes);
  }

  function snapshotOf(texts: ReadonlyMap<string, string>): ConfigurationSnapshot {
    const folder = readFolder(texts);
    assert.ok(folder.identity);
    return folderSnapshot(folder, folder.identity);
  }

  it('makes the same export of a pulled folder as of the service', () => {
    const ofFolder = exportConfiguration(snapshotOf(pulledTexts()), 'acme');
    const ofService = exportConfiguration(snapshot, 'acme');
    // The notes differ by links and the markers of secrets, which only one of both has.
    for (const { path, text } of ofService.files) {
      const other = ofFolder.files.find(file => file.path === path)?.text;
      if (path !== 'notes.csv' && path !== 'README.md') assert.equal(other, text, path);
      else assert.ok(other, path);
    }
    assert.doesNotMatch(JSON.stringify(ofFolder), /"keep"/);
  });

  it('says which file it could not use', () => {
    const texts = pulledTexts();
    texts.set('clients/nordhaven-storefront.json', '{ broken');
    const { unread, resources } = snapshotOf(texts);
    assert.deepEqual(
      unread.map(({ kind, reason }) => [kind, reason.split(':')[0]]),
      [['clients', 'clients/nordhaven-storefront.json']],
    );
    assert.equal(resources.length, snapshot.resources.length - 1);
  });

  it('finds the policies of a client whose resources have no ID yet', () => {
    const texts = pulledTexts();
    texts.set('ids.json', '{}');
    const { files } = exportConfiguration(snapshotOf(texts), 'acme', ['rfc7591']);
    const file = files.find(({ path }) => path === 'rfc7591/nordhaven-storefront.json');
    assert.match(file?.text ?? '', /"scope": "openid profile email address phone"/);
  });
});
