/**
 * Sends a request file as REST Client does, as far as the example requests need it: blocks between `###`, comments,
 * variables of the file (the last one of a name counts), answers of named requests by JSON path, and the environment.
 */
export class RestClient {
  /** The JSON bodies of the answers, by the name of the request. */
  readonly #answers = new Map<string, unknown>();
  readonly #variables: ReadonlyMap<string, string>;

  constructor(private readonly text: string) {
    const found = text.matchAll(/^\s*@([^\s=]+)\s*=\s*(.*?)\s*$/gm);
    this.#variables = new Map([...found].map(([, name = '', value = '']) => [name, value]));
  }

  /** One after the other, from top to bottom. */
  async sendAll(): Promise<void> {
    for (const block of this.text.split(/^###.*$/m)) await this.#send(block);
  }

  async #send(block: string): Promise<void> {
    const name = /^\s*(?:#+|\/{2,})\s+@name\s+(\w+)\s*$/m.exec(block)?.[1];
    const lines = block.split('\n').filter(line => !/^\s*(?:#|\/{2})/.test(line));
    const first = lines.findIndex(line => line.trim() !== '' && !/^\s*@[^\s=]+\s*=/.test(line));
    if (first < 0) return;
    const [head = '', ...body] = this.#filledIn(lines.slice(first).join('\n').trim()).split('\n\n');
    const [request = '', ...headerLines] = head.split('\n');
    const [method = '', url = ''] = request.split(' ');
    const headers = headerLines.map(line => line.split(/:\s*/, 2) as [string, string]);
    const answer = await fetch(url, {
      method,
      headers,
      ...(body.length > 0 && { body: body.join('\n\n') }),
    });
    const text = await answer.text();
    if (name !== undefined) this.#answers.set(name, text === '' ? undefined : JSON.parse(text));
  }

  #filledIn(text: string): string {
    return text.replace(
      /\{\{(.+?)\}\}/g,
      (reference, inner: string) => this.#valueOf(inner.trim()) ?? reference,
    );
  }

  #valueOf(name: string): string | undefined {
    const environment = /^\$processEnv (\w+)$/.exec(name)?.[1];
    if (environment !== undefined) return process.env[environment] ?? '';
    const [, request = '', path = ''] = /^(\w+)\.response\.body\.\$(.*)$/.exec(name) ?? [];
    if (request !== '') {
      const found = path
        .split('.')
        .filter(part => part !== '')
        .reduce(
          (value: unknown, part) => (value as Record<string, unknown>)[part],
          this.#answers.get(request),
        );
      return typeof found === 'string' ? found : undefined;
    }
    const value = this.#variables.get(name);
    return value === undefined ? undefined : this.#filledIn(value);
  }
}
