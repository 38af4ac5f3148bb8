import assert from 'node:assert/strict';
import { Problem } from '../../../../../src/core/common/problem';
import type { ConfigurationAccess } from '../../../../../src/core/resourceRules/configurationAccess';
import type { Resource } from '../../../../../src/core/resources/resource';
import { accessStatusPresentation } from '../../../../../src/features/configuration/tree/accessPresentation';
import type { ConfigurationAccessStatus } from '../../../../../src/features/configuration/tree/accessStatus';
import type { NodePresentation } from '../../../../../src/features/configuration/tree/nodePresentations';

const line = ({ label, description }: NodePresentation) => [label, description].filter(Boolean).join(' · ');

const problem = new Problem('forbidden', 'The service does not allow this.', 'Ask for more.');
const entry = (title: string): Resource => ({
  ...{ kind: 'clients', id: `id of ${title}`, title, body: '{}', members: {} },
});
const access = (client: string, scopes: readonly string[] = ['*:**']): ConfigurationAccess => ({
  granted: [],
  client: entry(client),
  policy: { ...entry('Configuration'), kind: 'tokenPolicies' },
  scopes,
});

describe('accessStatusPresentation', () => {
  it('names the profile', () => {
    for (const status of [{ kind: 'loading' }, { kind: 'loaded', access: [access('One')] }] as const) {
      assert.match(accessStatusPresentation(status, 'acme').ariaLabel, /acme/);
    }
  });

  const cases: readonly [ConfigurationAccessStatus, string, string, RegExp][] = [
    [{ kind: 'loading' }, 'Proving configuration access… · acme', 'shield', /which profiles/],
    [
      { kind: 'failed', problem },
      'Configuration access could not be proved · acme',
      'warning',
      /not allow this\. Ask for more\./,
    ],
    [
      { kind: 'loaded', access: [] },
      'No configuration access proved · nobody may be able to change the configuration',
      'error',
      /does not count/,
    ],
    [
      { kind: 'loaded', access: [access('One')] },
      'Only one access · create a spare · acme',
      'warning',
      /^“One” with the policy “Configuration”: Read and configure everything\n.*only Akamai/,
    ],
    [
      {
        kind: 'loaded',
        access: [access('One'), access('', ['*:config/tokenPolicies**', '.:config/clients**'])],
      },
      'Configuration access: 2 proved · acme',
      'shield',
      /“id of” with the policy “Configuration”: Read and configure all token policies; Read all clients$/,
    ],
  ];
  for (const [status, expected, icon, tooltip] of cases) {
    it(`says “${expected}”`, () => {
      const view = accessStatusPresentation(status, 'acme');
      assert.equal(line(view), expected);
      assert.equal(view.icon, icon);
      assert.match(view.tooltip, tooltip);
      assert.equal(view.collapsibleState, undefined);
    });
  }

  it('shortens a long title', () => {
    const { tooltip } = accessStatusPresentation(
      { kind: 'loaded', access: [access('x'.repeat(5_000)), access('Two')] },
      'acme',
    );
    assert.ok(tooltip.length < 700, String(tooltip.length));
  });
});
