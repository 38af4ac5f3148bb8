import type { ScopeAction, ScopeListItem } from './parseScope';

/** What a scope's resource includes: its path, what is below it, or both. */
export interface Reach {
  readonly base: string;
  readonly self: boolean;
  readonly below: boolean;
}

export function reachOf(resource: string): Reach {
  if (!resource.endsWith('**')) return { base: resource, self: true, below: false };
  const base = resource.slice(0, -2);
  return base.endsWith('/')
    ? { base: base.slice(0, -1), self: false, below: true }
    : { base, self: true, below: true };
}

/** Scopes with the same path, the first of each kind. `index`: its place in the list. */
interface Path {
  readonly scopes: { readonly action: ScopeAction; readonly reach: Reach; readonly index: number }[];
  readonly parts: Map<string, Path>;
}

/**
 * A tree of the scopes of a list by path, so that a covering scope is found without comparing all pairs. Lists of files and
 * services may have thousands of scopes.
 */
export class ScopeCover {
  readonly #root: Path = { scopes: [], parts: new Map() };
  readonly #texts = new Map<string, number>();

  constructor(items: readonly Pick<ScopeListItem, 'text' | 'scope'>[]) {
    for (const [index, { text, scope }] of items.entries()) {
      if (!this.#texts.has(text)) this.#texts.set(text, index);
      if (!scope) continue;
      const { action } = scope;
      const reach = reachOf(scope.resource);
      const { scopes } = partsOf(reach).reduce((path, part) => {
        const next = path.parts.get(part) ?? { scopes: [], parts: new Map<string, Path>() };
        path.parts.set(part, next);
        return next;
      }, this.#root);
      const isThere = scopes.some(
        other =>
          other.action === action && other.reach.self === reach.self && other.reach.below === reach.below,
      );
      if (!isThere) scopes.push({ action, reach, index });
    }
  }

  /**
   * The index of the first item that covers a scope or has its text, or -1.
   * @param own the index of the scope itself, which is ignored
   */
  first({ text, scope }: Pick<ScopeListItem, 'text' | 'scope'>, own = -1): number {
    let first = this.#texts.get(text) ?? Infinity;
    if (first === own) first = Infinity;
    if (scope) {
      const reach = reachOf(scope.resource);
      const parts = partsOf(reach);
      let path: Path | undefined = this.#root;
      for (let depth = 0; path; depth++) {
        for (const { action, reach: wider, index } of path.scopes) {
          const isWider =
            depth < parts.length ? wider.below : (wider.self || !reach.self) && (wider.below || !reach.below);
          if (isWider && (action === '*' || scope.action === '.') && index !== own)
            first = Math.min(first, index);
        }
        path = depth < parts.length ? path.parts.get(parts[depth] ?? '') : undefined;
      }
    }
    return Number.isFinite(first) ? first : -1;
  }
}

function partsOf({ base }: Reach): readonly string[] {
  return base === '' ? [] : base.split('/');
}
