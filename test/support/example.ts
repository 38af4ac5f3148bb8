import { readFileSync } from 'node:fs';
import type { Profile } from '../../src/core/profile/profile';

/** The example requests as they are opened with a profile. */
export function exampleFor({ origin, customerId }: Profile): string {
  return readFileSync('examples/hosted-login.http', 'utf8')
    .replace(/^@origin *=.*$/m, `@origin = ${origin}`)
    .replace(/^@customerId *=.*$/m, `@customerId = ${customerId}`);
}
