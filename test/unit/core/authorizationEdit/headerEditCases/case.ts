import type { HeaderEditPlan } from '../../../../../src/core/authorizationEdit/editPlan';
import type { HeaderEditOptions } from '../../../../../src/core/authorizationEdit/headerEdit';

export const value = 'Bearer {{$processEnv HOSTED_LOGIN_TOKEN}}';
export const header = `Authorization: ${value}`;

/**
 * A text with `$$CURSOR$$` marks and the text that comes out. `sent`: httpYac can send it; then every request to
 * `/mine` carries the header once, and every request to `/other` none.
 */
export interface HeaderEditCase extends Partial<HeaderEditOptions> {
  readonly name: string;
  readonly before: string;
  /** Left out: the text stays as it is. */
  readonly after?: string;
  readonly plan?: Partial<HeaderEditPlan>;
  readonly sent?: boolean;
}

export const text = (...lines: readonly string[]): string => lines.join('\n');
export const mine = 'http://hosted.example/mine';
export const other = 'http://hosted.example/other';
