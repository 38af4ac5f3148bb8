import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import zlib from 'node:zlib';
import * as vscode from 'vscode';
import { until } from './until';

/** The clients that have a stand-in, by the folder it is in: `test/support/standIns`. */
const ids = { httpYac: 'anweber.vscode-httpyac', restClient: 'humao.rest-client' };

/**
 * Installs the stand-in of a client in the VS Code that runs the tests, as a user installs an extension while working.
 * It stays installed. Does nothing if it is installed already.
 */
export async function installStandIn(name: keyof typeof ids): Promise<vscode.Extension<unknown>> {
  const root = vscode.extensions.getExtension('hosted-login-tools.hosted-login')?.extensionPath ?? '';
  process.env['HOSTED_LOGIN_TEST_MODULES'] = path.join(root, 'node_modules');
  if (!vscode.extensions.getExtension(ids[name])) {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'hosted-login-stand-in-'));
    const file = path.join(folder, `${name}.vsix`);
    fs.writeFileSync(file, packageOf(path.join(root, 'test/support/standIns', name)));
    await vscode.commands.executeCommand('workbench.extensions.installExtension', vscode.Uri.file(file));
    fs.rmSync(folder, { recursive: true });
  }
  return until(`the stand-in ${name} is there`, () => vscode.extensions.getExtension(ids[name]));
}

/** A folder as a VSIX package: a zip file (APPNOTE.TXT) with uncompressed entries. */
function packageOf(folder: string): Buffer {
  const parts: Buffer[] = [];
  const list: Buffer[] = [];
  let offset = 0;
  const names = fs.readdirSync(folder);
  for (const name of names) {
    const content = fs.readFileSync(path.join(folder, name));
    const entry = Buffer.from(`extension/${name}`);
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20);
    common.writeUInt32LE(zlib.crc32(content), 10);
    common.writeUInt32LE(content.length, 14);
    common.writeUInt32LE(content.length, 18);
    common.writeUInt16LE(entry.length, 22);
    const local = Buffer.concat([Buffer.from('PK\x03\x04', 'latin1'), common, entry, content]);
    const place = Buffer.alloc(14);
    place.writeUInt32LE(offset, 10);
    list.push(Buffer.from('PK\x01\x02\x14\x00', 'latin1'), common, place, entry);
    parts.push(local);
    offset += local.length;
  }
  const directory = Buffer.concat(list);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(names.length, 4);
  end.writeUInt16LE(names.length, 6);
  end.writeUInt32LE(directory.length, 8);
  end.writeUInt32LE(offset, 12);
  return Buffer.concat([...parts, directory, Buffer.from('PK\x05\x06', 'latin1'), end]);
}
