import { testRandomCustomers } from '../../../../support/planOfRandomCustomers';

testRandomCustomers(1, 10);
