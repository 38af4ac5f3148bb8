// Hooks into httpYac: the token goes into requests as they leave, and out of logs and views.
import { randomUUID } from 'node:crypto';
import { tokenVariable } from '../../../ui/ids';
import { maskedCopy, maskResponse } from './httpyacMasking';
import { call, isObject, member } from './httpyacObjects';
import {
  someText,
  changeTexts,
  formsInRequest,
  restrictToOrigin,
  type OutgoingRequest,
  toOutgoingRequest,
  without,
} from './httpyacRequest';
import type { SentTokens } from './tokensToSend';

export interface HookDeps {
  /** What may leave with a request that is about to be sent. */
  readonly tokensFor: (request: OutgoingRequest) => Promise<SentTokens>;
  /** Told where a request with our reference, or a token of ours, gets none because of where it goes. */
  readonly refused: (refusal: NonNullable<SentTokens['refusal']>) => void;
  /** Makes sure that `redact` knows every token of ours. */
  readonly learnTokens: () => Promise<void>;
  /** A text without our secrets and tokens. */
  readonly redact: (text: string) => string;
  readonly warn: (message: string, error: unknown) => void;
}

/** What is hooked into. */
export interface Hooked {
  /** Whether httpYac asks for the token when a request leaves: known once it has read a file. */
  readonly isAsked: () => boolean;
  readonly takeBack: () => void;
}

const plugin = 'hosted-login';
const hookId = 'hostedLogin';
const reference = new RegExp(
  `\\{\\{\\s*(?:\\$processEnv\\s*|process\\.env\\.)${tokenVariable}\\s*\\}\\}`,
  'g',
);

/**
 * Hooks into httpYac by what its extension exports: a plugin that answers our reference when a request leaves, and that
 * keeps our values out of what is logged. None of this is documented for other extensions, so whatever is not as
 * expected is left alone, and a failure of ours never stops httpYac. Source: docs/request-files.md, What the clients do
 * @returns undefined where this is not the httpYac we know
 */
export function hookIntoHttpYac(exported: unknown, deps: HookDeps): Hooked | undefined {
  const errorBoundary = new ErrorBoundary(deps.warn);
  return errorBoundary.run(undefined, () => hookInto(exported, deps, errorBoundary));
}

function hookInto(exported: unknown, deps: HookDeps, errorBoundary: ErrorBoundary): Hooked | undefined {
  const httpyac = member(exported, 'httpyac');
  const store = member(member(httpyac, 'store'), 'pluginStore');
  if (!isObject(store)) return undefined;
  const logs = new LogMasking(deps.redact, errorBoundary);
  let isAsked = false;
  const configure = (api: unknown) => {
    isAsked = errorBoundary.run(false, () => configureHooks(member(api, 'hooks'), deps, errorBoundary));
  };
  // Files that were parsed earlier are kept with the hooks of then.
  const reparse = () => {
    call(member(exported, 'documentStore'), 'clear');
  };
  store[plugin] = configure;
  logs.mask(member(member(httpyac, 'io'), 'log'));
  reparse();
  return {
    isAsked: () => isAsked && !errorBoundary.isDisposed,
    takeBack: () => {
      errorBoundary.isDisposed = true;
      errorBoundary.run(undefined, () => {
        if (store[plugin] === configure) Reflect.deleteProperty(store, plugin);
        logs.dispose();
        reparse();
      });
    },
  };
}

/** @returns whether the token is asked for when a request leaves */
function configureHooks(hooks: unknown, deps: HookDeps, errorBoundary: ErrorBoundary): boolean {
  const onRequest = member(hooks, 'onRequest');
  // Whoever puts in what stands for the token must be able to put in the token.
  const isAsked =
    typeof member(onRequest, 'addInterceptor') === 'function' &&
    typeof member(member(hooks, 'replaceVariable'), 'addHook') === 'function';
  if (isAsked) {
    const insertion = new TokenInsertion(deps, errorBoundary);
    call(
      member(hooks, 'replaceVariable'),
      'addHook',
      hookId,
      // What is not ours goes on as it came: undefined would end the replacement.
      (text: unknown) => (errorBoundary.isDisposed ? text : insertion.insertPlaceholder(text)),
      { before: ['name'] },
    );
    call(onRequest, 'addInterceptor', {
      id: hookId,
      afterLoop: async ({ args }: { readonly args?: unknown }) => {
        const [request, context] = Array.isArray(args) ? (args as readonly unknown[]) : [];
        if (isObject(request)) await insertion.insert(request, context);
        return true;
      },
    });
  }
  // It gets a copy made for logs and views; what scripts see stays as it was.
  call(member(hooks, 'responseLogging'), 'addHook', hookId, (response: unknown) =>
    errorBoundary.runAsync(undefined, async () => {
      // Where the tokens cannot be read, those that were sent are known all the same.
      await errorBoundary.runAsync(undefined, deps.learnTokens);
      if (isObject(response)) maskResponse(response, deps.redact);
    }),
  );
  return isAsked;
}

