import type { Clock } from '../core/common/clock';
import type { Disposable } from '../core/common/event';
import { parseJson } from '../core/common/json';
import type { Queue } from '../core/common/queue';
import { readRecord } from '../core/common/readRecord';
import type { Profile } from '../core/profile/profile';
import { changeSignalKey, profileEntriesWrite, profileEntryId, readProfileEntries } from './profileKeys';
import { accessStorage, type Secrets, type State } from './storageAccess';
import { runTransaction } from './transaction';

const signalFields = { strings: ['window', 'id'] } as const;

/** How often, and after how many ms, to check for a write that is still on its way between windows. */
const maxPolls = 20;
const pollInterval = 100;

interface ProfileSyncDeps {
  readonly globalState: State;
  readonly secrets: Secrets;
  /** Unique. */
  readonly windowId: string;
  readonly after: Clock['after'];
  /** Serializes read-change-write of the profiles in this window. */
  readonly queue: Queue;
  readonly hasSecret: (profileId: string) => Promise<boolean>;
  /** The stored profiles changed, other than by this window's own write. */
  readonly onDidChange: () => void;
  /** Another window changed this profile or its secret. Called before `onDidChange`. */
  readonly onOtherWindowChanged: (profileId: string) => void;
}

/**
 * Keeps the profiles in step between windows. VS Code stores the whole globalState of the window that wrote last: two
 * windows that write at the same time lose one write. This window therefore restores its own lost writes for a while.
 */
export class ProfileSync {
  /** What this window wrote lately, by id; undefined for a removed profile. */
  readonly #recentWrites = new Map<string, Profile | undefined>();
  readonly #subscription: Disposable;
  #cancelVerification: () => void = () => undefined;
  #cancelPolling: () => void = () => undefined;
  #signalCount = 0;

  constructor(private readonly deps: ProfileSyncDeps) {
    this.#subscription = deps.secrets.onDidChange(({ key }) => {
      if (key === changeSignalKey) void this.handleChangeSignal();
    });
  }

  dispose(): void {
    this.#subscription.dispose();
    this.#cancelVerification();
    this.#cancelPolling();
  }

  /** Remembers what this window wrote, or removed, and restores it if another window's write replaces it. */
  recordWrite(id: string, written: Profile | undefined): void {
    this.#recentWrites.set(id, written);
    this.#verifyWrites(maxPolls);
  }

  /** Notifies the other windows. If that fails, they see the change when they are loaded next. */
  async notifyOtherWindows(id: string): Promise<void> {
    const { secrets, windowId } = this.deps;
    // Unique: storing the same value again may raise no event.
    const signal = JSON.stringify({ window: windowId, id, number: ++this.#signalCount });
    await accessStorage('notify other windows', () => secrets.store(changeSignalKey, signal)).catch(
      () => undefined,
    );
  }

  /** Takes over what another window changed; also called for a signal from before this object existed. */
  async handleChangeSignal(): Promise<void> {
    const { secrets, windowId, onOtherWindowChanged, onDidChange } = this.deps;
    const text = await accessStorage('read change signal', () => secrets.get(changeSignalKey)).catch(
      () => '',
    );
    const signal = readRecord(parseJson(text ?? ''), signalFields);
    if (!signal || signal.window === windowId) return;
    // The other window wrote later.
    this.#recentWrites.delete(signal.id);
    const before = JSON.stringify(this.#entries());
    onOtherWindowChanged(signal.id);
    onDidChange();
    this.#pollUntilChanged(before, maxPolls);
  }

  /** The signal may arrive before the profiles, whose arrival raises no event. */
  #pollUntilChanged(before: string, pollsLeft: number): void {
    this.#cancelPolling();
    if (pollsLeft === 0) return;
    this.#cancelPolling = this.deps.after(pollInterval, () => {
      if (JSON.stringify(this.#entries()) === before) this.#pollUntilChanged(before, pollsLeft - 1);
      else this.deps.onDidChange();
    });
  }

  #verifyWrites(pollsLeft: number): void {
    this.#cancelVerification();
    if (pollsLeft === 0) {
      this.#recentWrites.clear();
      return;
    }
    this.#cancelVerification = this.deps.after(pollInterval, () => {
      let isStopped = false;
      this.#cancelVerification = () => {
        isStopped = true;
      };
      const again = () => {
        if (!isStopped) this.#verifyWrites(pollsLeft - 1);
      };
      if (this.#lostWrites().length === 0) again();
      else void this.#restoreLostWrites().then(again, again);
    });
  }

  /** The ids of the profiles that are not stored as this window wrote them. */
  #lostWrites(): readonly string[] {
    const stored = new Map(this.#entries().map(entry => [profileEntryId(entry), JSON.stringify(entry)]));
    return [...this.#recentWrites].flatMap(([id, profile]) =>
      stored.get(id) === (profile && JSON.stringify(profile)) ? [] : [id],
    );
  }

  async #restoreLostWrites(): Promise<void> {
    const { queue, globalState, hasSecret, onDidChange } = this.deps;
    const restored: string[] = [];
    await queue.run(async () => {
      let entries = this.#entries();
      for (const id of this.#lostWrites()) {
        const profile = this.#recentWrites.get(id);
        // Without its secret, another window has removed it since.
        if (profile && !(await hasSecret(id))) continue;
        const others = entries.filter(entry => profileEntryId(entry) !== id);
        entries = profile ? [...others, profile] : others;
        restored.push(id);
      }
      if (restored.length > 0) await runTransaction(profileEntriesWrite(globalState, entries));
    });
    if (restored.length > 0) onDidChange();
    for (const id of restored) await this.notifyOtherWindows(id);
  }

  #entries(): readonly unknown[] {
    return readProfileEntries(this.deps.globalState);
  }
}
