// Makes certificates for servers of tests.
import { generateKeyPairSync, sign } from 'node:crypto';

export interface CertificateOptions {
  /** The host it is for; `localhost` by default. */
  readonly host?: string;
  /** It expires in the first second of this year, 2020 or later; 2049 by default. */
  readonly until?: number;
}

/** A new key and a self-signed certificate. None is in the repository. */
export function selfSignedCertificate({ host = 'localhost', until = 2049 }: CertificateOptions = {}): {
  readonly key: string;
  readonly cert: string;
} {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const ecdsaWithSha256 = der(0x30, Buffer.from('06082a8648ce3d040302', 'hex'));
  const commonName = der(0x30, Buffer.from('0603550403', 'hex'), der(0x0c, Buffer.from(host)));
  const name = der(0x30, der(0x31, commonName));
  const utc = (year: number) => der(0x17, Buffer.from(`${year}0101000000Z`));
  // TBSCertificate of X.509 version 1 (RFC 5280 §4.1): serial number, algorithm, issuer, validity, subject, key.
  const body = der(
    0x30,
    ...[der(0x02, Buffer.from([1])), ecdsaWithSha256, name],
    ...[der(0x30, utc(20), utc(until - 2000)), name, publicKey.export({ type: 'spki', format: 'der' })],
  );
  const signature = der(0x03, Buffer.from([0]), sign('sha256', body, privateKey));
  const base64 = der(0x30, body, ecdsaWithSha256, signature).toString('base64');
  return {
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    cert: `-----BEGIN CERTIFICATE-----\n${base64.replace(/.{64}/g, '$&\n')}\n-----END CERTIFICATE-----\n`,
  };
}

/** A value in DER: tag, length, content. */
function der(tag: number, ...parts: readonly Buffer[]): Buffer {
  const content = Buffer.concat(parts);
  const { length } = content;
  const head = length < 128 ? [length] : length < 256 ? [0x81, length] : [0x82, length >> 8, length & 255];
  return Buffer.concat([Buffer.from([tag, ...head]), content]);
}
