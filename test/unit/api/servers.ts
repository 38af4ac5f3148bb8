import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import {
  createServer as createTcpServer,
  type AddressInfo,
  connect,
  type Server,
  type Socket,
} from 'node:net';
import { createServer as createTlsSocketServer } from 'node:tls';
import {
  type Fetch,
  Transport,
  type TransportLimits,
  type TransportDeps,
} from '../../../src/api/transport/transport';

const open: (() => Promise<void>)[] = [];

/** Stops all servers of a test, with their connections. */
export async function closeAll(): Promise<void> {
  await Promise.all(open.splice(0).map(close => close()));
}

export type Handler = (request: IncomingMessage, response: ServerResponse) => void;

/** Starts an HTTP server on a free loopback port. Resolves with its origin. */
export function serve(handler: Handler): Promise<string> {
  return listen(createServer(handler), 'http');
}

/** The same over TLS. */
export function serveTls(
  certificate: { readonly key: string; readonly cert: string },
  handler?: Handler,
): Promise<string> {
  return listen(createTlsServer(certificate, handler), 'https');
}

/** Accepts TLS for a server without it, which listens at a port on this machine. */
export function serveTlsInFrontOf(
  certificate: { readonly key: string; readonly cert: string },
  port: number,
): Promise<string> {
  const server = createTlsSocketServer(certificate, outside => {
    const inside = connect(port, '127.0.0.1');
    for (const [one, other] of [
      [inside, outside],
      [outside, inside],
    ] as const) {
      one.on('error', () => undefined).once('close', () => other.destroy());
      one.pipe(other);
    }
  });
  return listen(server, 'https');
}

/** A server that does only what `onConnection` says. */
export function serveTcp(
  onConnection: (socket: Socket) => void,
  scheme: 'http' | 'https' = 'http',
): Promise<string> {
  const server = createTcpServer(socket => {
    socket.on('error', () => undefined);
    onConnection(socket);
  });
  return listen(server, scheme);
}

/** Answers every request with this status, body and headers. */
export function serveAnswer(
  status: number,
  body: string | Uint8Array = '',
  headers: Readonly<Record<string, string>> = {},
): Promise<string> {
  return serve((_, response) => response.writeHead(status, headers).end(body));
}

async function listen(server: Server, scheme: string): Promise<string> {
  const sockets = new Set<Socket>();
  server.on('connection', socket => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  open.push(async () => {
    const closed = once(server, 'close');
    server.close();
    for (const socket of sockets) socket.destroy();
    await closed;
  });
  return `${scheme}://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** A transport as in the extension, but without waiting between tries. `lines` are its log. */
export function newTransport(
  limits: Partial<TransportLimits> = {},
  fetch: Fetch = (url, init) => globalThis.fetch(url, init),
  deps: Partial<TransportDeps> = {},
): {
  readonly transport: Transport;
  readonly send: Transport['send'];
  readonly lines: readonly string[];
} {
  const lines: string[] = [];
  const transport = new Transport(
    {
      fetch,
      log: line => {
        lines.push(line);
      },
      now: () => performance.now(),
      delay: () => Promise.resolve(),
      ...deps,
    },
    {
      ...{ headersTimeout: 10_000, bodyTimeout: 5000, maxBodyBytes: 1024 * 1024 },
      ...limits,
    },
  );
  return { transport, send: transport.send, lines };
}
