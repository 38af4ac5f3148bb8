// Keeps the profiles in step between windows.
import { Queue } from '../../core/common/async/queue';
import type { Clock } from '../../core/common/clock';
import { parseJson } from '../../core/json/json';
import { readRecord } from '../../core/json/readRecord';
import type { Profile } from '../../core/profile/profile';
import { accessStorage, type Secrets, type State } from '../storageAccess';
import { runTransaction } from '../transaction';
import { type ProfileWrite, readRecentProfiles, withRecentProfile } from './profileChanges';
import { changeSignalKey, profileEntriesWrite, profileEntryId, readProfileEntries } from './profileKeys';

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
 * windows that write at the same time lose one write. This window therefore restores its own lost writes for a while. If
 * it closes before, the others restore them: the change signal, which nobody overwrites with an old copy, names the latest
 * changes.
 */
export class ProfileSync {
  /** What this window wrote recently, by id; undefined for a removed profile. */
  readonly #recentWrites = new Map<string, Profile | undefined>();
  readonly #signalQueue = new Queue();
  #cancelVerification: () => void = () => undefined;
  #cancelPolling: () => void = () => undefined;
  #signalCount = 0;

  constructor(private readonly deps: ProfileSyncDeps) {}

  dispose(): void {
    this.#cancelVerification();
    this.#cancelPolling();
  }

  /** Remembers what this window wrote, or removed, and restores it if another window's write replaces it. */
  recordWrite(id: string, written: Profile | undefined): void {
    this.#recentWrites.set(id, written);
    this.#verifyWrites(maxPolls);
  }

  /**
   * Notifies the other windows, and names what was written: undefined for a removed profile. If that fails, they see the
   * change when they are loaded next.
   */
  notifyOtherWindows(id: string, written: Profile | undefined): Promise<void> {
    const { secrets, windowId } = this.deps;
    const notify = async () => {
      const before = readRecentProfiles((await secrets.get(changeSignalKey)) ?? '');
      // Unique: storing the same value again may raise no event.
      const signal = { window: windowId, id, number: ++this.#signalCount };
      const recent = withRecentProfile(before, [id, written]);
      await secrets.store(changeSignalKey, JSON.stringify({ ...signal, recent }));
    };
    return this.#signalQueue.run(() => accessStorage('notify other windows', notify).catch(() => undefined));
  }

  /** Takes over what another window changed; also called for a signal from before this object existed. */
  async handleChangeSignal(): Promise<void> {
    const { windowId, onOtherWindowChanged, onDidChange } = this.deps;
    const signal = readRecord(parseJson(await this.#readSignal()), signalFields);
    if (!signal || signal.window === windowId) return;
    // The other window wrote later.
    this.#recentWrites.delete(signal.id);
    const before = JSON.stringify(this.#entries());
    onOtherWindowChanged(signal.id);
    onDidChange();
    this.#pollUntilChanged(before, maxPolls);
  }

  async #readSignal(): Promise<string> {
    const { secrets } = this.deps;
    const text = await accessStorage('read change signal', () => secrets.get(changeSignalKey)).catch(
      () => undefined,
    );
    return text ?? '';
  }

  /** The signal may arrive before the profiles, whose arrival raises no event. */
  #pollUntilChanged(before: string, pollsLeft: number): void {
    this.#cancelPolling();
    this.#cancelPolling = this.deps.after(pollInterval, () => {
      const now = JSON.stringify(this.#entries());
      if (now !== before) this.deps.onDidChange();
      // Also after it arrived: a third window may overwrite it.
      if (pollsLeft > 1) this.#pollUntilChanged(now, pollsLeft - 1);
      else void this.restoreRecent();
    });
  }

  /**
   * Restores what is missing of the latest changes of all windows: one of them may have closed before it could do that
   * itself. A profile counts as added as long as its secret exists, and as removed only without one. Never rejects.
   */
  async restoreRecent(): Promise<void> {
    const recent = readRecentProfiles(await this.#readSignal());
    await this.#restore(() => {
      const stored = new Set(this.#entries().map(profileEntryId));
      return recent.filter(([id, profile]) => stored.has(id) !== (profile !== undefined));
    }).catch(() => undefined);
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
      else void this.#restore(() => this.#lostWrites()).then(again, again);
    });
  }

  /** The profiles that are not stored as this window wrote them. */
  #lostWrites(): readonly ProfileWrite[] {
    const stored = new Map(this.#entries().map(entry => [profileEntryId(entry), JSON.stringify(entry)]));
    return [...this.#recentWrites].filter(
      ([id, profile]) => stored.get(id) !== (profile && JSON.stringify(profile)),
    );
  }

  async #restore(findLost: () => readonly ProfileWrite[]): Promise<void> {
    const { queue, globalState, hasSecret, onDidChange } = this.deps;
    const restored: ProfileWrite[] = [];
    await queue.run(async () => {
      let entries = this.#entries();
      for (const [id, profile] of findLost()) {
        // Without its secret, another window has removed it since; with one, another window has added it again.
        if ((await hasSecret(id)) !== (profile !== undefined)) continue;
        const others = entries.filter(entry => profileEntryId(entry) !== id);
        entries = profile ? [...others, profile] : others;
        restored.push([id, profile]);
      }
      if (restored.length > 0) await runTransaction(profileEntriesWrite(globalState, entries));
    });
    if (restored.length > 0) onDidChange();
    for (const [id, profile] of restored) await this.notifyOtherWindows(id, profile);
  }

  #entries(): readonly unknown[] {
    return readProfileEntries(this.deps.globalState);
  }
}
