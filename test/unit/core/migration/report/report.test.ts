import assert from 'node:assert/strict';
import { exportConfiguration } from '../../../../../src/core/migration/exportConfiguration';
import { customer, resourceOf, snapshotOf } from '../../../../support/randomCustomer';

/** The report on an application with this scope, and on a part that could not be read. */
function reportOf(scope: string, reason: string): string {
  const policy = { id: 't', title: 'Shop', allowedScopes: ['openid', scope] };
  const client = {
    id: 'c',
    name: 'Shop',
    type: 'confidential',
    tokenPolicy: 't',
    loginPolicy: 'l',
    redirectURIs: ['https://shop.example/'],
  };
  const snapshot = snapshotOf(
    [resourceOf('tokenPolicies', JSON.stringify(policy)), resourceOf('clients', JSON.stringify(client))],
    {},
    [{ kind: 'clients', reason }],
  );
  const { files } = exportConfiguration(snapshot, 'Shop');
  return files.find(({ path }) => path === 'README.md')?.text ?? '';
}

describe('writeReport', () => {
  it('repeats what a customer or the service wrote without links, marks or headings', () => {
    const report = reportOf('~~a~~ https://evil.example/a b@evil.example', 'down\n\n# Now //evil.example');
    const outsideCode = report.replaceAll(/`[^`\n]*`/g, '');
    assert.match(outsideCode, /evil\.example/);
    assert.doesNotMatch(outsideCode, /https?:\/\/evil|\w@evil|(?<!\\)~|\/\/evil|^# Now/m);
    assert.ok(report.includes(customer.origin));
  });
});
