import type { Sandbox } from '../../src/sandbox/index';
import type { Window } from './window';

/** Answers what "Add Profile…" asks, for the sandbox's configuration client. */
export async function enterProfile(
  window: Window,
  sandbox: Sandbox,
  name = 'acme',
  secret = sandbox.clientSecret,
): Promise<void> {
  await window.type(name, 'What do you call this customer');
  await window.waitForPrompt('Where is the customer hosted?');
  await window.pick(/Other origin/);
  await window.type(sandbox.origin, 'The origin of the service');
  await window.type(sandbox.customerId, 'Customer ID');
  await window.type(sandbox.clientId, 'Client ID');
  await window.type(secret, 'Client secret');
}
