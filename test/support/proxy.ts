import { once } from 'node:events';
import { createServer } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';

/** How a proxy answers a CONNECT: with a connection to this port on this machine, or with a fault. */
export type Tunnel = { readonly port: number } | { readonly status: number } | 'stall';

export interface Proxy {
  readonly url: string;
  /** `host:port` of each CONNECT, in order. */
  readonly asked: readonly string[];
  /** The credentials of each CONNECT. */
  readonly logins: readonly (string | undefined)[];
  stop(): Promise<void>;
}

/**
 * An HTTP proxy on a free loopback port, as in companies: only it can resolve hosts. It connects each host to the
 * port that `tunnel` returns.
 */
export async function startProxy(tunnel: (host: string) => Tunnel): Promise<Proxy> {
  const asked: string[] = [];
  const logins: (string | undefined)[] = [];
  const sockets = new Set<Socket>();
  const keep = (socket: Socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.once('close', () => sockets.delete(socket));
  };
  const server = createServer((_, response) => response.writeHead(400).end());
  server.on('connection', keep);
  server.on('connect', (request, client: Socket) => {
    const target = request.url ?? '';
    asked.push(target);
    logins.push(request.headers['proxy-authorization']);
    const what = tunnel(target);
    if (what === 'stall') return;
    if ('status' in what) {
      const login = what.status === 407 ? 'Proxy-Authenticate: Basic realm="proxy"\r\n' : '';
      client.end(`HTTP/1.1 ${what.status} No\r\n${login}Content-Length: 0\r\nConnection: close\r\n\r\n`);
      return;
    }
    const service = connect(what.port, '127.0.0.1', () => {
      client.write('HTTP/1.1 200 Connection Established\r\n\r\n');
      service.pipe(client).pipe(service);
    });
    keep(service);
    service.once('close', () => client.destroy());
    client.once('close', () => service.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    logins,
    stop: async () => {
      const closed = once(server, 'close');
      server.close();
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}
