import assert from 'node:assert/strict';
import { fittingProfiles, requestTarget } from '../../../src/core/requestTarget';
import { profileWith } from '../../support/fakes';

describe('whose request it is', () => {
  const one = 'aaaaaaaa-0000-0000-0000-000000000001';
  const two = 'aaaaaaaa-0000-0000-0000-000000000002';
  const profiles = [
    profileWith({ name: 'one', origin: 'https://eu.example', customerId: one }),
    profileWith({ name: 'one, another client', origin: 'https://eu.example', customerId: one }),
    profileWith({ name: 'two', origin: 'https://eu.example', customerId: two }),
    profileWith({ name: 'local', origin: 'http://127.0.0.1:8080', customerId: one }),
  ];
  const onlyHost = ['one', 'one, another client', 'two'];
  const cases: readonly (readonly [string, readonly string[] | undefined])[] = [
    [`https://eu.example/${one}/config/clients`, ['one', 'one, another client']],
    [`https://eu.example/${two.toUpperCase()}?a=/${one}`, ['two']],
    [`HTTPS://EU.EXAMPLE:443/${two}/config`, ['two']],
    [`127.0.0.1:8080/${one}/config`, ['local']],
    ['https://eu.example/{{customerId}}/config/clients', onlyHost],
    ['https://eu.example', onlyHost],
    ['https://eu.example/9zy87x65-4321-0987-w6vu-5t432s10rqp9/config', []],
    [`http://eu.example/${one}/config`, []],
    [`https://eu.example.evil/${one}/config`, []],
    [`https://eu.example@evil.example/${one}/config`, []],
    [`https://evil.example/?https://eu.example/${one}`, []],
    [`{{origin}}/${one}/config`, ['one', 'one, another client', 'local']],
    [`{{origin}}/{{customerId}}/config`, undefined],
    [`https://{{host}}/${one}/config`, ['one', 'one, another client', 'local']],
    [`/${one}/config/clients`, undefined],
    ['', undefined],
  ];
  for (const [url, names] of cases) {
    it(url || 'no URL', () => {
      const target = requestTarget(url, text => text);
      assert.ok(target);
      assert.deepEqual(
        fittingProfiles(target, profiles)?.map(({ name }) => name),
        names,
      );
    });
  }
});
