import { hurlFormat } from '../../../../../src/core/formats/hurl/hurlFormat';
import { testFormat } from '../../../../support/formatCases';
import { hurlCases } from '../cases/hurl';

describe('hurlFormat', () => {
  testFormat(hurlFormat, hurlCases);
});
