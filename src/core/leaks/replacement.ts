import type { LineSpan } from '../common/lines';

/** Replaces a token. The range may be wider than the token, if quotes must change. */
export interface ReferenceEdit extends LineSpan {
  readonly newText: string;
  /** Whether the file's language resolves it. If not, it is only the variable's name. */
  readonly isReference: boolean;
}
