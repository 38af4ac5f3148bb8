/** The name of an expansion of a shell, for a message: `$name`, `%name%`, `$(…)`. What a substitution holds may be a secret. */
export function expansionName(expansion: string): string {
  if (expansion.startsWith('`')) return '`…`';
  const [name] = /^(?:\$\{?(?:\w+|[@*])|%%?[^%]+%?|!\w+!)/.exec(expansion) ?? [];
  if (name !== undefined) return name.replace('{', '');
  return /^[<>]\(/.test(expansion) ? `${expansion.slice(0, 2)}…)` : '$(…)';
}
