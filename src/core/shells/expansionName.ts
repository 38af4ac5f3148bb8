/** The name of an expansion of a shell, for a message: `$name`, `%name%`, `$(…)`. What a substitution holds may be a secret. */
export function expansionName(expansion: string): string {
  if (expansion.startsWith('`')) return '`…`';
  if (expansion.startsWith('(')) return '(…)';
  const [name] = /^(?:\$\{?(?:(?:env:)?\w+|[@*])|%%?[^%]+%?|!\w+!)/i.exec(expansion) ?? [];
  if (name !== undefined) return name.replace('{', '');
  return /^[<>]\(/.test(expansion) ? `${expansion.slice(0, 2)}…)` : '$(…)';
}
