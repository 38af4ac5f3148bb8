// The HTTP server of the sandbox.
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { faultResponse, type Fault } from './faults';
import { configError, type Answer } from './service/answers';
import type { ServiceRequest } from './service/service';

/** How the sandbox handles each request of the server. */
export interface RequestHandler {
  /** Milliseconds before an answer, unless a fault sets its own. */
  readonly delayMs: number;
  /** The fault for a request. `target` is path and query. */
  readonly faultFor: (method: string, target: string) => Fault | undefined;
  /** `lagMs`: see `Fault`. */
  readonly answer: (request: ServiceRequest, lagMs?: number) => Promise<Answer>;
  /** Called before the answer is on its way. `status` 0: none will come. */
  readonly arrived: (request: ServiceRequest, target: string, status: number) => void;
}

export interface Server {
  readonly origin: string;
  /** Ends every connection, also those that wait for an answer. */
  readonly stop: () => Promise<void>;
}

const maxBodyBytes = 1024 * 1024;

/**
 * Listens on 127.0.0.1; port 0 means any free one. Rejects if the port is taken. Calls `createHandler` with the origin
 * before the first request.
 */
export async function listen(
  port: number,
  createHandler: (origin: string) => RequestHandler,
): Promise<Server> {
  const server = createServer();
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  // A connection that cannot be accepted must not end our process.
  server.on('error', () => undefined);
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const handler = createHandler(origin);
  server.on('request', (incoming, response) => {
    // After an error the connection is closed or cannot be answered.
    handle(handler, incoming, response).catch(() => response.destroy());
  });
  return {
    origin,
    stop: async () => {
      const closed = server.listening ? once(server, 'close') : undefined;
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

async function handle(
  handler: RequestHandler,
  incoming: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { method = '', url: target = '' } = incoming;
  const body = await readBody(incoming);
  const request: ServiceRequest = {
    method,
    path: target.replace(/\?.*$/s, ''),
    query: target.replace(/^[^?]*\??/, ''),
    headers: flatHeaders(incoming),
    body: body ?? new Uint8Array(),
  };
  const fault = handler.faultFor(method, target);
  const usual =
    (fault && faultResponse(fault)) ??
    (body ? await handler.answer(request, fault?.lagMs) : configError(413, 'Request Entity Too Large'));
  const rewritten = fault?.rewrite?.(usual) ?? usual;
  const answer = { ...rewritten, headers: { ...rewritten.headers, ...fault?.headers } };
  const isAnswered = fault?.connection !== 'stall' && fault?.connection !== 'destroy';
  handler.arrived(request, target, isAnswered ? answer.status : 0);
  const delayMs = fault?.delayMs ?? handler.delayMs;
  // A pending answer must not keep the process alive.
  if (delayMs > 0) await delay(delayMs, undefined, { ref: false });
  if (fault?.connection === undefined) send(response, answer);
  else if (fault.connection === 'destroy') response.destroy();
  else if (fault.connection === 'truncate') await sendHalf(response, answer);
}

/**
 * The body, or undefined above 1 MB. Even then it is read to the end: a client that is still sending would see a broken
 * connection instead of the answer.
 */
async function readBody(incoming: IncomingMessage): Promise<Uint8Array | undefined> {
  let chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of incoming as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > maxBodyBytes) chunks = [];
    else chunks.push(chunk);
  }
  return length > maxBodyBytes ? undefined : Buffer.concat(chunks);
}

function flatHeaders({ headers }: IncomingMessage): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [
      name,
      Array.isArray(value) ? value.join(', ') : (value ?? ''),
    ]),
  );
}

function send(response: ServerResponse, answer: Answer): void {
  const body = begin(response, answer);
  response.end(body);
}

async function sendHalf(response: ServerResponse, answer: Answer): Promise<void> {
  const body = begin(response, answer);
  const half = body.subarray(0, Math.floor(body.length / 2));
  response.flushHeaders();
  await new Promise<void>(sent =>
    response.write(half, () => {
      sent();
    }),
  );
  response.destroy();
}

/** Sends the head and returns the bytes of the body. A 204 has no length (RFC 9110 §8.6). */
function begin(response: ServerResponse, { status, headers, body }: Answer): Buffer {
  const bytes = Buffer.from(body);
  response.writeHead(status, { ...headers, ...(status !== 204 && { 'content-length': bytes.length }) });
  return bytes;
}
