/** What kind of thing went wrong. Features decide by this, never by the text. */
export type ProblemKind =
  | 'cancelled'
  | 'invalidInput'
  | 'missingInput'
  | 'noProfile'
  | 'noToken'
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

/** What a caller may do something with, besides the kind. */
export interface ProblemFacts {
  /** Seconds after which the service wants to be asked again, where it said so. */
  readonly retryAfter?: number | undefined;
  /** A request that changes something was on its way: whether the service did it is not known. */
  readonly isUncertain?: boolean;
  /** The ids of the clients that use what was to go; with kind `inUse`. */
  readonly usedBy?: readonly string[];
}

/**
 * Something that went wrong, made where the cause is known: what happened (`message`, a sentence for people),
 * what to do about it (`nextStep`, a sentence), and for the log only: `detail`.
 * None of the three holds a secret or a token.
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

/** Whether an error is one of ours: structural, because a late bundle has a `Problem` class of its own. */
export function isProblem(error: unknown): error is Problem {
  return error instanceof Error && error.name === 'Problem' && 'kind' in error;
}
