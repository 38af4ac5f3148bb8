import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import * as tls from 'node:tls';

/**
 * Adds a certificate to what this process knows as the certificates of the operating system, which VS Code's fetch
 * asks for when it is first used. On Linux Node reads them from the file that `SSL_CERT_FILE` names, once a process: so
 * this is for when a test file is loaded. Nothing of the machine is touched.
 * @returns whether it is known now; not in VS Code below 1.101, whose Node has no such list, nor on other systems
 */
export function addToSystemCertificates(certificate: string): boolean {
  // Added in Node 22.15, which is newer than our types.
  const { getCACertificates } = tls as { getCACertificates?: (type: 'system') => readonly string[] };
  if (process.platform !== 'linux' || !getCACertificates) return false;
  const before = process.env['SSL_CERT_FILE'];
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'hosted-login-store-'));
  try {
    process.env['SSL_CERT_FILE'] = path.join(folder, 'store.pem');
    fs.writeFileSync(process.env['SSL_CERT_FILE'], certificate);
    return getCACertificates('system').some(known => known.trim() === certificate.trim());
  } finally {
    if (before === undefined) delete process.env['SSL_CERT_FILE'];
    else process.env['SSL_CERT_FILE'] = before;
    fs.rmSync(folder, { recursive: true });
  }
}
