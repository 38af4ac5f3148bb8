import assert from 'node:assert/strict';
import type { Uri } from 'vscode';
import { Problem } from '../../../../../src/core/common/problem';
import type { Resource } from '../../../../../src/core/resources/resource';
import {
  collectionPresentation,
  groupPresentation,
  type ListCounts,
  type NodePresentation,
  problemPresentation,
  profilePresentation,
  type ResourceFacts,
  resourcePresentation,
} from '../../../../../src/features/configuration/tree/nodePresentations';
import { profileWith } from '../../../../support/fakes';

const line = ({ label, description }: NodePresentation) => [label, description].filter(Boolean).join(' · ');

const problem = new Problem('forbidden', 'The service does not allow this.', 'Ask for more.');
const entry = (title: string): Resource => ({
  ...{ kind: 'clients', id: `id of ${title}`, title, body: '{}', members: {} },
});
describe('profilePresentation', () => {
  it('expands the active profile', () => {
    assert.deepEqual(
      [true, false].map(isActive => {
        const { collapsibleState, context, ariaLabel } = profilePresentation(
          profileWith({ name: 'acme' }),
          isActive,
        );
        return [collapsibleState, context, ariaLabel];
      }),
      [
        ['expanded', 'profile.active', 'acme, profile, active'],
        ['collapsed', 'profile', 'acme, profile'],
      ],
    );
  });
});

describe('collectionPresentation', () => {
  const cases: readonly [ListCounts | undefined, string][] = [
    [undefined, 'Clients'],
    [{ total: 0, shown: 0, countMismatch: 0 }, 'Clients · 0'],
    [{ total: 12, shown: 12, countMismatch: 0 }, 'Clients · 12'],
    [{ total: 12, shown: 3, countMismatch: 0 }, 'Clients · 3 of 12'],
    [{ total: 12, shown: 12, countMismatch: 5 }, 'Clients · 12, the service counts 17'],
    [{ total: 12, shown: 1, countMismatch: -2 }, 'Clients · 1 of 12, the service counts 10'],
  ];
  for (const [facts, expected] of cases) {
    it(`says “${expected}”`, () => {
      assert.equal(line(collectionPresentation('clients', facts)), expected);
    });
  }

  it('names the first and last entry of a group', () => {
    assert.equal(
      line(groupPresentation([entry('Aardvark'), entry('Ant'), entry('Bison')])),
      'Aardvark … Bison · 3',
    );
  });
});

describe('resourcePresentation', () => {
  it('says in words that a draft is not applied, and marks it for menus', () => {
    const view = resourcePresentation({ kind: 'tokenPolicies', id: '1' }, 'T', { hasDraft: true });
    assert.equal(view.ariaLabel, 'T, token policy, not applied');
    assert.equal(view.context, 'tokenPolicy.draft');
  });

  const publicClient = { type: 'public', loginPolicy: 'l' };
  const confidential = { type: 'confidential', loginPolicy: 'l' };
  const administering = { type: 'confidential' };
  type Kind = 'clients' | 'tokenPolicies' | 'loginPolicies';
  /** The node and its facts; its label, icon, context value, and the words for a screen reader. */
  const cases: readonly [string, Kind, ResourceFacts, ...string[]][] = [
    ['not read yet', 'clients', {}, 'T', 'plug', 'client', 'T, client'],
    ['of no known type', 'clients', { members: { type: 'new' } }, 'T', 'plug', 'client', 'T, client'],
    ...(
      [
        ['public', publicClient, 'globe'],
        ['confidential', confidential, 'lock'],
        ['configuration', administering, 'key'],
      ] as const
    ).map(([kind, members, icon]): [string, Kind, ResourceFacts, ...string[]] => [
      kind,
      'clients',
      { members },
      `T · ${kind}`,
      icon,
      `client.${kind}`,
      `T, ${kind} client`,
    ]),
    [
      'unread',
      'clients',
      { failure: problem },
      'T · cannot be read',
      'warning',
      'client',
      'T, client, cannot be read',
    ],
    ['a policy', 'tokenPolicies', {}, 'T', 'law', 'tokenPolicy', 'T, token policy'],
    [
      'used',
      'tokenPolicies',
      { users: 3 },
      'T · used by 3',
      'law',
      'tokenPolicy',
      'T, token policy, used by 3',
    ],
    [
      'unused',
      'loginPolicies',
      { users: 0 },
      'T · not used',
      'sign-in',
      'loginPolicy',
      'T, login policy, not used',
    ],
    [
      'below a client',
      'loginPolicies',
      { users: 3, isReference: true },
      ...['T · login policy', 'sign-in', 'loginPolicy', 'T, login policy'],
    ],
    [
      'pointed to and not there',
      'tokenPolicies',
      { isReference: true, isMissing: true },
      ...['T · not found', 'warning', 'tokenPolicy', 'T, token policy, not found'],
    ],
  ];
  for (const [what, kind, facts, ...expected] of cases) {
    it(`${what}: a word for what the icon shows`, () => {
      const view = resourcePresentation({ kind, id: 'the-id' }, 'T', facts);
      assert.deepEqual([line(view), view.icon, view.context, view.ariaLabel], expected);
    });
  }

  it('falls back to the id without a title, and shows the id in the tooltip', () => {
    const view = resourcePresentation({ kind: 'clients', id: 'the-id' }, '', {});
    assert.equal(view.label, 'the-id');
    const key = { kind: 'clients', id: 'the-id' } as const;
    assert.equal(resourcePresentation(key, 'T', {}).tooltip, 'T\nclient\nthe-id');
    // VS Code adds the ID itself, which the decoration of the document says.
    const uri: unknown = { path: '/acme/clients/T.json' };
    assert.equal(resourcePresentation(key, 'T', { uri: uri as Uri }).tooltip, 'T\nclient');
  });

  it('shows both ends of a long title beside what it is, and all of it in the tooltip and to screen readers', () => {
    const key = { kind: 'tokenPolicies', id: 'the-id' } as const;
    const begin = 'Nordhaven Storefront for the Nordic countries and the Baltic';
    const titles = [`${begin} states, stage 1`, `${begin} states, stage 2`];
    const views = titles.map(title => resourcePresentation(key, title, { users: 12 }));
    assert.deepEqual(views.map(line), [
      'Nordhaven Storefront for the Nordic cou…ltic states, stage 1 · used by 12',
      'Nordhaven Storefront for the Nordic cou…ltic states, stage 2 · used by 12',
    ]);
    for (const [index, { label, tooltip, ariaLabel }] of views.entries()) {
      assert.equal(label.length, 60);
      assert.equal(tooltip, `${titles[index]}\ntoken policy\nthe-id`);
      assert.equal(ariaLabel, `${titles[index]}, token policy, used by 12`);
    }
  });

  it('cannot be expanded below another resource', () => {
    const collapsibleState = (facts: ResourceFacts) =>
      resourcePresentation({ kind: 'clients', id: '1' }, '', facts).collapsibleState;
    assert.deepEqual(
      [collapsibleState({}), collapsibleState({ isReference: true })],
      ['collapsed', undefined],
    );
  });
});

describe('problemPresentation', () => {
  it('says what happened and what to do', () => {
    const view = problemPresentation(problem);
    assert.equal(line(view), 'The service does not allow this. · click to try again');
    assert.equal(view.tooltip, 'The service does not allow this. Ask for more.');
    assert.equal(view.icon, 'error');
  });

  it('shows a cancelled request without the colour of an error', () => {
    const { icon, color } = problemPresentation(new Problem('cancelled', 'Cancelled.'));
    assert.deepEqual([icon, color], ['circle-slash', undefined]);
  });
});
