import * as vscode from 'vscode';
import { isLive, outlivesRequest } from '../../core/accessToken';
import { hostOf } from '../../core/httpDocument';
import { isSharedWithExtensions, renewMode } from '../../ui/settings';
import { httpYac } from './extensionIds';
import { hookIntoHttpYac, type HookPorts } from './httpyacHooks';
import type { SendingRooms } from './send';

/** Keeps httpYac's extension hooked, also where it is installed later or comes back. */
export class HttpYacHooks implements vscode.Disposable {
  /** What takes the hooks back, for each exports object that was hooked into. */
  readonly #hooked = new Map<unknown, (() => void) | undefined>();
  readonly #ports: HookPorts;
  #isDisposed = false;

  constructor(private readonly rooms: SendingRooms) {
    const { profiles, keeper, redact, warn } = rooms;
    this.#ports = {
      tokenFor: url => tokenFor(rooms, url),
      learnTokens: async () => {
        // The keeper tells of every token that it reads.
        await Promise.all(profiles.all.map(profile => keeper.live(profile)));
      },
      redact,
      warn,
    };
  }

  /** Activates httpYac, whose files these are, and hooks into it, once. Never rejects. */
  async hook(): Promise<void> {
    try {
      const exported: unknown = await vscode.extensions.getExtension<unknown>(httpYac)?.activate();
      if (this.#isDisposed || this.#hooked.has(exported)) return;
      this.#hooked.set(exported, hookIntoHttpYac(exported, this.#ports));
    } catch (error) {
      this.rooms.warn('httpYac could not be hooked into', error);
    }
  }

  dispose(): void {
    this.#isDisposed = true;
    for (const takeBack of this.#hooked.values()) takeBack?.();
    this.#hooked.clear();
  }
}

/**
 * The active token for a request that goes to the host of its profile, renewed where it is about to end and the setting
 * allows it; undefined where sharing would give none, or the request goes elsewhere: then httpYac reads the variable.
 */
async function tokenFor(
  { profiles, keeper, now, warn }: SendingRooms,
  url: string,
): Promise<string | undefined> {
  const profile = profiles.active;
  const host = hostOf(url);
  if (!profile || host?.kind !== 'origin' || host.origin !== profile.origin || !isSharedWithExtensions()) {
    return undefined;
  }
  await keeper.upToDate();
  const { token, profile: owner } = keeper.status;
  if (!token || owner?.id !== profile.id) return undefined;
  keeper.uses.note(profile, token);
  if (outlivesRequest(token, now()) || renewMode() !== 'whileInUse') {
    return isLive(token, now()) ? token.value : undefined;
  }
  const renewed = await keeper.renew(profile, token).catch((error: unknown) => {
    warn('The token for httpYac could not be renewed', error);
    return token;
  });
  return isLive(renewed, now()) ? renewed.value : undefined;
}
