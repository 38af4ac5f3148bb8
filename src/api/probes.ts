// Connects to a host without a request, to find out which stage of a connection fails.
import { lookup } from 'node:dns/promises';
import { once } from 'node:events';
import { connect, isIP, type Socket } from 'node:net';
import { connect as connectTls, type PeerCertificate, type TLSSocket } from 'node:tls';
import { plainText } from '../core/masking/redaction';

/** What a TLS server shows before the first request. */
export interface TlsFacts {
  /** For display: `TLS 1.3`. */
  readonly protocol: string;
  /** The issuer by the certificate; empty for none. */
  readonly issuer: string;
  /** The last day, as `2027-01-31` (UTC); empty for none. */
  readonly validUntil: string;
  /** The code of OpenSSL or Node why this machine does not trust it; undefined if it does. */
  readonly distrust: string | undefined;
}

/** The addresses that this machine's resolver knows for the host of a URL. Rejects with Node's error, or the signal's. */
export async function findAddresses(url: URL, signal: AbortSignal): Promise<readonly string[]> {
  // A resolver cannot be cancelled, so stop waiting for it.
  const aborted = new Promise<never>((_, reject) => {
    signal.addEventListener('abort', () => {
      reject(signal.reason as Error);
    });
  });
  signal.throwIfAborted();
  const found = await Promise.race([lookup(hostOf(url), { all: true }), aborted]);
  return found.map(({ address }) => address);
}

/** Connects to host and port of a URL directly, sends nothing and closes. Rejects with Node's error, or the signal's. */
export async function connectDirectly(url: URL, signal: AbortSignal): Promise<void> {
  const socket = connect({ host: hostOf(url), port: portOf(url) });
  await inspectSocket('connect', socket, signal, () => undefined);
}

/**
 * Does a TLS handshake with host and port of a URL directly, sends nothing and closes. Also resolves if the certificate
 * is not trusted, with the reason. Rejects with Node's error, or the signal's.
 */
export async function inspectTls(url: URL, signal: AbortSignal): Promise<TlsFacts> {
  const host = hostOf(url);
  const socket = connectTls({
    host,
    port: portOf(url),
    ...(isIP(host) === 0 ? { servername: host } : {}),
    // Only inspected: no request is sent over this connection.
    rejectUnauthorized: false,
  });
  return inspectSocket('secureConnect', socket, signal, readTlsFacts);
}

/** Inspects a socket when it is ready, then closes it. */
async function inspectSocket<S extends Socket, Seen>(
  event: string,
  socket: S,
  signal: AbortSignal,
  inspect: (socket: S) => Seen,
): Promise<Seen> {
  try {
    await once(socket, event, { signal });
    return inspect(socket);
  } catch (error) {
    throw signal.aborted ? signal.reason : error;
  } finally {
    socket.on('error', () => undefined).destroy();
  }
}

function readTlsFacts(socket: TLSSocket): TlsFacts {
  const certificate = socket.getPeerCertificate() as Partial<PeerCertificate>;
  const { O: organization, CN: commonName } = (certificate.issuer ?? {}) as Readonly<Record<string, unknown>>;
  const until = new Date(certificate.valid_to ?? '');
  // The types say Error, but it is a code.
  const distrust: unknown = socket.authorized ? undefined : socket.authorizationError;
  return {
    protocol: (socket.getProtocol() ?? 'TLS').replace(/^TLSv/, 'TLS '),
    issuer: plainText([commonName, organization].flat().find(name => typeof name === 'string') ?? '', 80),
    validUntil: Number.isNaN(until.getTime()) ? '' : until.toISOString().slice(0, 10),
    distrust: typeof distrust === 'string' ? distrust : undefined,
  };
}

function hostOf({ hostname }: URL): string {
  return hostname.replace(/^\[|\]$/g, '');
}

function portOf({ port, protocol }: URL): number {
  return Number(port || (protocol === 'http:' ? 80 : 443));
}
