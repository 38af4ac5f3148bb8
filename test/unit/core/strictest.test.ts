import assert from 'node:assert/strict';
import { strictest } from '../../../src/core/strictest';

describe('strictest', () => {
  const modes = ['never', 'ask', 'whileInUse'] as const;

  it('lets a workspace make a setting stricter', () => {
    assert.equal(strictest(modes, { defaultValue: 'whileInUse', workspaceValue: 'never' }), 'never');
    assert.equal(strictest([false, true], { defaultValue: true, workspaceValue: false }), false);
    assert.equal(strictest([false, true], { globalValue: true, workspaceFolderValue: false }), false);
  });

  it('never lets a workspace make it looser than the user or the default has it', () => {
    assert.equal(
      strictest(modes, { defaultValue: 'whileInUse', globalValue: 'never', workspaceValue: 'ask' }),
      'never',
    );
    assert.equal(
      strictest([false, true], { defaultValue: true, globalValue: false, workspaceValue: true }),
      false,
    );
    assert.equal(strictest([false, true], { defaultValue: false, workspaceValue: true }), false);
    assert.equal(strictest([false, true], { defaultValue: false, workspaceFolderValue: true }), false);
  });

  it('lets the user loosen it', () => {
    assert.equal(strictest([false, true], { defaultValue: false, globalValue: true }), true);
  });

  it('passes over values that the setting does not have', () => {
    assert.equal(
      strictest(modes, { defaultValue: 'whileInUse', globalValue: 1, workspaceValue: null }),
      'whileInUse',
    );
    assert.equal(
      strictest([false, true], { defaultValue: true, globalValue: 'false', workspaceValue: 0 }),
      true,
    );
    assert.equal(strictest(modes, {}), undefined);
  });
});
