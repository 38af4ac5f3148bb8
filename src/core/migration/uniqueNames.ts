import { slugOf } from '../configurationFiles/address';
import type { ResourceEntry } from '../resources/resource';

/** Makes each name only once. Constant time for each name on average. */
export class UniqueNames {
  readonly #lastNumbers = new Map<string, number>();
  readonly #taken = new Set<string>();

  /** The name, or the first free one with a number from 2. */
  take(name: string, withNumber = (name: string, number: number) => `${name}-${number}`): string {
    let free = name;
    let number = this.#lastNumbers.get(name) ?? 1;
    while (this.#taken.has(free)) free = withNumber(name, ++number);
    this.#lastNumbers.set(name, number);
    this.#taken.add(free);
    return free;
  }
}

/**
 * The environment variable for the secret of a client: `HOSTED_LOGIN_SECRET_NORDHAVEN_STOREFRONT_0F3C9A1B2D4E`. It has the
 * first 12 letters and digits of the ID: a name by the title alone could be another client's later.
 */
export function secretVariable({ id, title }: Pick<ResourceEntry, 'id' | 'title'>): string {
  const parts = [slugOf(title), id.replace(/[^a-z\d]/gi, '').slice(0, 12)];
  return `HOSTED_LOGIN_SECRET_${parts.join('_').replaceAll('-', '_').toUpperCase()}`;
}
