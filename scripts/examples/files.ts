import { exampleFile } from './exampleFile';
import { fileSchemas } from './fileSchemas';
import { snippetsOf } from './snippets';

/** The generated files by path: `examples/` from the catalogue, and the schemas of configuration files. */
export function exampleFiles(): Readonly<Record<string, string>> {
  const json = (value: object) => `${JSON.stringify(value, undefined, 2)}\n`;
  return {
    'examples/hosted-login.http': exampleFile(),
    'examples/snippets/http.code-snippets': json(snippetsOf('http')),
    'examples/snippets/shellscript.code-snippets': json(snippetsOf('shellscript')),
    ...Object.fromEntries(Object.entries(fileSchemas()).map(([path, schema]) => [path, json(schema)])),
  };
}
