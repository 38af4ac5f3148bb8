import { testExportOfSameTitles, testExportsOfRandomCustomers } from '../../../support/migration/everyMember';

describe('exportConfiguration, for many customers and applications', () => {
  testExportsOfRandomCustomers(400);
  testExportOfSameTitles(10_000);
});
