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

/** The environment variable for the secret of an application: `HOSTED_LOGIN_SECRET_NORDHAVEN_STOREFRONT`. */
export function secretVariable(slug: string): string {
  return `HOSTED_LOGIN_SECRET_${slug.replaceAll('-', '_').toUpperCase()}`;
}
