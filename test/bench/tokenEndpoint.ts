import { Worker } from 'node:worker_threads';

/** A token endpoint on 127.0.0.1 that accepts every client. */
export interface TokenService {
  readonly origin: string;
  readonly stop: () => Promise<unknown>;
}

/** The code of the service. A string, because a worker of the extension host has no access to VS Code's module loader. */
const source = `
  const { createServer } = require('node:http');
  const { parentPort, workerData } = require('node:worker_threads');
  let issued = 0;
  const server = createServer((request, response) => {
    const answer = JSON.stringify({
      access_token: 'x'.repeat(56) + String(++issued).padStart(8, '0'),
      expires_in: 3600,
      token_type: 'Bearer',
      scope: '*:**',
    });
    const headers = { 'content-type': 'application/json', 'content-length': answer.length };
    const send = () => response.writeHead(200, headers).end(answer);
    request.resume().on('end', workerData.answerMs > 0 ? () => setTimeout(send, workerData.answerMs) : send);
  });
  server.listen(0, '127.0.0.1', () => parentPort.postMessage(server.address().port));
`;

/**
 * Starts the service in another thread, so that its work is not counted as the client's.
 * @param answerMs how long it waits before it answers, in ms
 */
export async function startTokenEndpoint(answerMs: number): Promise<TokenService> {
  const worker = new Worker(source, { eval: true, workerData: { answerMs } });
  const port = await new Promise<number>((resolve, reject) => {
    worker.once('message', resolve);
    worker.once('error', reject);
  });
  return { origin: `http://127.0.0.1:${port}`, stop: () => worker.terminate() };
}
