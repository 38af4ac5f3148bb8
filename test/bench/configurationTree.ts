import { request as undiciRequest } from 'undici';
import type { Row } from '../../scripts/bench/table.mjs';
import { ResourceCache } from '../../src/configuration/resourceCache';
import { BackgroundLoaders } from '../../src/features/configuration/tree/backgroundLoaders';
import { CollectionNode, GroupNode } from '../../src/features/configuration/tree/nodes';
import { ConfigurationTree } from '../../src/features/configuration/tree/treeDataProvider';
import { type TreeNode } from '../../src/features/configuration/tree/treeNode';
import { listRow, type Reach, withConfiguration } from './configuration';

const answerMs = 20;
const clients = 10_000;
const rounds = 15;

/**
 * Expands so many clients in the tree, with an empty cache, until VS Code has all nodes; in turns with only the request for
 * their list. The sandbox waits 20 ms before each answer.
 */
export async function measureConfigurationTree(): Promise<Row[]> {
  return withConfiguration({ minimum: { clients }, delayMs: answerMs }, async reach => {
    const times = { bare: [] as number[], ours: [] as number[] };
    for (let round = -3; round < rounds; round++) {
      const oursMs = await showTree(reach);
      const start = performance.now();
      const { body } = await undiciRequest(reach.url('clients'), {
        headers: { authorization: reach.authorization },
      });
      const { total } = (await body.json()) as { readonly total: number };
      const bareMs = performance.now() - start;
      if (total !== clients) throw new Error('Not all clients are in the list.');
      if (round < 0) continue;
      times.bare.push(bareMs);
      times.ours.push(oursMs);
    }
    return [
      listRow(`tree of ${clients.toLocaleString('en')} clients`, times.ours, 'undici’s list', times.bare),
    ];
  });
}

/** In ms. */
async function showTree({ profile, configuration }: Reach): Promise<number> {
  const resourceCache = new ResourceCache(configuration);
  const deps = {
    profiles: { all: [profile], active: profile, onDidChange: () => ({ dispose: () => undefined }) },
    problemOf: (_: string, error: unknown) => {
      throw error;
    },
  };
  const loaders = new BackgroundLoaders({
    ...deps,
    configurations: {
      for: () => ({ resourceCache, guard: { findConfigurationAccess: () => Promise.resolve([]) } }),
    },
    onProgress: () => undefined,
  });
  const after = (ms: number, callback: () => void) => {
    const timer = setTimeout(callback, ms);
    return () => {
      clearTimeout(timer);
    };
  };
  const tree = new ConfigurationTree({
    ...{ ...deps, loaders, after, fireDidChange: () => undefined },
    drafts: { get: () => undefined, onDidChange: () => ({ dispose: () => undefined }) },
    uriOf: () => undefined as never,
  });
  const shown = async (node?: TreeNode) => {
    const children = await tree.getChildren(node);
    for (const child of children) tree.getTreeItem(child);
    return children;
  };
  try {
    const start = performance.now();
    const [, root] = await shown();
    const collection = (await shown(root)).find(
      node => node instanceof CollectionNode && node.kind === 'clients',
    );
    const groups = await shown(collection);
    const ms = performance.now() - start;
    const inGroups = groups.reduce(
      (sum, node) => sum + (node instanceof GroupNode ? node.entries.length : 0),
      0,
    );
    if (inGroups !== clients) throw new Error(`The tree has ${inGroups} clients.`);
    return ms;
  } finally {
    tree.dispose();
    loaders.dispose();
  }
}
