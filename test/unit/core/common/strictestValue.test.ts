import assert from 'node:assert/strict';
import { strictestValue, userValue, workspaceValues } from '../../../../src/core/common/strictestValue';

describe('userValue', () => {
  it('is the value of the user alone', () => {
    assert.equal(userValue({ defaultValue: 'auto', workspaceValue: 'restClient' }), undefined);
    assert.equal(userValue({ globalValue: 'httpYac', workspaceValue: 'restClient' }), 'httpYac');
    const remote = { globalValue: 'restClient', globalRemoteValue: 'restClient' };
    assert.equal(userValue(remote), undefined);
    assert.equal(userValue({ ...remote, globalLocalValue: 'httpYac' }), 'httpYac');
  });
});

describe('workspaceValues', () => {
  it('are what the workspace or a dev container sets, and the user does not', () => {
    assert.deepEqual(workspaceValues({ globalValue: 'http://own', globalLocalValue: 'http://own' }), []);
    assert.deepEqual(workspaceValues({ workspaceValue: 'http://evil' }), ['http://evil']);
    const all = { workspaceValue: 'a', workspaceFolderValue: 'b', globalRemoteValue: 'c' };
    assert.deepEqual(workspaceValues(all), ['b', 'a', 'c']);
    const remote = { globalValue: 'http://evil', globalRemoteValue: 'http://evil' };
    assert.deepEqual(workspaceValues(remote), ['http://evil']);
    const both = { globalRemoteValue: 'http://own', globalLocalValue: 'http://own' };
    assert.deepEqual(workspaceValues(both), []);
  });
});

describe('strictestValue', () => {
  const modes = ['never', 'ask', 'whileInUse'] as const;

  it('lets a workspace make a setting stricter', () => {
    assert.equal(strictestValue(modes, { defaultValue: 'whileInUse', workspaceValue: 'never' }), 'never');
    assert.equal(strictestValue([false, true], { defaultValue: true, workspaceValue: false }), false);
    assert.equal(strictestValue([false, true], { globalValue: true, workspaceFolderValue: false }), false);
  });

  it('never lets a workspace make it looser than the user or the default has it', () => {
    assert.equal(
      strictestValue(modes, { defaultValue: 'whileInUse', globalValue: 'never', workspaceValue: 'ask' }),
      'never',
    );
    assert.equal(
      strictestValue([false, true], { defaultValue: true, globalValue: false, workspaceValue: true }),
      false,
    );
    assert.equal(strictestValue([false, true], { defaultValue: false, workspaceValue: true }), false);
    assert.equal(strictestValue([false, true], { defaultValue: false, workspaceFolderValue: true }), false);
  });

  it('lets the user loosen it', () => {
    assert.equal(strictestValue([false, true], { defaultValue: false, globalValue: true }), true);
    // As VS Code returns it in a window on this machine.
    assert.equal(
      strictestValue([false, true], { defaultValue: false, globalLocalValue: true, globalValue: true }),
      true,
    );
  });

  describe('with a value of the remote machine (a dev container, SSH, WSL)', () => {
    const headers = ['reference', 'literal'] as const;
    const cases: [what: string, user: string | undefined, machine: unknown, expected: string][] = [
      ['loosens what the user has', 'reference', 'literal', 'reference'],
      ['loosens the default', undefined, 'literal', 'reference'],
      ['is stricter than the user', 'literal', 'reference', 'reference'],
      ['has no value that counts', 'literal', 'anything', 'literal'],
      ['has the same', 'literal', 'literal', 'literal'],
    ];
    for (const [what, user, machine, expected] of cases) {
      it(`${what}: ${expected}`, () => {
        const given = { defaultValue: 'reference', globalLocalValue: user, globalRemoteValue: machine };
        // VS Code merges both into `globalValue`: the machine's value wins.
        assert.equal(strictestValue(headers, { ...given, globalValue: machine }), expected);
      });
    }
  });

  it('ignores invalid values', () => {
    assert.equal(
      strictestValue(modes, { defaultValue: 'whileInUse', globalValue: 1, workspaceValue: null }),
      'whileInUse',
    );
    assert.equal(
      strictestValue([false, true], { defaultValue: true, globalValue: 'false', workspaceValue: 0 }),
      true,
    );
    assert.equal(strictestValue(modes, {}), undefined);
  });
});
