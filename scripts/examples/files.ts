import { exampleFile } from './exampleFile';
import { snippetsOf } from './snippets';

/** The files of `examples/` by their path, as the request catalogue gives them. */
export function exampleFiles(): Readonly<Record<string, string>> {
  const json = (value: object) => `${JSON.stringify(value, undefined, 2)}\n`;
  return {
    'examples/hosted-login.http': exampleFile(),
    'examples/snippets/http.code-snippets': json(snippetsOf('http')),
    'examples/snippets/shellscript.code-snippets': json(snippetsOf('shellscript')),
  };
}
