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
  let sandbox: Sandbox | undefined;
  let session: Session | undefined;

  before(async () => {
    sandbox = await startSandbox();
    const { profile, folder, sharesSecrets, ...ofSession } =
      typeof options === 'function' ? options(sandbox) : options;
    session = await Session.start(ofSession);
    const window = await session.openWindow({
      ...(folder !== undefined && { folder }),
      ...(sharesSecrets !== undefined && { sharesSecrets }),
    });
    if (profile !== undefined) await addProfile(window, sandbox, profile);
    given({ sandbox, session, window });
  });

  after(async () => {
    await session?.close();
    await sandbox?.stop();
  });
}

/** A window for the tests of a `describe`; takes it before they run. */
export type UseSharedWindow = (given: (started: Omit<Started, 'sandbox'>) => void) => void;

/**
 * One window for all `describe`s of a test file that use it; call it outside of them. It opens before the first of them, and
 * closes with the last test of the file: files run in parallel, so Mocha gives each a root suite of its own. After each
 * `describe`, messages, editors and the clipboard are gone; profiles and settings stay.
 */
export function shareWindow(options: SessionOptions): UseSharedWindow {
  let session: Session | undefined;
  let opened: Promise<Window> | undefined;

  after(() => session?.close());

  return given => {
    before(async () => {
      session ??= await Session.start(options);
      opened ??= session.openWindow();
      given({ session, window: await opened });
    });
    after(() => opened?.then(window => window.tidy()));
  };
}
