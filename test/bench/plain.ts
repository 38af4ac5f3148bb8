import { measureCallers } from './callers';
import { measureConfiguration } from './configuration';
import type { PlainFigures } from './figures';
import { measureIdle } from './idle';
import { measureLeakSearch } from './leakSearch';
import { measureTokenRequest } from './tokenRequest';

/** What needs no VS Code; prints `PlainFigures` as JSON. */
async function main(): Promise<void> {
  const figures: PlainFigures = {
    idle: await measureIdle(),
    callers: await measureCallers(),
    tokenRequest: await measureTokenRequest(),
    leakSearch: measureLeakSearch(),
    configuration: await measureConfiguration(),
  };
  console.log(JSON.stringify(figures));
}

void main();
