// The live tokens as sessions of VS Code’s accounts.
import type { AuthenticationSession } from 'vscode';
import { Queue } from '../../core/common/async/queue';
import { Emitter } from '../../core/common/event';
import type { ProfileStore } from '../../storage/profiles/profileStore';
import { isSameScope } from '../../storage/tokens/tokenStore';
import type { TokenService } from '../../tokens/tokenService';
import {
  diffSessions,
  type ProfileToken,
  toSession,
  type SessionsById,
  type SessionsChange,
} from './toSession';

/** What sessions are created from. */
export interface SessionsDeps {
  readonly profiles: ProfileStore;
  readonly tokenService: TokenService;
  readonly now: () => number;
  readonly isTrusted: () => boolean;
}

/**
 * The live tokens of all profiles as sessions. None in an untrusted workspace. A token without a granted scope is not
 * a session: with it, the calls of other extensions would only fail.
 */
export class Sessions {
  readonly #changed = new Emitter<SessionsChange>();
  readonly #queue = new Queue();
  #reported: SessionsById = new Map();
  /** When the first reported session ends, in ms since 1970. */
  #firstEnd = Infinity;
  #wasTrusted = true;

  /** Fires when the live sessions differ from those that were reported last. */
  readonly onDidChange = this.#changed.event;

  constructor(private readonly deps: SessionsDeps) {}

  /**
   * The sessions with exactly these scopes, in any order, or all of them; of one account (a profile ID) or of all.
   * Rejects with a `Problem` of kind `storage`.
   */
  async find(scopes?: readonly string[], accountId?: string): Promise<AuthenticationSession[]> {
    const tokens = (await this.update()).filter(
      ({ profile, token }) =>
        (accountId === undefined || profile.id === accountId) &&
        (!scopes || isSameScope(token, scopes.join(' '))),
    );
    // A caller that names scopes is about to use the token. VS Code asks for all of them, only to show them.
    if (scopes) for (const { profile, token } of tokens) this.deps.tokenService.usage.record(profile, token);
    return tokens.map(each => toSession(each, scopes));
  }

  /** Reads the live tokens and fires an event for what changed since the last time. Rejects as `find`. */
  update(): Promise<readonly ProfileToken[]> {
    return this.#queue.run(async () => {
      const live = await this.#live();
      const before = this.#reported;
      this.#reported = new Map(
        live.map(each => {
          const session = toSession(each);
          return [session.id, session];
        }),
      );
      this.#firstEnd = Math.min(...live.map(({ token }) => token.expiresAt));
      const change = diffSessions(before, this.#reported);
      if (change) this.#changed.fire(change);
      return live;
    });
  }

  /** As `update`, but only if a session ended or the trust changed. Cheap enough for each tick of the countdown. */
  async updateIfDue(): Promise<void> {
    if (this.deps.now() >= this.#firstEnd || this.deps.isTrusted() !== this.#wasTrusted) await this.update();
  }

  async #live(): Promise<readonly ProfileToken[]> {
    const { profiles, tokenService, isTrusted } = this.deps;
    this.#wasTrusted = isTrusted();
    if (!this.#wasTrusted) return [];
    const found = profiles.all.map(async profile => {
      const tokens = await tokenService.listLive(profile);
      return tokens.filter(token => token.grantedScope !== '').map(token => ({ profile, token }));
    });
    return (await Promise.all(found)).flat();
  }
}
