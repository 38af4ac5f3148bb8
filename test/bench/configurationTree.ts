import { request as undiciRequest } from 'undici';
import { Holdings } from '../../src/features/configuration/holdings';
import { Overviews } from '../../src/features/configuration/overviews';
import { ConfigurationTree } from '../../src/features/configuration/tree';
import type { TreeNode } from '../../src/features/configuration/treeNodes';
import { type Reach, withConfiguration } from './configuration';
import type { ConfigurationTreeFigures } from './figures';
import { median } from './statistics';

const answerMs = 20;
const clients = 10_000;
const rounds = 15;

/**
 * The tree of that many clients, from nothing known to all that VS Code asks for when the clients are expanded, in turns
 * with the bare request for their list; against a sandbox that takes 20 ms for each answer.
 */
export async function measureConfigurationTree(): Promise<ConfigurationTreeFigures> {
  return withConfiguration({ least: { clients }, delayMs: answerMs }, async reach => {
    const times = { bare: [] as number[], ours: [] as number[] };
    for (let round = -3; round < rounds; round++) {
      const oursMs = await showTree(reach);
      const start = performance.now();
      const { body } = await undiciRequest(reach.url('clients'), {
        headers: { authorization: reach.authorization },
        dispatcher: reach.dispatcher(),
      });
      const { total } = (await body.json()) as { readonly total: number };
      const bareMs = performance.now() - start;
      if (total !== clients) throw new Error('Not all clients are in the list.');
      if (round < 0) continue;
      times.bare.push(bareMs);
      times.ours.push(oursMs);
    }
    return { clients, bareMs: median(times.bare), oursMs: median(times.ours) };
  });
}

/** In ms. */
async function showTree({ profile, configuration }: Reach): Promise<number> {
  const holdings = new Holdings(configuration);
  const ports = {
    profiles: { all: [profile], active: profile, onDidChange: () => ({ dispose: () => undefined }) },
    problemOf: (_: string, error: unknown) => {
      throw error;
    },
  };
  const overviews = new Overviews({
    ...ports,
    desks: { for: () => ({ holdings, guard: { access: () => Promise.resolve([]) } }) },
    working: () => undefined,
  });
  const after = (ms: number, callback: () => void) => {
    const timer = setTimeout(callback, ms);
    return () => {
      clearTimeout(timer);
    };
  };
  const tree = new ConfigurationTree({ ...ports, overviews, after, changed: () => undefined });
  const shown = async (node?: TreeNode) => {
    const children = await tree.getChildren(node);
    for (const child of children) tree.getTreeItem(child);
    return children;
  };
  try {
    const start = performance.now();
    const [, root] = await shown();
    const collection = (await shown(root)).find(node => node.is === 'collection' && node.kind === 'clients');
    const groups = await shown(collection);
    const ms = performance.now() - start;
    const inGroups = groups.reduce((sum, node) => sum + (node.is === 'group' ? node.entries.length : 0), 0);
    if (inGroups !== clients) throw new Error(`The tree has ${inGroups} clients.`);
    return ms;
  } finally {
    tree.dispose();
    overviews.dispose();
  }
}
