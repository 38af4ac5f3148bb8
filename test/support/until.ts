import assert from 'node:assert/strict';

/** Waits until a condition holds; fails with its description after `patience` ms. */
export async function until<T>(
  description: string,
  condition: () => T | undefined | Promise<T | undefined>,
  patience = 30_000,
): Promise<T> {
  const deadline = Date.now() + patience;
  for (;;) {
    const value = await condition();
    if (value !== undefined && value !== false) return value;
    if (Date.now() > deadline) assert.fail(`${description}: not within ${patience} ms`);
    await new Promise(resolve => setTimeout(resolve, 20));
  }
}
