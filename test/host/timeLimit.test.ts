import assert from 'node:assert/strict';
import { TimeLimitError, withTimeLimit } from '../../src/ui/documents/timeLimit';

describe('withTimeLimit', () => {
  it('stops an endless computation in the extension host of VS Code', () => {
    const endless = (): string => {
      for (;;);
    };
    assert.throws(() => withTimeLimit(20, endless), TimeLimitError);
  });
});
