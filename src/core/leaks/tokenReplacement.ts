import type { LineSpan } from '../common/lines';
import { tokenVariable } from '../tokens/tokenVariable';

/** An edit that replaces a token. Its range may be wider than the token, if quotes must change. */
export interface ReferenceEdit extends LineSpan {
  readonly newText: string;
  /** Whether the file's language resolves it. If not, it is only the variable's name. */
  readonly isReference: boolean;
}

export function byReference(place: LineSpan, newText: string): ReferenceEdit {
  return { ...place, newText, isReference: true };
}

export function byName(place: LineSpan): ReferenceEdit {
  return { ...place, newText: tokenVariable, isReference: false };
}
