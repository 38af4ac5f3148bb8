// @ts-check
/** `npm run l10n`: writes the texts that a translator starts from, `media/l10n/bundle.l10n.json`. */
import fs from 'node:fs';
import path from 'node:path';
import ts from 'typescript';
import { root } from './install.mjs';

/** The file, in the form that VS Code takes translations in: text → text. */
export const bundleFile = path.join(root, 'media/l10n/bundle.l10n.json');

/**
 * Every text that the source passes to `t`, sorted; with a comment for translators where it has placeholders: what the code
 * inserts. The form is that of `@vscode/l10n-dev`, whose export knows only `vscode.l10n.t`.
 * @returns {Record<string, string | {message: string, comment: string[]}>}
 */
export function textsOfSource() {
  const folder = path.join(root, 'src');
  /** @type {Map<string, Set<string>>} */
  const comments = new Map();
  for (const name of fs.readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    if (!name.endsWith('.ts')) continue;
    const text = fs.readFileSync(path.join(folder, name), 'utf8');
    const source = ts.createSourceFile(name, text, ts.ScriptTarget.Latest);
    /** @param {ts.Node} node */
    const visit = node => {
      if (ts.isCallExpression(node) && ts.isIdentifier(node.expression) && node.expression.text === 't') {
        const [message, ...values] = node.arguments;
        if (!message || !ts.isStringLiteralLike(message)) {
          throw new Error(`${name}: t(…) takes its text literally, or no translator ever sees it.`);
        }
        const known = comments.get(message.text) ?? new Set();
        comments.set(message.text, known);
        const inserted = values.flatMap(value =>
          ts.isSpreadElement(value) && ts.isArrayLiteralExpression(value.expression)
            ? [...value.expression.elements]
            : [value],
        );
        for (const [index, value] of inserted.entries()) {
          known.add(`{${String(index)}}: ${value.getText(source).replaceAll(/\s+/g, ' ')}`);
        }
      }
      ts.forEachChild(node, visit);
    };
    visit(source);
  }
  return Object.fromEntries(
    [...comments.entries()]
      .sort(([one], [other]) => (one < other ? -1 : 1))
      .map(([message, known]) => [
        message,
        known.size === 0 ? message : { message, comment: [...known].sort() },
      ]),
  );
}

if (process.argv[1] === import.meta.filename) {
  fs.mkdirSync(path.dirname(bundleFile), { recursive: true });
  fs.writeFileSync(bundleFile, `${JSON.stringify(textsOfSource(), undefined, 2)}\n`);
}
