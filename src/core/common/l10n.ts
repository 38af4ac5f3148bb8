import { quotable } from './displayText';

/** English text → text in the user's language (`vscode.l10n.bundle`). */
type Bundle = Readonly<Record<string, string>>;

/** One for the module, since every text needs it: VS Code knows the language before it loads us, and never changes it. */
let bundle: Bundle = {};

/** Sets the translations for `t`. Each esbuild bundle that shows text calls this once. */
export function useBundle(translations: Bundle | undefined): void {
  bundle = translations ?? {};
}

/**
 * Translates a text and replaces `{0}`, `{1}` … by the arguments, like `vscode.l10n.t`, for layers that do not import
 * vscode. An argument in quotes is a name from elsewhere: it is on one line and cut, so that the rest of the sentence is
 * read, too.
 */
export function t(message: string, ...args: readonly (string | number)[]): string {
  return (bundle[message] ?? message).replace(/\{(\d+)\}/g, (placeholder, index: string) => {
    const arg = String(args[Number(index)] ?? placeholder);
    return message.includes(`“${placeholder}”`) ? quotable(arg) : arg;
  });
}
