import assert from 'node:assert/strict';
import { createPlan } from '../../../../../src/core/configurationFiles/plan/plan';
import { isSamePlan } from '../../../../../src/core/configurationFiles/plan/samePlan';
import { MemoryFolder } from '../../../../support/folders';
import { resourceOf, snapshotOf } from '../../../../support/randomCustomer';

describe('isSamePlan', () => {
  const policy = (id: string, title: string, scope: string) =>
    resourceOf('tokenPolicies', JSON.stringify({ id, title, allowedScopes: [scope] }));
  const snapshot = snapshotOf([
    ...[policy('p1', 'Web', 'openid'), policy('p2', 'Shop', 'openid'), policy('p9', 'Admin', '*:config/**')],
    resourceOf('clients', '{"id":"c1","name":"Shop","type":"confidential","tokenPolicy":"p2"}'),
  ]);
  let files: MemoryFolder;
  const plan = () => createPlan(files.folder, snapshot, { bases: files.bases });

  beforeEach(() => {
    files = new MemoryFolder();
    files.pull(snapshot);
    files.edit('clients/shop.json', 'tokenPolicies/shop', 'tokenPolicies/web');
  });

  it('is true for the same files, and for changes that would not be sent', () => {
    const before = plan();
    files.edit('ids.json', '{', '{\n');
    files.edit('tokenPolicies/web.json', '{', '{ // ours\n');
    assert.ok(isSamePlan(before, plan()));
  });

  const changes: readonly (readonly [what: string, change: () => void])[] = [
    [
      'the text of a file changed',
      () => {
        files.edit('clients/shop.json', '"Shop"', '"Shop 2"');
      },
    ],
    [
      'an address stands for another resource',
      () => {
        files.edit('ids.json', '"tokenPolicies/web": "p1"', '"tokenPolicies/web": "p9"');
        files.edit('ids.json', '"tokenPolicies/admin": "p9"', '"tokenPolicies/admin": "p1"');
      },
    ],
    [
      'a file stands for another resource',
      () => {
        files.edit('ids.json', '"clients/shop": "c1"', '"clients/shop": "c2"');
      },
    ],
    ['a file was added', () => files.texts.set('tokenPolicies/new.json', '{"title": "New"}')],
  ];
  for (const [what, change] of changes) {
    it(`is false if ${what}`, () => {
      const before = plan();
      change();
      assert.ok(!isSamePlan(before, plan()));
    });
  }
});
