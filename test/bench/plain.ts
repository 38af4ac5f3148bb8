import type { Row } from '../../scripts/bench/table.mjs';
import { measureCallers } from './callers';
import { measureConfiguration } from './configuration';
import { measureIdle } from './idle';
import { measureLargeJson } from './largeJson';
import { measureLeakSearch } from './leakSearch';
import { measureParsing } from './parsing';
import { measureSaving } from './saving';
import { measureTokenRequest } from './tokenRequest';
import { measureTokenWork } from './tokenWork';

const measures: Readonly<Record<string, () => Row[] | Promise<Row[]>>> = {
  idle: measureIdle,
  callers: measureCallers,
  tokenRequest: measureTokenRequest,
  tokenWork: measureTokenWork,
  leakSearch: measureLeakSearch,
  largeJson: measureLargeJson,
  configuration: measureConfiguration,
  saving: measureSaving,
  parsing: measureParsing,
};

/** Runs the benchmarks without VS Code that the arguments name. Prints their rows by name as JSON. */
async function main(): Promise<void> {
  const rows: Record<string, Row[]> = {};
  for (const name of process.argv.slice(2)) rows[name] = (await measures[name]?.()) ?? [];
  console.log(JSON.stringify(rows));
}

void main();
