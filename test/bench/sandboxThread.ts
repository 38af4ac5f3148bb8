import { parentPort, workerData } from 'node:worker_threads';
import { type SandboxOptions, startSandbox } from '../../src/sandbox/index';

/** The message of the thread about its sandbox. */
export interface SandboxValues {
  readonly origin: string;
  readonly customerId: string;
  readonly clientId: string;
  readonly clientSecret: string;
}

/** A thread for the sandbox, so that its work is not counted as the client's. */
async function main(): Promise<void> {
  const { origin, customerId, clientId, clientSecret } = await startSandbox(workerData as SandboxOptions);
  const values: SandboxValues = { origin, customerId, clientId, clientSecret };
  parentPort?.postMessage(values);
}

void main();
