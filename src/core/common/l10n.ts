/** Translations: English text → text in the user's language, as VS Code keeps them (`vscode.l10n.bundle`). */
export type Bundle = Readonly<Record<string, string>>;

let bundle: Bundle = {};

/** Sets the translations that `t` uses from now on. Called once by each bundle that shows text. */
export function useBundle(translations: Bundle | undefined): void {
  bundle = translations ?? {};
}

/**
 * The text in the user's language, with `{0}`, `{1}` … replaced by the arguments.
 * The same contract as `vscode.l10n.t`, for floors that never see vscode.
 */
export function t(message: string, ...args: readonly (string | number)[]): string {
  return (bundle[message] ?? message).replace(/\{(\d+)\}/g, (placeholder, index: string) =>
    String(args[Number(index)] ?? placeholder),
  );
}
