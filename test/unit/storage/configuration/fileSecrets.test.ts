import assert from 'node:assert/strict';
import { FileSecrets } from '../../../../src/storage/configuration/fileSecrets';
import { FakeSecrets, problemOf, StorageFaults } from '../../../support/fakes';

describe('FileSecrets', () => {
  const origin = 'https://acme.example';
  const [acme, other] = [
    { id: 'p1', origin, customerId: 'a' },
    { id: 'p2', origin, customerId: 'a' },
  ];
  let faults: StorageFaults;
  let secrets: FakeSecrets;
  let fileSecrets: FileSecrets;

  beforeEach(() => {
    faults = new StorageFaults();
    secrets = new FakeSecrets(faults);
    fileSecrets = new FileSecrets(secrets);
  });

  it('keeps the secrets of each profile apart', async () => {
    await fileSecrets.store(acme, 'OWNER', 'for-a-test-1');
    await fileSecrets.store(other, 'OWNER', 'for-a-test-2');
    assert.equal(await fileSecrets.get(acme, 'OWNER'), 'for-a-test-1');
    assert.equal(await fileSecrets.get(other, 'OWNER'), 'for-a-test-2');
    assert.equal(await fileSecrets.get(acme, 'OTHER'), undefined);
  });

  it('gives no secret to another customer or service, also if the profile was changed', async () => {
    await fileSecrets.store(acme, 'OWNER', 'for-a-test-1');
    for (const changed of [{ customerId: 'b' }, { origin: 'https://eu.example' }]) {
      const now = { ...acme, ...changed };
      assert.equal(await fileSecrets.get(now, 'OWNER'), undefined);
      await fileSecrets.store(now, 'OWNER', 'for-a-test-2');
      assert.equal(await fileSecrets.get(now, 'OWNER'), 'for-a-test-2');
      assert.equal(await fileSecrets.get(acme, 'OWNER'), 'for-a-test-1');
    }
    await fileSecrets.removeProfile('p1');
    assert.deepEqual(secrets.values.size, 0);
  });

  it('removes all secrets of a removed profile, and no other', async () => {
    await fileSecrets.store(acme, 'OWNER', 'for-a-test-1');
    await fileSecrets.store(acme, 'SECOND', 'for-a-test-2');
    await fileSecrets.store(other, 'OWNER', 'for-a-test-3');
    await fileSecrets.removeProfile('p1');
    assert.equal(await fileSecrets.get(acme, 'OWNER'), undefined);
    assert.equal(await fileSecrets.get(acme, 'SECOND'), undefined);
    assert.equal(await fileSecrets.get(other, 'OWNER'), 'for-a-test-3');
    assert.ok(![...secrets.values.keys()].some(key => key.includes('p1')));
  });

  it('removes the secrets that several windows store at the same time', async () => {
    const windows = Array.from({ length: 6 }, () => new FileSecrets(secrets));
    await Promise.all(
      windows.map((each, index) => each.store(acme, `SECRET_${String(index)}`, 'for-a-test')),
    );
    assert.equal([...secrets.values.values()].filter(value => value === 'for-a-test').length, windows.length);
    await fileSecrets.removeProfile('p1');
    assert.equal(secrets.values.size, 0);
  });

  it('removes a secret whose name another window overwrote, once it was used', async () => {
    await fileSecrets.store(acme, 'OWNER', 'for-a-test-1');
    const list = [...secrets.values.keys()].find(key => key.startsWith('hostedLogin.fileSecrets.')) ?? '';
    await secrets.store(list, '[]');
    assert.equal(await fileSecrets.get(acme, 'OWNER'), 'for-a-test-1');
    await fileSecrets.removeProfile('p1');
    assert.equal(secrets.values.size, 0);
  });

  it('never leaves a secret whose name it does not know, at whichever step it fails', async () => {
    for (let step = 1; step < 10; step++) {
      faults = new StorageFaults();
      secrets = new FakeSecrets(faults);
      fileSecrets = new FileSecrets(secrets);
      faults.fails = index => index === step - 1;
      const stored = await fileSecrets.store(acme, 'OWNER', 'for-a-test-1').then(
        () => true,
        () => false,
      );
      faults.fails = () => false;
      await fileSecrets.removeProfile('p1');
      assert.equal(await fileSecrets.get(acme, 'OWNER'), undefined);
      if (stored) return;
    }
    assert.fail('It never succeeds.');
  });

  it('rejects with a storage problem', async () => {
    faults.fails = (_, step) => step.startsWith('secrets.store hostedLogin.fileSecret.');
    const problem = await problemOf(fileSecrets.store(acme, 'OWNER', 'for-a-test-1'), 'storage');
    assert.ok(!`${problem.message}${problem.detail}`.includes('for-a-test'));
  });
});
