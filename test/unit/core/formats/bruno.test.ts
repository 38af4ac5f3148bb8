import assert from 'node:assert/strict';
import { bruToJsonV2 } from '@usebruno/lang';
import { brunoFormat } from '../../../../src/core/formats/bruno';
import { brunoCases } from './cases/bruno';
import { outcomeOf, testCases } from './formatCase';

describe('brunoFormat', () => {
  testCases(brunoFormat, brunoCases);

  describe('as Bruno reads it', () => {
    const changing = brunoCases.filter(({ after }) => after !== undefined);
    for (const each of changing) {
      for (const eol of ['\n', '\r\n'] as const) {
        it(`${each.name}${eol === '\n' ? '' : ', CRLF'}`, () => {
          const { text, after } = outcomeOf(brunoFormat, each, eol);
          const request = bruToJsonV2(after);
          const token = each.token ?? brunoFormat.reference;
          assert.deepEqual(sentAuthorizations(request), each.remove ? [] : [token]);
          assert.deepEqual(withoutAuthorization(request), withoutAuthorization(bruToJsonV2(text)));
        });
      }
    }
  });
});

interface BruRequest {
  readonly http: Record<string, string>;
  readonly auth?: { readonly bearer?: { readonly token: string } };
  readonly headers?: readonly { readonly name: string; readonly value: string; readonly enabled: boolean }[];
}

/** The bearer tokens that Bruno sends: of the block, else of the headers. */
function sentAuthorizations(json: unknown): (string | undefined)[] {
  const { http, auth, headers = [] } = json as BruRequest;
  const ofHeaders = headers
    .filter(({ name, enabled }) => enabled && /^authorization$/i.test(name))
    .map(({ value }) => value.replace(/^Bearer /, ''));
  return (http['auth'] ?? 'none') === 'none' ? ofHeaders : [auth?.bearer?.token, ...ofHeaders];
}

function withoutAuthorization(json: unknown): object {
  const { http, auth: _auth, headers = [], ...rest } = json as BruRequest;
  const others = Object.entries(rest).filter(([name]) => !name.startsWith('oauth2_'));
  const { auth: _mode, ...request } = http;
  return {
    others,
    request,
    headers: headers.filter(({ name, enabled }) => !enabled || !/^authorization$/i.test(name)),
  };
}
