import { type Sandbox, startSandbox } from '../../../src/sandbox/index';
import { addProfile } from '../../support/enterProfile';
import { shareWindow, type Started } from '../../support/useWindow';
import type { Window } from '../../support/window';

const useWindow = shareWindow({
  // The tests type whole lines, which are taken as they are.
  settings: { 'editor.autoClosingQuotes': 'never', 'editor.autoSurround': 'never' },
});

/** The window with the profile `acme` for a new sandbox, for the tests of a `describe`. */
export function useConfigurationWindow(given: (started: Started) => void): void {
  let sandbox: Sandbox;
  let started: Omit<Started, 'sandbox'>;

  useWindow(opened => {
    started = opened;
  });
  before(async () => {
    sandbox = await startSandbox();
    await addProfile(started.window, sandbox);
    given({ ...started, sandbox });
  });

  after(() => sandbox.stop());
}

/** Removes the profile, so that others can have the name. */
export async function removeProfile(window: Window): Promise<void> {
  await window.runCommand('Hosted Login: Remove Profile…');
  await window.pick('acme');
  await window.answerDialog('Remove the profile “acme”', 'Remove');
  await window.statusBarGone();
}
