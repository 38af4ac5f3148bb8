import * as vscode from 'vscode';
import * as z from 'zod/mini';
import { planNewRequest } from '../../../core/catalogue/insertRequest';
import { type Operation, findOperation, operations } from '../../../core/catalogue/operations';
import { requestLines } from '../../../core/catalogue/requestText';
import { t } from '../../../core/common/l10n';
import { Problem } from '../../../core/common/problem';
import type { Profile } from '../../../core/profile/profile';
import type { ProfileStore } from '../../../storage/profiles/profileStore';
import type { Command } from '../../../ui/commands/commandRegistry';
import { defineCommand } from '../../../ui/commands/defineCommand';
import { tokenReference } from '../../../ui/ids';
import { applyEdits, notEditableProblem } from '../../../ui/requestFiles/requestEdits';
import { detectDialect } from '../../../ui/requestFiles/requestFileKind';
import { toLines } from '../../../ui/requestFiles/requestFiles';
import { showUntitledHttpFile } from '../../../ui/requestFiles/untitledRequestFile';
import { askOperation } from './operationPicker';

const Args = z.strictObject({ operation: z.optional(z.string()) });

/**
 * Inserts a request into the active request file or Markdown document, otherwise into a new untitled request file
 * (contract). Resolves with `{operation}`.
 */
export function newRequest(profiles: ProfileStore): Command {
  return defineCommand(Args, async args => {
    const operation = args ? operationOf(args.operation) : await askOperation();
    const active = vscode.window.activeTextEditor;
    const editor =
      active && detectDialect(active.document) ? active : await showUntitledHttpFile('requests', '');
    await insert(editor, operation, profiles.active);
    return { operation: operation.name };
  });
}

function operationOf(name: string | undefined): Operation {
  const found = findOperation(name ?? '');
  if (found) return found;
  const names = operations()
    .map(each => each.name)
    .join(', ');
  throw name === undefined
    ? new Problem('missingInput', t('Missing or invalid: {0}.', 'operation'), t('One of: {0}', names))
    : new Problem('invalidInput', t('There is no operation “{0}”.', name), t('One of: {0}', names));
}

/** Inserts the request as one undo step and selects the first placeholder. */
async function insert(
  editor: vscode.TextEditor,
  operation: Operation,
  profile: Profile | undefined,
): Promise<void> {
  const { document } = editor;
  const request = {
    title: operation.title,
    lines: requestLines(operation, tokenReference),
    variables: {
      origin: profile?.origin ?? 'https://v1.api.us.janrain.com',
      customerId: profile?.customerId ?? '00000000-0000-0000-0000-000000000000',
    },
  };
  const plan = planNewRequest(toLines(document), editor.selection.active.line, request, {
    dialect: detectDialect(document) ?? 'http',
    eol: document.eol === vscode.EndOfLine.CRLF ? '\r\n' : '\n',
  });
  if (!(await applyEdits(editor, plan.edits))) throw notEditableProblem();
  const inserted = new vscode.Range(plan.range.first, 0, plan.range.last + 1, 0);
  editor.selections = placesToFillIn(document, inserted, operation);
  editor.revealRange(inserted, vscode.TextEditorRevealType.InCenterIfOutsideViewport);
}

/** All places of the first placeholder, so that the user types its value once; without one, the request line. */
function placesToFillIn(
  document: vscode.TextDocument,
  within: vscode.Range,
  { method }: Operation,
): vscode.Selection[] {
  const text = document.getText(within);
  const start = document.offsetAt(within.start);
  const [first] = /<\w+>/.exec(text) ?? [];
  const found = first === undefined ? [] : [...text.matchAll(new RegExp(first, 'g'))];
  if (found.length > 0) {
    return found.map(({ index, 0: { length } }) => {
      const from = document.positionAt(start + index);
      return new vscode.Selection(from, from.translate(0, length));
    });
  }
  const requestLine = start + Math.max(0, text.search(new RegExp(`^\\s*${method} `, 'm')));
  const at = document.positionAt(requestLine);
  return [new vscode.Selection(at, at)];
}
