import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { changeFile, historyPath } from '../../../../src/features/leaks/historyFile';
import { problemOf } from '../../../support/fakes';

describe('REST Client’s history', () => {
  let folder = '';
  let file = '';
  const environment = { ...process.env };

  beforeEach(() => {
    folder = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'hosted-login-history-')));
    file = path.join(folder, 'history.json');
  });
  afterEach(() => {
    for (const name of ['HOME', 'XDG_CACHE_HOME', 'VSC_REST_CLIENT_HOME']) {
      if (environment[name] === undefined) Reflect.deleteProperty(process.env, name);
      else process.env[name] = environment[name];
    }
    fs.chmodSync(folder, 0o700);
    fs.rmSync(folder, { recursive: true });
  });

  const shout = (text: string) => text.toUpperCase();
  const content = () => fs.readFileSync(file, 'utf8');

  const places: readonly [name: string, own: boolean, cache: boolean, classic: boolean, place: string][] = [
    ['the folder that its variable names', true, true, true, 'own/history.json'],
    ['~/.rest-client where that is there', false, true, true, 'home/.rest-client/history.json'],
    ['the cache of the system', false, true, false, 'cache/rest-client/history.json'],
    ['~/.rest-client where nothing says otherwise', false, false, false, 'home/.rest-client/history.json'],
  ];
  for (const [name, own, cache, classic, place] of places) {
    it(`is in ${name}`, async () => {
      process.env['HOME'] = path.join(folder, 'home');
      process.env['XDG_CACHE_HOME'] = cache ? path.join(folder, 'cache') : '';
      process.env['VSC_REST_CLIENT_HOME'] = own ? path.join(folder, 'own') : '';
      if (classic) fs.mkdirSync(path.join(folder, 'home/.rest-client'), { recursive: true });
      assert.equal(await historyPath(), path.join(folder, place));
    });
  }

  it('is changed in one step, and keeps its mode', async () => {
    fs.writeFileSync(file, '\ufeffäbc\r\n');
    fs.chmodSync(file, 0o604);
    const { ino } = fs.statSync(file);
    await changeFile(file, shout);
    assert.equal(content(), '\ufeffÄBC\r\n');
    assert.equal(fs.statSync(file).mode & 0o777, 0o604);
    assert.notEqual(fs.statSync(file).ino, ino);
    assert.deepEqual(fs.readdirSync(folder), ['history.json']);
  });

  it('is not written if nothing changes, and not created', async () => {
    fs.writeFileSync(file, 'ABC');
    const { ino } = fs.statSync(file);
    await changeFile(file, shout);
    assert.equal(fs.statSync(file).ino, ino);
    fs.rmSync(file);
    await changeFile(file, () => assert.fail('there is nothing to change'));
    assert.deepEqual(fs.readdirSync(folder), []);
  });

  it('is changed through its link', async () => {
    fs.mkdirSync(path.join(folder, 'real'));
    fs.writeFileSync(path.join(folder, 'real/h.json'), 'abc');
    fs.symlinkSync('real/h.json', file);
    await changeFile(file, shout);
    assert.ok(fs.lstatSync(file).isSymbolicLink());
    assert.equal(fs.readFileSync(path.join(folder, 'real/h.json'), 'utf8'), 'ABC');
  });

  it('keeps what REST Client writes meanwhile', async () => {
    fs.writeFileSync(file, 'abc');
    await changeFile(file, text => {
      if (text === 'abc') fs.writeFileSync(file, 'abc and def');
      return shout(text);
    });
    assert.equal(content(), 'ABC AND DEF');
    assert.deepEqual(fs.readdirSync(folder), ['history.json']);
  });

  it('is left alone while something else keeps writing it', async () => {
    let writes = 0;
    fs.writeFileSync(file, 'x');
    const changing = changeFile(file, text => {
      fs.writeFileSync(file, `x${++writes}`);
      return shout(text);
    });
    assert.match((await problemOf(changing, 'storage')).message, /keeps changing. Nothing was changed/);
    assert.equal(content(), `x${writes}`);
    assert.deepEqual(fs.readdirSync(folder), ['history.json']);
  });

  it('is left alone when it is not UTF-8', async () => {
    const bytes = Buffer.from([0x22, 0xff, 0xfe, 0x22]);
    fs.writeFileSync(file, bytes);
    await problemOf(changeFile(file, shout), 'storage');
    assert.deepEqual(fs.readFileSync(file), bytes);
  });

  it('says so when its folder cannot be written', async () => {
    fs.writeFileSync(file, 'abc');
    fs.chmodSync(folder, 0o555);
    // root can write everywhere.
    const isRoot = process.geteuid?.() === 0;
    if (isRoot) process.seteuid?.(65_534);
    try {
      const { message, nextStep } = await problemOf(changeFile(file, shout), 'storage');
      assert.match(`${message} ${nextStep}`, /could not be changed \(EACCES\).*writable, then try again/);
    } finally {
      if (isRoot) process.seteuid?.(0);
    }
    assert.equal(content(), 'abc');
  });

  it('says so when it is a folder', async () => {
    fs.mkdirSync(file);
    assert.match((await problemOf(changeFile(file, shout), 'storage')).message, /EISDIR/);
  });
});
