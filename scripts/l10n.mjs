// @ts-check
/** `npm run l10n`: writes the texts that a translator starts from, `media/l10n/bundle.l10n.json`. */
import fs from 'node:fs';
import path from 'node:path';
import ts from 'typescript';
import { root } from './install.mjs';

/** The file, in the form that VS Code takes translations in: text → text. */
export const bundleFile = path.join(root, 'media/l10n/bundle.l10n.json');

/** Every text that the source hands to `t`, sorted. @returns {Record<string, string>} */
export function textsOfSource() {
  const folder = path.join(root, 'src');
  /** @type {Set<string>} */
  const texts = new Set();
  for (const name of fs.readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    if (!name.endsWith('.ts')) continue;
    const text = fs.readFileSync(path.join(folder, name), 'utf8');
    const source = ts.createSourceFile(name, text, ts.ScriptTarget.Latest);
    /** @param {ts.Node} node */
    const visit = node => {
      if (ts.isCallExpression(node) && ts.isIdentifier(node.expression) && node.expression.text === 't') {
        const [message] = node.arguments;
        if (!message || !ts.isStringLiteralLike(message)) {
          throw new Error(`${name}: t(…) takes its text literally, or no translator ever sees it.`);
        }
        texts.add(message.text);
      }
      ts.forEachChild(node, visit);
    };
    visit(source);
  }
  return Object.fromEntries([...texts].sort().map(text => [text, text]));
}

if (process.argv[1] === import.meta.filename) {
  fs.mkdirSync(path.dirname(bundleFile), { recursive: true });
  fs.writeFileSync(bundleFile, `${JSON.stringify(textsOfSource(), undefined, 2)}\n`);
}
