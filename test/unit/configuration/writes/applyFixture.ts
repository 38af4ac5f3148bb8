import assert from 'node:assert/strict';
import { readDiscoveryText } from '../../../../src/api/token/discovery';
import { readSnapshot } from '../../../../src/configuration/readSnapshot';
import { type ApplyInput, applyPlan, type ApplyResult } from '../../../../src/configuration/writes/applyPlan';
import { parseAddress } from '../../../../src/core/configurationFiles/address';
import { withId } from '../../../../src/core/configurationFiles/changeIds';
import { readFolder } from '../../../../src/core/configurationFiles/configurationFolder';
import { type Ids, idsPath, readIds } from '../../../../src/core/configurationFiles/idsFile';
import type { PlanStep } from '../../../../src/core/configurationFiles/plan/planSteps';
import { planPull } from '../../../../src/core/configurationFiles/pull';
import {
  type ConfigurationSnapshot,
  optionNames,
} from '../../../../src/core/resources/configurationSnapshot';
import type { ConfigurationWindow } from '../windowFixture';

/** The files of a customer in memory, and what was read of the service. */
export interface Workspace {
  readonly texts: Map<string, string>;
  readonly snapshot: ConfigurationSnapshot;
}

type Step = readonly [action: PlanStep['action'], address: string];

const winterSale = JSON.stringify({
  title: 'Winter Sale',
  accessTokenLifetime: 600,
  allowedScopes: ['openid'],
});
const winterClient = JSON.stringify({
  name: 'Winter Sale',
  type: 'public',
  redirectURIs: ['https://winter.nordhaven.example/in'],
  tokenPolicy: 'tokenPolicies/winter-sale',
  loginPolicy: 'loginPolicies/winter-sale',
});

export async function pull(
  window: ConfigurationWindow,
  texts: ReadonlyMap<string, string> = new Map(),
): Promise<Workspace> {
  const { profile, configuration, deps } = window;
  const readDiscovery = () => readDiscoveryText(deps.send, profile);
  const snapshot = await readSnapshot({ api: configuration.resourceCache.api, profile, readDiscovery });
  const { writes } = planPull(readFolder(texts), snapshot, { bases: new Map() });
  return { texts: new Map([...texts, ...writes]), snapshot };
}

export function edit(
  { texts }: Workspace,
  address: string,
  change: (members: Record<string, unknown>) => object,
): void {
  const path = `${address}.json`;
  const members = JSON.parse(texts.get(path) ?? assert.fail(path)) as Record<string, unknown>;
  texts.set(path, JSON.stringify(change(members), undefined, 2));
}

export const idsIn = ({ texts }: Workspace): Ids => readIds(texts.get(idsPath) ?? '{}').ids;

/** Applies steps, whatever a plan would say. */
export function apply(
  window: ConfigurationWindow,
  at: Workspace,
  steps: readonly Step[],
  options: Partial<ApplyInput> = {},
): Promise<ApplyResult> {
  const folder = readFolder(at.texts);
  return applyPlan(window.configuration, {
    steps: steps.map(([action, address]) => {
      const kind = parseAddress(address)?.kind ?? assert.fail(address);
      return {
        ...{
          action,
          address,
          title: '',
          parts: ['resource', ...optionNames],
          secretNames: [],
          concernsAccess: false,
          isOwn: false,
        },
        ...{ key: { kind, id: folder.ids.get(address) }, check: { kind: 'allowed' } },
      };
    }),
    files: folder.files,
    ids: folder.ids,
    snapshot: at.snapshot,
    secrets: new Map(),
    typed: new Map(),
    saveId: (address, id) => {
      at.texts.set(idsPath, withId(at.texts.get(idsPath) ?? '{}', address, id));
      return Promise.resolve();
    },
    ...options,
  });
}

/** Five steps that depend on each other. */
export const winterSteps: readonly Step[] = [
  ['create', 'tokenPolicies/winter-sale'],
  ['create', 'loginPolicies/winter-sale'],
  ['create', 'clients/winter-sale'],
  ['change', 'tokenPolicies/nordhaven-mobile-apps'],
  ['delete', 'tokenPolicies/winter-sale-microsite-retired'],
];

/** The files for `winterSteps`. */
export async function prepareWinter(window: ConfigurationWindow): Promise<Workspace> {
  const at = await pull(window);
  at.texts.set('tokenPolicies/winter-sale.json', winterSale);
  const store = JSON.parse(at.texts.get('loginPolicies/nordhaven-storefront.json') ?? '') as {
    identityStoreDetails: { connectionDetails: object };
  };
  at.texts.set(
    'loginPolicies/winter-sale.json',
    JSON.stringify({
      title: 'Winter Sale',
      loginURL: 'https://login.nordhaven.example/winter',
      identityStoreDetails: {
        ...store.identityStoreDetails,
        connectionDetails: {
          ...store.identityStoreDetails.connectionDetails,
          clientSecret: { $secret: 'OWNER_SECRET' },
        },
      },
      $pushClaims: { enabled: true },
    }),
  );
  at.texts.set('clients/winter-sale.json', winterClient);
  edit(at, 'tokenPolicies/nordhaven-mobile-apps', members => ({ ...members, accessTokenLifetime: 900 }));
  at.texts.delete('tokenPolicies/winter-sale-microsite-retired.json');
  return at;
}

/** The secret that they need. */
export const winterSecrets = new Map([['OWNER_SECRET', 'for-a-test-0123456789']]);
