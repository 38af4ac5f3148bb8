// Whether this extension host may have a REST client that reads the shared token.
/** An extension as VS Code describes it. */
interface Extension {
  readonly id: string;
  readonly packageJSON: unknown;
}

/**
 * Whether an extension that reads the shared variable may run in this extension host. False only if an extension
 * elsewhere gave a document the language of request files, and none of this host did. Files without that language may
 * be sent by any program.
 * @param here the extensions of this host
 * Source: docs/request-files.md, What the clients do
 */
export function mayHaveClient(languageId: string, here: () => readonly Extension[]): boolean {
  return languageId !== 'http' || here().some(({ packageJSON }) => contributesHttp(packageJSON));
}

function contributesHttp(packageJSON: unknown): boolean {
  const languages = member(member(packageJSON, 'contributes'), 'languages');
  return Array.isArray(languages) && languages.some(language => member(language, 'id') === 'http');
}

function member(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null && name in value
    ? (value as Readonly<Record<string, unknown>>)[name]
    : undefined;
}
