/** A text that is made to take long to read, of about so many characters. */
export type HostileText = (size: number) => string;

/** Named, so that a failing test says which one it was. */
export type HostileTexts = Readonly<Record<string, HostileText>>;

/** JSON, whole and broken. */
export const hostileJson: HostileTexts = {
  'lists in lists': size => '['.repeat(size / 2) + ']'.repeat(size / 2),
  'objects in objects that never end': repeated('{"a":'),
  'many members, deep down': size => `${'['.repeat(30)}${'1,'.repeat(size / 2)}1${']'.repeat(30)}`,
  secrets: numbered(n => `"a${n}Secret":"x",`, '{', '"a":1}'),
  'secrets in a list': repeated('{"secret":"x"},', '[', '1]'),
  masks: numbered(n => `"a${n}Secret":"••••••••",`, '{', '"a":1}'),
  'a very long name above secrets': size =>
    `{"${'a'.repeat(size / 2)}":[${'{"secret":"x"},'.repeat(size / 30)}1]}`,
  'redirect URIs': repeated('"https://x.example",', '{"redirectURIs":[', '1]}'),
  'redirect URIs to refuse': repeated('"http://x.example",', '{"redirectURIs":[', '1]}'),
  'numbers that would be rounded': repeated('12345678901234567890,', '[', '1]'),
  'different members': numbered(n => `"a${n}":${n},`, '{', '"a":1}'),
  'one member again and again': repeated('"a":1,', '{', '"b":1}'),
  'one long text': repeated('x', '{"a":"', '"}'),
  backslashes: repeated('\\', '{"a":"', '"}'),
  quotes: repeated('"'),
  'commas and colons': repeated(',:'),
  'open comments': repeated('/*', '{'),
  'line comments': repeated('//"\n', '{'),
  'different scopes': numbered(n => `"*:a${n}",`, '{"allowedScopes":[', '1]}'),
  'scopes without an action': repeated('"scope":":x",'),
  'scopes that are not closed': repeated('"scope":":'),
  'scopes without an action, line by line': repeated('"scope":":x",\n'),
  'scopes in objects': repeated('{"scope":":x",'),
  'lists that are not closed': repeated('"allowedScopes":["a",'),
  'lists in comments': repeated('"allowedScopes":[ // ', 'x '),
  'lists of comments': repeated('"allowedScopes":[ // \n //\n'),
  'settings that are not closed': repeated('"hostedLogin.scopePresets": [\n'),
};

/** A unit again and again. */
export function repeated(unit: string, before = '', behind = ''): HostileText {
  return size => before + unit.repeat(Math.ceil(size / unit.length)) + behind;
}

/** A unit again and again, each time with another number. */
export function numbered(unit: (number: number) => string, before = '', behind = ''): HostileText {
  return size => {
    const parts: string[] = [];
    for (let number = 0, length = 0; length < size; number++) {
      const part = unit(number);
      parts.push(part);
      length += part.length;
    }
    return before + parts.join('') + behind;
  };
}
