import assert from 'node:assert/strict';
import { authorizationSnippets } from '../../../../src/core/formats/authorizationSnippets';

describe('authorizationSnippets', () => {
  it('are what the tools take', () => {
    const { postman, insomnia, ...others } = authorizationSnippets;
    assert.deepEqual(others, {
      header: 'Authorization: Bearer {{$processEnv HOSTED_LOGIN_TOKEN}}',
      curl: '-H "Authorization: Bearer $HOSTED_LOGIN_TOKEN"',
      powershell: '-Headers @{ Authorization = "Bearer $env:HOSTED_LOGIN_TOKEN" }',
      cmd: '-H "Authorization: Bearer %HOSTED_LOGIN_TOKEN%"',
      httpie: '"Authorization:Bearer $HOSTED_LOGIN_TOKEN"',
      postmanHeader: 'Authorization: Bearer {{HOSTED_LOGIN_TOKEN}}',
      thunderClient: '{{HOSTED_LOGIN_TOKEN}}',
    });
    assert.deepEqual(JSON.parse(`{${postman}}`), {
      auth: {
        type: 'bearer',
        bearer: [{ key: 'token', value: '{{HOSTED_LOGIN_TOKEN}}', type: 'string' }],
      },
    });
    assert.deepEqual(JSON.parse(`{${insomnia}}`), {
      authentication: { type: 'bearer', token: '{{ _.HOSTED_LOGIN_TOKEN }}', prefix: '' },
    });
  });
});
