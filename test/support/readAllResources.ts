import assert from 'node:assert/strict';
import type { ConfigurationClient } from '../../src/api/configuration/configurationClient';
import { forEachLimit } from '../../src/core/common/forEachLimit';
import { type Resource, type ResourceEntry, resourceKinds } from '../../src/core/resources/resource';

/** Requests at a time. */
export const maxParallel = 6;

/** Reads all lists of a customer, then all resources. Fails if a list has another number of entries than it says. */
export async function readAllResources(
  configuration: Pick<ConfigurationClient, 'list' | 'read'>,
): Promise<readonly Resource[]> {
  const entries: ResourceEntry[] = [];
  await forEachLimit(maxParallel, resourceKinds, async kind => {
    const { entries: listed, total } = await configuration.list(kind);
    assert.equal(total ?? listed.length, listed.length, kind);
    entries.push(...listed);
  });
  const resources: Resource[] = [];
  await forEachLimit(maxParallel, entries, async ({ kind, id }) => {
    resources.push(await configuration.read(kind, id));
  });
  return resources;
}
