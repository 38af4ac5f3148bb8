import { readDiscoveryText } from '../../../src/api/token/discovery';
import { readSnapshot } from '../../../src/configuration/readSnapshot';
import type { ConfigurationSnapshot } from '../../../src/core/resources/configurationSnapshot';
import { startSandbox } from '../../../src/sandbox/index';
import { configurationApiFor } from '../../unit/api/configuration/apiFixture';
import { newTransport } from '../../unit/api/servers';

/** The configuration of a new sandbox. Its IDs are random, and replaced by others that are the same each time. */
export async function readSandbox(): Promise<ConfigurationSnapshot> {
  const sandbox = await startSandbox();
  try {
    const { send } = newTransport();
    const { configuration: api } = configurationApiFor(sandbox, send);
    const readDiscovery = (signal: AbortSignal) => readDiscoveryText(send, sandbox, signal);
    const snapshot = await readSnapshot({ api, profile: sandbox, readDiscovery });
    const names = new Map(Object.values(sandbox.ids).map((id, index) => [id, `id-${index + 1}`]));
    names.set(sandbox.customerId, 'customer-id');
    const steady = (text: string) =>
      text
        .replaceAll(sandbox.origin, 'http://127.0.0.1:1234')
        .replace(/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, id => names.get(id) ?? id)
        .replace(/\b[0-9a-f]{26}\b/g, 'application')
        .replace(/\b[0-9a-f]{32}\b/g, 'api-client');
    return {
      ...snapshot,
      origin: steady(snapshot.origin),
      customerId: steady(snapshot.customerId),
      resources: snapshot.resources.map(resource => {
        const body = steady(resource.body);
        return {
          ...resource,
          id: steady(resource.id),
          body,
          members: JSON.parse(body) as typeof resource.members,
        };
      }),
      loginPolicyOptions: new Map(
        [...snapshot.loginPolicyOptions].map(([id, options]) => [steady(id), options]),
      ),
      discovery: snapshot.discovery === undefined ? undefined : steady(snapshot.discovery),
    };
  } finally {
    await sandbox.stop();
  }
}
