// Hooks into httpYac: inserts the token when a request is sent, and masks it in logs and views.
import { randomUUID } from 'node:crypto';
import { tokenVariable } from '../../../ui/ids';
import { maskedCopy, maskResponse } from './httpyacMasking';
import { call, isObject, member } from './httpyacObjects';
import {
  addedHeaders,
  someText,
  changeTexts,
  formsInRequest,
  restrictTokens,
  type OutgoingRequest,
  toOutgoingRequest,
  withoutTokens,
} from './httpyacRequest';
import type { SentTokens } from './httpyacTokens';

export interface HookDeps {
  /** The tokens that may be sent with a request. */
  readonly tokensFor: (request: OutgoingRequest) => Promise<SentTokens>;
  /** Called if a request with our reference, or with one of our tokens, gets no token because of its target. */
  readonly refused: (refusal: NonNullable<SentTokens['refusal']>) => void;
  /** Makes sure that `redact` knows all of our tokens and client secrets. Rejects if they cannot be read. */
  readonly learnSecrets: () => Promise<void>;
  /** A text without our secrets and tokens. */
  readonly redact: (text: string) => string;
  readonly warn: (message: string, error: unknown) => void;
}

/** What the hooks are registered with. */
export interface Hooked {
  /** Whether httpYac asks for the token when a request is sent. Known once it has read a file. */
  readonly isAsked: () => boolean;
  readonly takeBack: () => void;
}

const plugin = 'hosted-login';
const hookId = 'hostedLogin';
/**
 * Stands for the token until a request is sent. One for all files: httpYac keeps the values of variables when it reads a file
 * again, and takes those of imported files. No encoding of a body changes its characters.
 */
const placeholder = `hosted-login-token-${randomUUID()}`;
const reference = new RegExp(
  `\\{\\{\\s*(?:\\$processEnv\\s*|process\\.env\\.)${tokenVariable}\\s*\\}\\}`,
  'g',
);

/**
 * Hooks into httpYac through the exports of its extension: a plugin that resolves our reference when a request is sent,
 * and masks our values in logs. None of this is documented for other extensions, so unexpected values are left alone,
 * and an error of ours never stops httpYac.
 * Source: docs/request-files.md, What the clients do
 * @returns undefined if this version of httpYac is not known
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
  // Files that were parsed earlier keep the hooks of that time.
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

/** @returns whether the token is asked for when a request is sent */
function configureHooks(hooks: unknown, deps: HookDeps, errorBoundary: ErrorBoundary): boolean {
  const onRequest = member(hooks, 'onRequest');
  // A placeholder may be used only if it will be replaced by the token.
  const isAsked =
    typeof member(onRequest, 'addInterceptor') === 'function' &&
    typeof member(member(hooks, 'replaceVariable'), 'addHook') === 'function';
  if (isAsked) {
    const insertion = new TokenInsertion(deps, errorBoundary);
    call(
      member(hooks, 'replaceVariable'),
      'addHook',
      hookId,
      // Return other variables unchanged: undefined would end the replacement.
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
  // The response is a copy for logs and views. Scripts see the original, but for its request.
  call(member(hooks, 'responseLogging'), 'addHook', hookId, (response: unknown, context: unknown) =>
    errorBoundary.runAsync(undefined, async () => {
      // If they cannot be read, those that were sent are masked anyway.
      await errorBoundary.runAsync(undefined, deps.learnSecrets);
      if (isObject(response)) maskResponse(response, deps.redact);
      // The view of variables shows the original, with what was sent.
      const original = member(member(context, 'variables'), 'response');
      if (isObject(original)) original['request'] = maskedCopy(original['request'], deps.redact);
    }),
  );
  return isAsked;
}

/**
 * Inserts the token when the request no longer changes: after variables, scripts and options of the file, any of which
 * may change its target. Until then a worthless placeholder takes its place.
 */
class TokenInsertion {
  constructor(
    private readonly deps: HookDeps,
    private readonly errorBoundary: ErrorBoundary,
  ) {}

  insertPlaceholder(text: unknown): unknown {
    return typeof text === 'string' ? text.replace(reference, () => placeholder) : text;
  }

  async insert(request: Record<string, unknown>, context: unknown): Promise<void> {
    const isAsked = someText(request, text => text.includes(placeholder));
    const { redact } = this.deps;
    // A script or the user may have inserted one of our tokens in another way.
    const sent = [request, ...addedHeaders(request, context)];
    if (!isAsked && !sent.some(each => someText(each, text => redact(text) !== text))) return;
    const none: SentTokens = { token: undefined, own: [], forbidden: [], refusal: undefined };
    const { token, own, forbidden, refusal } = await this.errorBoundary.runAsync(none, () =>
      this.deps.tokensFor(toOutgoingRequest(request, context)),
    );
    const taken = formsInRequest(forbidden);
    const isTaken = sent.some(each => someText(each, text => taken.some(form => text.includes(form))));
    if (own.length > 0 || isTaken) restrictTokens(request, own, forbidden);
    if (!isAsked && !isTaken) return;
    changeTexts(request, text => withoutTokens(taken, text).replaceAll(placeholder, token ?? ''));
    if (!refusal) return;
    this.errorBoundary.run(undefined, () => {
      this.deps.refused(refusal);
    });
  }
}

/** Skips and logs what fails, each once. Runs nothing after it is disposed. */
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

/** Replaces in a log what could not be searched and may contain a token. */
const unreadableText = '•••';

/** The methods that a logger of httpYac writes with. */
const logMethods = ['log', 'info', 'warn', 'error', 'debug', 'trace', 'logPriority'] as const;

/**
 * httpYac's loggers write to output channels, which VS Code writes to files. All loggers of a class are masked at once:
 * each request creates a new console for scripts, and a script may write before any hook runs.
 */
class LogMasking {
  #undo: readonly (() => void)[] = [];

  constructor(
    private readonly redact: HookDeps['redact'],
    private readonly errorBoundary: ErrorBoundary,
  ) {}

  /** Masks what all loggers of this one's class write. */
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
