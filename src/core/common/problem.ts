/** The kind of an error. Code decides by this, never by the text. */
export type ProblemKind =
  | 'cancelled'
  | 'invalidInput'
  | 'missingInput'
  | 'noProfile'
  | 'profileChanged'
  | 'noToken'
  | 'noFiles'
  | 'secretMissing'
  | 'storage'
  | 'dns'
  | 'refused'
  | 'refusedHere'
  | 'proxy'
  | 'proxyLogin'
  | 'tls'
  | 'tlsExpired'
  | 'tlsName'
  | 'timeout'
  | 'network'
  | 'redirect'
  | 'badAnswer'
  | 'tooLarge'
  | 'invalidClient'
  | 'unknownCustomer'
  | 'rateLimited'
  | 'server'
  | 'http'
  | 'notTheService'
  | 'nothingGranted'
  | 'forbidden'
  | 'gone'
  | 'inUse'
  | 'noVersion'
  | 'refusedByService'
  | 'lockOut'
  | 'needsTyping'
  | 'changedMeanwhile'
  | 'untrustedWorkspace'
  | 'notShared'
  | 'noClient'
  | 'otherHost'
  | 'noEditor'
  | 'notARequest'
  | 'otherScheme'
  | 'internal';

/** Details for the caller. */
interface ProblemFacts {
  /** Seconds, from the service's `Retry-After`. */
  readonly retryAfter?: number | undefined;
  /** Something may have been changed: the response to a write was lost, or writing files was cancelled. */
  readonly isOutcomeUnknown?: boolean;
  /** With `invalidInput`: the place in the JSON text. */
  readonly path?: readonly (string | number)[];
  /** It is about another address than that of a profile, which editing the profile does not change. */
  readonly isElsewhere?: boolean;
  /** With `inUse`: the IDs of the clients that use the resource. */
  readonly usedBy?: readonly string[];
}

/**
 * An error for people, created where the cause is known: what happened (`message`), what to do about it (`nextStep`), and
 * more for the log only (`detail`). None of the three holds a secret or a token.
 */
export class Problem extends Error {
  override readonly name = 'Problem';
  constructor(
    readonly kind: ProblemKind,
    message: string,
    readonly nextStep = '',
    readonly detail = '',
    readonly facts: ProblemFacts = {},
  ) {
    super(message);
  }
}

/** A problem with another message, made from its own, and another next step. Throws any other error. */
export function rephrase(
  error: unknown,
  message: (cause: string) => string,
  nextStep: string,
  kind?: ProblemKind,
): Problem {
  if (!isProblem(error)) throw error;
  return new Problem(kind ?? error.kind, message(error.message), nextStep, error.detail, error.facts);
}

/** The result of an operation; undefined if it fails with a `Problem` that `isExpected`. Rejects with any other error. */
export async function undefinedIfFailed<T>(
  operation: Promise<T>,
  isExpected: (problem: Problem) => boolean,
): Promise<T | undefined> {
  return operation.catch((error: unknown) => {
    if (isProblem(error) && isExpected(error)) return undefined;
    throw error;
  });
}

/** The result of a read; undefined if what it reads is `gone`. Rejects with any other error. */
export function undefinedIfGone<T>(reading: Promise<T>): Promise<T | undefined> {
  return undefinedIfFailed(reading, ({ kind }) => kind === 'gone');
}

/** Whether the user cancelled before anything could be done, so that there is nothing to say. */
export function isCancelled({ kind, facts }: Problem): boolean {
  return kind === 'cancelled' && facts.isOutcomeUnknown !== true;
}

/** Structural check: each esbuild bundle has its own `Problem` class. */
export function isProblem(error: unknown): error is Problem {
  return error instanceof Error && error.name === 'Problem' && 'kind' in error;
}
