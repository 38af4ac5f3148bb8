import { hurlFormat } from '../../../../src/core/formats/hurl/hurl';
import { hurlCases } from './cases/hurl';
import { testCases } from './formatCase';

describe('hurlFormat', () => {
  testCases(hurlFormat, hurlCases);
});
