import { testRandomCustomers } from '../../../../support/planOfRandomCustomers';

testRandomCustomers(11, 20);
