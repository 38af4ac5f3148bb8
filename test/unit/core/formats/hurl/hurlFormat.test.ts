import { hurlFormat } from '../../../../../src/core/formats/hurl/hurlFormat';
import { hurlCases } from '../cases/hurl';
import { testCases } from '../formatCase';

describe('hurlFormat', () => {
  testCases(hurlFormat, hurlCases);
});
