import type { AuthenticationSession } from 'vscode';
import { Emitter } from '../../core/emitter';
import type { ProfileStore } from '../../vault/profileStore';
import { Queue } from '../../vault/storage';
import type { TokenKeeper } from '../../vault/tokenKeeper';
import { isSameScope } from '../../vault/tokenStore';
import { changeOf, type Holding, sessionOf, type SessionsById, type SessionsChange } from './session';

/** What the sessions are made of. */
export interface SessionRooms {
  readonly profiles: ProfileStore;
  readonly keeper: TokenKeeper;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly isTrusted: () => boolean;
}

/**
 * The live tokens of all profiles as sessions. In a workspace that is not trusted there are none. A token that was
 * granted nothing is no session: it would only make the calls of other extensions fail.
 */
export class Sessions {
  readonly #changed = new Emitter<SessionsChange>();
  readonly #queue = new Queue();
  #told: SessionsById = new Map();
  /** When the first of the told sessions ends, in ms since 1970. */
  #firstEnd = Infinity;
  #wasTrusted = true;

  /** What is live is not what was told last. */
  readonly onDidChange = this.#changed.event;

  constructor(private readonly rooms: SessionRooms) {}

  /**
   * The sessions with exactly these scopes, in whatever order, or all of them; those of one account (a profile's id)
   * or of all. Rejects with a `Problem` of kind `storage`.
   */
  async find(scopes?: readonly string[], accountId?: string): Promise<AuthenticationSession[]> {
    const holdings = (await this.look()).filter(
      ({ profile, token }) =>
        (accountId === undefined || profile.id === accountId) &&
        (!scopes || isSameScope(token, scopes.join(' '))),
    );
    // Only who names scopes is about to use the token; VS Code itself asks for all, to show them.
    if (scopes) for (const { profile, token } of holdings) this.rooms.keeper.uses.note(profile, token);
    return holdings.map(holding => sessionOf(holding, scopes));
  }

  /** Looks what is live, and tells of what changed since the last look. Rejects as `find`. */
  look(): Promise<readonly Holding[]> {
    return this.#queue.run(async () => {
      const holdings = await this.#live();
      const before = this.#told;
      this.#told = new Map(
        holdings.map(holding => {
          const session = sessionOf(holding);
          return [session.id, session];
        }),
      );
      this.#firstEnd = Math.min(...holdings.map(({ token }) => token.expiresAt));
      const change = changeOf(before, this.#told);
      if (change) this.#changed.fire(change);
      return holdings;
    });
  }

  /** As `look`, but only where time or trust has changed something: cheap enough for every tick of the countdown. */
  async lookAgain(): Promise<void> {
    if (this.rooms.now() >= this.#firstEnd || this.rooms.isTrusted() !== this.#wasTrusted) await this.look();
  }

  async #live(): Promise<readonly Holding[]> {
    const { profiles, keeper, isTrusted } = this.rooms;
    this.#wasTrusted = isTrusted();
    if (!this.#wasTrusted) return [];
    const holdings = profiles.all.map(async profile => {
      const tokens = await keeper.live(profile);
      return tokens.filter(token => token.grantedScope !== '').map(token => ({ profile, token }));
    });
    return (await Promise.all(holdings)).flat();
  }
}