/**
 * Puts the token in when nothing of a request changes any more: after the variables, the scripts and the options of a
 * file, of which each may send it elsewhere. Until then a word stands for the token that is worth nothing.
 */
class TokenInsertion {
  /** Of characters that no encoding of a body changes. */
  readonly #placeholder = `hosted-login-token-${randomUUID()}`;

  constructor(
    private readonly deps: HookDeps,
    private readonly errorBoundary: ErrorBoundary,
  ) {}

  insertPlaceholder(text: unknown): unknown {
    return typeof text === 'string' ? text.replace(reference, () => this.#placeholder) : text;
  }

  async insert(request: Record<string, unknown>, context: unknown): Promise<void> {
    const isAsked = someText(request, text => text.includes(this.#placeholder));
    const { redact } = this.deps;
    // A script, or a person, may have put in a token of ours by another way.
    if (!isAsked && !someText(request, text => redact(text) !== text)) return;
    const none: SentTokens = { token: undefined, own: [], forbidden: [], refusal: undefined };
    const { token, own, forbidden, refusal } = await this.errorBoundary.runAsync(none, () =>
      this.deps.tokensFor(toOutgoingRequest(request, context)),
    );
    const taken = formsInRequest(forbidden);
    const isTaken = someText(request, text => taken.some(form => text.includes(form)));
    // Tokens that came by another way may leave for this origin, and for no other.
    if (own.length > 0) restrictToOrigin(request, own);
    if (!isAsked && !isTaken) return;
    changeTexts(request, text => without(taken, text).replaceAll(this.#placeholder, token ?? ''));
    if (!refusal) return;
    this.errorBoundary.run(undefined, () => {
      this.deps.refused(refusal);
    });
  }
}

/** Skips what fails and logs it once. Runs nothing after it is disposed. */
class ErrorBoundary {
  isDisposed = false;
  #hasWarned = false;

  constructor(private readonly warn: HookDeps['warn']) {}

  run<Result>(fallback: Result, work: () => Result): Result {
    try {
      return work();
    } catch (error) {
      this.#warnOnce(error);
      return fallback;
    }
  }

  async runAsync<Result>(fallback: Result, work: () => Promise<Result>): Promise<Result> {
    if (this.isDisposed) return fallback;
    try {
      return await work();
    } catch (error) {
      this.#warnOnce(error);
      return fallback;
    }
  }

  #warnOnce(error: unknown): void {
    if (!this.#hasWarned) this.warn('httpYac is left alone', error);
    this.#hasWarned = true;
  }
}

/** Stands in a log for what could not be looked through, and may hold a token. */
const unreadableText = '•••';

/** What a logger of httpYac writes with. */
const logMethods = ['log', 'info', 'warn', 'error', 'debug', 'trace', 'logPriority'] as const;

/**
 * httpYac's loggers write to output channels, and those to files. All loggers of a class are masked at once: each sending
 * creates a new console for scripts, and a script may write before any hook runs.
 */
class LogMasking {
  #undo: readonly (() => void)[] = [];

  constructor(
    private readonly redact: HookDeps['redact'],
    private readonly errorBoundary: ErrorBoundary,
  ) {}

  /** Masks what every logger of the class of this one writes. */
  mask(logger: unknown): void {
    const loggers: unknown = isObject(logger) ? Object.getPrototypeOf(logger) : undefined;
    if (!isObject(loggers) || loggers === Object.prototype) return;
    this.#undo = logMethods.flatMap(name => this.#maskMethod(loggers, name) ?? []);
  }

  dispose(): void {
    for (const undo of this.#undo) undo();
  }

  #maskMethod(loggers: Record<string, unknown>, name: string): (() => void) | undefined {
    const before = loggers[name];
    if (typeof before !== 'function') return undefined;
    const masked = (param: unknown) =>
      this.errorBoundary.isDisposed
        ? param
        : this.errorBoundary.run<unknown>(unreadableText, () => maskedCopy(param, this.redact));
    const own = function (this: unknown, ...params: readonly unknown[]): unknown {
      return Reflect.apply(before, this, params.map(masked));
    };
    loggers[name] = own;
    return () => {
      if (loggers[name] === own) loggers[name] = before;
    };
  }
}
