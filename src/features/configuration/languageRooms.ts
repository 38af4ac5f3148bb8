import type * as vscode from 'vscode';
import { isProblem } from '../../core/problem';
import { placeOf } from '../../core/resourceUri';
import type { ProfileDesk } from './desk';
import type { ConfigurationRooms } from './rooms';

/** What the language of the documents works with. */
export type LanguageRooms = Pick<ConfigurationRooms, 'desks' | 'open' | 'warn'>;

/** The desk of a document's profile; undefined where there is no such profile any more, or the document is none of ours. */
export function knownDesk({ desks }: LanguageRooms, { uri }: vscode.TextDocument): ProfileDesk | undefined {
  const place = placeOf(uri.path);
  try {
    return place && desks.of(place.profile);
  } catch (error) {
    if (isProblem(error)) return undefined;
    throw error;
  }
}
