import assert from 'node:assert/strict';
import { FileSecrets } from '../../../../src/storage/configuration/fileSecrets';
import { FakeSecrets, FakeState, problemOf, StorageFaults } from '../../../support/fakes';

describe('FileSecrets', () => {
  const origin = 'https://acme.example';
  const [acme, other] = [
    { id: 'p1', origin, customerId: 'a' },
    { id: 'p2', origin, customerId: 'a' },
  ];
  let faults: StorageFaults;
  let globalState: FakeState;
  let secrets: FakeSecrets;
  let fileSecrets: FileSecrets;

  beforeEach(() => {
    faults = new StorageFaults();
    globalState = new FakeState('globalState', faults);
    secrets = new FakeSecrets(faults);
    fileSecrets = new FileSecrets(globalState, secrets);
  });

  it('keeps the secrets of each profile apart, and only in SecretStorage', async () => {
    await fileSecrets.store(acme, 'OWNER', 'for-a-test-1');
    await fileSecrets.store(other, 'OWNER', 'for-a-test-2');
    assert.equal(await fileSecrets.get(acme, 'OWNER'), 'for-a-test-1');
    assert.equal(await fileSecrets.get(other, 'OWNER'), 'for-a-test-2');
    assert.equal(await fileSecrets.get(acme, 'OTHER'), undefined);
    assert.ok(!JSON.stringify([...globalState.values]).includes('for-a-test'));
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
    assert.ok(!JSON.stringify([...globalState.values]).includes('p1'));
  });

  it('never leaves a secret whose name it does not know, at whichever step it fails', async () => {
    for (let step = 1; step < 10; step++) {
      faults = new StorageFaults();
      globalState = new FakeState('globalState', faults);
      secrets = new FakeSecrets(faults);
      fileSecrets = new FileSecrets(globalState, secrets);
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
    faults.fails = (_, step) => step.startsWith('secrets.store');
    const problem = await problemOf(fileSecrets.store(acme, 'OWNER', 'for-a-test-1'), 'storage');
    assert.ok(!`${problem.message}${problem.detail}`.includes('for-a-test'));
  });
});
