// The commands that start and stop the sandbox.
import { t } from '../../core/common/l10n';
import type { ProfileStore } from '../../storage/profiles/profileStore';
import type { TokenService } from '../../tokens/tokenService';
import type { Command } from '../../ui/commands/commandRegistry';
import { setContextKey } from '../../ui/contextKeys';
import { commands, contextKeys } from '../../ui/ids';
import { confirm, showInformation } from '../../ui/notifications';
import { RunningSandbox } from './runningSandbox';

export interface SandboxDeps {
  readonly profiles: ProfileStore;
  readonly tokenService: TokenService;
  readonly mask: (secret: string) => void;
}

/** The sandbox of this window, not started yet. */
export function createSandbox(deps: SandboxDeps): RunningSandbox {
  return new RunningSandbox({
    ...deps,
    startService: async () => (await import('../../sandbox/index')).startSandbox(),
    onDidChangeState: runs => {
      setContextKey(contextKeys.sandboxRuns, runs);
    },
  });
}

/** Starts the sandbox, or says where it runs (contract). */
export function startSandbox(sandbox: RunningSandbox): Command {
  return async argument => {
    const { profile, isNew } = await sandbox.start();
    const { name, origin, customerId, clientId } = profile;
    if (!argument) void showSandboxState(origin, !isNew);
    return { name, origin, customerId, clientId };
  };
}

/** Stops the sandbox (contract). Asks the user first, because its data are lost. */
export function stopSandbox(sandbox: RunningSandbox): Command {
  return async argument => {
    if (!argument) {
      if (sandbox.origin === undefined) {
        void showInformation(t('The sandbox is not running.'), {
          title: t('Start Sandbox'),
          command: commands.startSandbox,
        });
        return;
      }
      await confirm(
        t('Stop the sandbox?'),
        t('Stop Sandbox'),
        t(
          'The service at {0} stops, and everything that was created or changed in it is lost. The profile “Sandbox”, its drafts and its access tokens are removed.',
          sandbox.origin,
        ),
      );
    }
    await sandbox.stop();
  };
}

function showSandboxState(origin: string, isRunning: boolean): Promise<void> {
  return showInformation(
    isRunning
      ? t('The sandbox is already running at {0}. Its profile is active.', origin)
      : t(
          'The sandbox, a Hosted Login service to try things out, runs at {0} until this window closes.',
          origin,
        ),
    { title: t('Request Access Token…'), command: commands.requestToken },
    { title: t('Open Example Requests'), command: commands.openExample },
  );
}
