import { tokenVariable } from '../../ui/ids';
import { maskedCopy, maskResponse } from './httpyacMasking';

/** What the hooks work with. */
export interface HookPorts {
  /** The token for a request to that URL that is about to be sent; undefined where it is not for us to say. */
  readonly tokenFor: (url: string) => Promise<string | undefined>;
  /** Makes sure that `redact` knows every token of ours. */
  readonly learnTokens: () => Promise<void>;
  /** A text without our secrets and tokens. */
  readonly redact: (text: string) => string;
  readonly warn: (message: string, error: unknown) => void;
}

const plugin = 'hosted-login';
const hookId = 'hostedLogin';
const reference = new RegExp(`\\{\\{\\s*\\$processEnv\\s+${tokenVariable}\\s*\\}\\}`, 'g');

/**
 * Hooks into httpYac by what its extension exports: a plugin that answers our reference when a request is sent, and that
 * keeps our values out of what is logged. None of this is documented for other extensions, so whatever is not as
 * expected is left alone, and a failure of ours never stops httpYac. Source: rest-client-files §3.2.
 * @returns what takes it all back; undefined where this is not the httpYac we know
 */
export function hookIntoHttpYac(exported: unknown, ports: HookPorts): (() => void) | undefined {
  const guard = new Guard(ports.warn);
  return guard.run(undefined, () => hookInto(exported, ports, guard));
}

function hookInto(exported: unknown, ports: HookPorts, guard: Guard): (() => void) | undefined {
  const httpyac = member(exported, 'httpyac');
  const store = member(member(httpyac, 'store'), 'pluginStore');
  if (!isObject(store)) return undefined;
  const logs = new Logs(ports.redact, guard);
  const configure = (api: unknown) => {
    guard.run(undefined, () => {
      configureHooks(member(api, 'hooks'), ports, guard);
    });
  };
  // Files that were parsed earlier are kept with the hooks of then.
  const parseAnew = () => {
    call(member(exported, 'documentStore'), 'clear');
  };
  store[plugin] = configure;
  logs.mask(member(member(httpyac, 'io'), 'log'));
  parseAnew();
  return () => {
    guard.isOver = true;
    guard.run(undefined, () => {
      if (store[plugin] === configure) Reflect.deleteProperty(store, plugin);
      logs.takeBack();
      parseAnew();
    });
  };
}

function configureHooks(hooks: unknown, ports: HookPorts, guard: Guard): void {
  const replace = async (text: unknown, url: unknown) => {
    if (typeof text !== 'string' || typeof url !== 'string' || text.search(reference) < 0) return text;
    const token = await ports.tokenFor(url);
    return token === undefined ? text : text.replace(reference, () => token);
  };
  call(
    member(hooks, 'replaceVariable'),
    'addHook',
    hookId,
    // What is not ours goes on as it came: undefined would end the replacement.
    (text: unknown, _type: unknown, context: unknown) =>
      guard.later(text, () => replace(text, member(member(context, 'request'), 'url'))),
    { before: ['name'] },
  );
  // It gets a copy made for logs and views; what scripts see stays as it was.
  call(member(hooks, 'responseLogging'), 'addHook', hookId, (response: unknown) =>
    guard.later(undefined, async () => {
      // Where the tokens can not be read, those that were sent are known all the same.
      await guard.later(undefined, ports.learnTokens);
      if (isObject(response)) maskResponse(response, ports.redact);
    }),
  );
}

/** Passes over what fails, and tells of it once; when it is over, nothing runs any more. */
class Guard {
  isOver = false;
  #hasWarned = false;

  constructor(private readonly warn: HookPorts['warn']) {}

  run<Result>(otherwise: Result, work: () => Result): Result {
    try {
      return work();
    } catch (error) {
      this.#tell(error);
      return otherwise;
    }
  }

  async later<Result>(otherwise: Result, work: () => Promise<Result>): Promise<Result> {
    if (this.isOver) return otherwise;
    try {
      return await work();
    } catch (error) {
      this.#tell(error);
      return otherwise;
    }
  }

  #tell(error: unknown): void {
    if (!this.#hasWarned) this.warn('httpYac is left alone', error);
    this.#hasWarned = true;
  }
}

/** Stands in a log for what could not be looked through, and may hold a token. */
const unread = '•••';

/** What a logger of httpYac writes with. */
const logMethods = ['log', 'info', 'warn', 'error', 'debug', 'trace', 'logPriority'] as const;

/**
 * httpYac's loggers, which write to output channels and so to files. All of their class at once: the console of scripts
 * is made anew for each sending, and a script may write before any hook runs.
 */
class Logs {
  #undo: readonly (() => void)[] = [];

  constructor(
    private readonly redact: HookPorts['redact'],
    private readonly guard: Guard,
  ) {}

  /** Masks what every logger of the class of this one writes. */
  mask(logger: unknown): void {
    const loggers: unknown = isObject(logger) ? Object.getPrototypeOf(logger) : undefined;
    if (!isObject(loggers) || loggers === Object.prototype) return;
    this.#undo = logMethods.flatMap(name => this.#maskMethod(loggers, name) ?? []);
  }

  takeBack(): void {
    for (const undo of this.#undo) undo();
  }

  #maskMethod(loggers: Record<string, unknown>, name: string): (() => void) | undefined {
    const before = loggers[name];
    if (typeof before !== 'function') return undefined;
    const masked = (param: unknown) =>
      this.guard.isOver ? param : this.guard.run<unknown>(unread, () => maskedCopy(param, this.redact));
    const own = function (this: unknown, ...params: readonly unknown[]): unknown {
      return Reflect.apply(before, this, params.map(masked));
    };
    loggers[name] = own;
    return () => {
      if (loggers[name] === own) loggers[name] = before;
    };
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

function member(value: unknown, name: string): unknown {
  return isObject(value) ? value[name] : undefined;
}

/** Calls a method where there is one. */
function call(value: unknown, name: string, ...args: readonly unknown[]): void {
  const method = member(value, name);
  if (typeof method === 'function') Reflect.apply(method, value, args);
}
