import { type Sandbox, startSandbox } from '../../src/sandbox/index';
import { addProfile } from './enterProfile';
import { Session, type SessionOptions, type WindowOptions } from './session';
import type { Window } from './window';

/** What the tests of a `describe` work with. */
export interface Started {
  readonly sandbox: Sandbox;
  readonly session: Session;
  readonly window: Window;
}

export interface StartOptions extends SessionOptions, Pick<WindowOptions, 'folder' | 'sharesSecrets'> {
  /** The name of a profile of the sandbox, which is added. */
  readonly profile?: string;
}

/**
 * Starts a sandbox and a window of a new session before the tests of a `describe`, and ends both after them.
 * @param options may depend on the sandbox, whose address is in files
 * @param given takes what was started
 */
export function useWindow(
  options: StartOptions | ((sandbox: Sandbox) => StartOptions),
  given: (started: Started) => void,
): void {
  const ends: (() => Promise<void>)[] = [];

  before(async function () {
    this.timeout(120_000);
    const sandbox = await startSandbox();
    ends.unshift(() => sandbox.stop());
    const { profile, folder, sharesSecrets, ...ofSession } =
      typeof options === 'function' ? options(sandbox) : options;
    const session = await Session.start(ofSession);
    ends.unshift(() => session.close());
    const window = await session.openWindow({
      ...(folder !== undefined && { folder }),
      ...(sharesSecrets !== undefined && { sharesSecrets }),
    });
    if (profile !== undefined) await addProfile(window, sandbox, profile);
    given({ sandbox, session, window });
  });

  after(async () => {
    for (const end of ends) await end();
  });
}
