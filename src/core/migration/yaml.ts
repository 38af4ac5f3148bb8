/** As much of YAML as we write. */
export type YamlValue =
  string | number | boolean | readonly YamlValue[] | { readonly [name: string]: YamlValue };

/** YAML 1.2 in blocks. All texts are quoted, with the escapes of JSON, which YAML has too. */
export function yamlText(value: Readonly<Record<string, YamlValue>>): string {
  return `${block(value, '')}\n`.replace(/^\n/, '');
}

/** With a line break before it, if it has lines of its own. */
function block(value: YamlValue, indent: string): string {
  if (Array.isArray(value)) {
    if (value.length === 0) return '[]';
    return value
      .map((item: YamlValue) => `\n${indent}-${indented(block(item, `${indent}  `), indent)}`)
      .join('');
  }
  if (typeof value === 'object') {
    const members = Object.entries(value as Readonly<Record<string, YamlValue>>);
    if (members.length === 0) return '{}';
    return members
      .map(([name, member]) => {
        const inner = block(member, `${indent}  `);
        return `\n${indent}${key(name)}:${inner.startsWith('\n') ? inner : ` ${inner}`}`;
      })
      .join('');
  }
  return typeof value === 'string' ? quoted(value) : String(value);
}

/** The first member of an object is on the line of its `-`. */
function indented(inner: string, indent: string): string {
  return inner.startsWith('\n') ? ` ${inner.slice(1 + indent.length + 2)}` : ` ${inner}`;
}

function key(name: string): string {
  return /^[A-Za-z_][\w-]*$/.test(name) && !/^(?:true|false|null|yes|no|on|off|y|n)$/i.test(name)
    ? name
    : quoted(name);
}

/** JSON leaves characters as they are that YAML does not print (YAML 1.2 §5.1). */
function quoted(text: string): string {
  return JSON.stringify(text).replace(
    /[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]/g,
    character => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
