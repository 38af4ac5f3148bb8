/** A snippet as VS Code reads it. */
export interface Snippet {
  readonly prefix: string;
  readonly description: string;
  readonly body: readonly string[];
}

/** Snippets by their names. */
export type Snippets = Readonly<Record<string, Snippet>>;

/** The languages that have snippets: `http` for request files, `shellscript` for curl. */
export type SnippetLanguage = 'http' | 'shellscript';
