import assert from 'node:assert/strict';
import { PulledVersions } from '../../../../src/storage/configuration/pulledVersions';
import { profileWith, StorageFaults } from '../../../support/fakes';
import { FakeFiles } from '../../configuration/windowFixture';

describe('PulledVersions', () => {
  const acme = profileWith({ id: 'p1' });
  const folder = 'file:///repository/hosted-login/acme';
  const version = { document: '{"title": "•••"}\n', options: { pushClaims: 'true' } };
  let faults: StorageFaults;
  let files: FakeFiles;
  let warnings: string[];
  let versions: PulledVersions;

  beforeEach(() => {
    faults = new StorageFaults();
    files = new FakeFiles(faults);
    warnings = [];
    versions = new PulledVersions(files, message => void warnings.push(message));
  });

  it('keeps the versions of each profile and folder apart', async () => {
    await versions.write(acme, folder, new Map([['clients/1', version]]));
    assert.deepEqual(await versions.read(acme, folder), new Map([['clients/1', version]]));
    assert.equal((await versions.read(acme, `${folder}-2`)).size, 0);
    assert.equal((await versions.read({ id: 'p2' }, folder)).size, 0);
  });

  it('is empty when there is nothing that it wrote', async () => {
    await versions.write(acme, folder, new Map([['clients/1', version]]));
    const [path = ''] = [...files.texts.keys()];
    for (const text of ['', 'null', '[]', '{"clients/1": 1}', '{"clients/1": "{}"}']) {
      files.texts.set(path, text);
      assert.equal((await versions.read(acme, folder)).size, 0, text);
    }
  });

  it('continues if the disk is full', async () => {
    faults.fails = (_, step) => step.startsWith('files.write');
    await versions.write(acme, folder, new Map([['clients/1', version]]));
    assert.equal(warnings.length, 1);
  });

  it('removes what it has of a removed profile', async () => {
    await versions.write(acme, folder, new Map());
    await versions.write({ id: 'p2' }, folder, new Map());
    await versions.removeProfile('p1');
    assert.deepEqual(files.under('p1'), []);
    assert.equal(files.under('p2').length, 1);
  });
});
