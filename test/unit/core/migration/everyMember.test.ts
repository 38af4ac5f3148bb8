import assert from 'node:assert/strict';
import {
  exportConfiguration,
  exportInSteps,
  formatNames,
} from '../../../../src/core/migration/exportConfiguration';
import { testExportOfSameTitles, testExportsOfRandomCustomers } from '../../../support/migration/everyMember';
import { snapshotOf } from '../../../support/migration/randomCustomers';

describe('exportConfiguration', () => {
  testExportsOfRandomCustomers(80);
  testExportOfSameTitles(1000);

  it('pauses after each output, so that a large export can be cancelled', () => {
    const steps = exportInSteps(snapshotOf([]), 'acme');
    let pauses = 0;
    while (steps.next().done !== true) pauses++;
    assert.equal(pauses, formatNames.length + 1);
  });

  it('exports a customer without clients', () => {
    const { files, notes } = exportConfiguration(snapshotOf([]), 'acme');
    assert.deepEqual(
      files.map(({ path }) => path),
      ['README.md', 'applications.csv', 'notes.csv', 'secrets.example.env'],
    );
    assert.ok(notes.every(({ about }) => about.length === 0));
  });
});
