import type { TitleOf } from '../../core/scopes/describeScope';
import { describeGrant } from '../../core/tokens/describeGrant';
import type { StatusBarView } from './statusBarView';

/** All sentences of the tooltip, plain text, the headline first. */
export function tooltipSentences(
  { tooltip, grantedScope, more = [] }: StatusBarView,
  titleOf?: TitleOf,
): readonly string[] {
  const granted = grantedScope === undefined ? [] : describeGrant({ grantedScope }, titleOf);
  return [...tooltip, ...granted, ...more];
}
