import { applyEdits, memberValues, replaced } from '../../json/jsonTree';
import { normalizedJson } from '../../resources/equivalentJson';
import { findLiteralSecrets, keepMarker } from '../secretMarkers';
import { FileEditor, type FileStyle } from './fileEditor';
import { isFileIssue, parseJsonFile, withMarkOf, withoutByteOrderMark } from './fileJson';

/**
 * Changes a file so that it means the same as another text. Comments, formatting, line breaks and the byte order mark stay, and
 * so does every member that means the same. If the file is not JSON, the result is the other text.
 * @param names the members of the top level to change
 */
export function updateFileText(fileText: string, wantedText: string, names?: readonly string[]): string {
  const existing = parseJsonFile(fileText);
  const wanted = parseJsonFile(wantedText);
  const style = styleOf(withoutByteOrderMark(fileText));
  const whole = () => withMarkOf(fileText, withoutByteOrderMark(wantedText).replaceAll('\n', style.eol));
  if (isFileIssue(wanted)) throw new Error('The wanted text is not JSON.');
  if (isFileIssue(existing)) return whole();
  const editor = new FileEditor(existing.text, wanted, style);
  editor.updateObject(existing.root, wanted.root, names && new Set(names));
  const updated = parseJsonFile(applyEdits(existing.text, editor.edits));
  if (isFileIssue(updated)) return whole();
  const [now, then] = [memberValues(updated.root), memberValues(wanted.root)];
  const isUpdated = [...(names ?? new Set([...now.keys(), ...then.keys()]))].every(name => {
    const [one, other] = [now.get(name), then.get(name)];
    return one && other
      ? normalizedJson(updated.text, one) === normalizedJson(wanted.text, other)
      : one === other;
  });
  return isUpdated ? withMarkOf(fileText, updated.text) : whole();
}

/** Replaces the secrets in a file by markers. */
export function replaceLiteralSecrets(fileText: string): string {
  const file = parseJsonFile(fileText);
  if (isFileIssue(file)) return fileText;
  const edits = findLiteralSecrets(file.root).map(node => replaced(node, keepMarker));
  return edits.length === 0 ? fileText : withMarkOf(fileText, applyEdits(file.text, edits));
}

function styleOf(text: string): FileStyle {
  const unit = /\n([ \t]+)\S/.exec(text)?.[1] ?? '  ';
  return { eol: text.includes('\r\n') ? '\r\n' : '\n', unit };
}
