import type { Sandbox } from '../../src/sandbox/index';
import type { Window } from './window';

/** The service of a profile, such as a sandbox. */
type Service = Pick<Sandbox, 'origin' | 'customerId' | 'clientId' | 'clientSecret'>;

/** Answers the questions of Add Profile for the service's configuration client. */
export async function enterProfile(
  window: Window,
  service: Service,
  name = 'acme',
  secret = service.clientSecret,
): Promise<void> {
  await window.type(name, 'What do you call this customer');
  await window.waitForPrompt('Where is the customer hosted?');
  await window.pick(/Other origin/);
  await window.type(service.origin, 'The origin of the service');
  await window.type(service.customerId, 'Customer ID');
  await window.type(service.clientId, 'Client ID');
  await window.type(secret, 'Client secret');
  if (secret === service.clientSecret) await waitForSavedProfile(window);
}

/** Adds a profile for the service's configuration client, and waits until the status bar shows it. */
export async function addProfile(window: Window, service: Service, name = 'acme'): Promise<void> {
  await window.runCommand('Hosted Login: Add Profile…');
  await enterProfile(window, service, name);
  await window.statusBarText(new RegExp(`${name} no token`));
}

/** Waits until a new profile is saved. VS Code shows only three notifications in 0.8 seconds, so closes this one. */
export async function waitForSavedProfile(window: Window): Promise<void> {
  await window.notification(/^The profile “.*” is saved\./);
  await window.runCommand('Notifications: Clear All Notifications');
}
