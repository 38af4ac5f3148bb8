// @ts-check
/**
 * Takes the place of VS Code's compiled `@vscode/spdlog` in the downloaded server (install.mjs): without it VS Code
 * writes no log files, and the output channels that extensions log to stay empty. Files are not rotated. Never throws
 * on writing: VS Code would log that, too, and so on without end.
 */
const fs = require('node:fs');
const path = require('node:path');

const levels = ['trace', 'debug', 'info', 'warning', 'error', 'critical'];

/** As `Logger` in the package's index.d.ts, as far as VS Code calls it. */
class Logger {
  /** @param {string} _type @param {string} _name @param {string} file */
  constructor(_type, _name, file) {
    this.file = file;
    this.level = 0;
    this.isRaw = false;
  }

  /** @param {number} level @param {string} message */
  write(level, message) {
    if (level < this.level) return;
    const time = new Date().toISOString().replace('T', ' ').replace('Z', '');
    // VS Code asks for two forms only: its own pattern, or the message as it is.
    const line = this.isRaw ? message : `${time} [${levels[level] ?? ''}] ${message}\n`;
    try {
      fs.appendFileSync(this.file, line);
    } catch {
      // The folder is gone when a test is over. Nobody reads what comes after that.
      this.level = Infinity;
    }
  }

  /** @param {string} message */
  trace(message) {
    this.write(0, message);
  }

  /** @param {string} message */
  debug(message) {
    this.write(1, message);
  }

  /** @param {string} message */
  info(message) {
    this.write(2, message);
  }

  /** @param {string} message */
  warn(message) {
    this.write(3, message);
  }

  /** @param {string} message */
  error(message) {
    this.write(4, message);
  }

  /** @param {string} message */
  critical(message) {
    this.write(5, message);
  }

  getLevel() {
    return this.level;
  }

  /** @param {number} level */
  setLevel(level) {
    if (this.level !== Infinity) this.level = level;
  }

  setPattern() {
    this.isRaw = false;
  }

  clearFormatters() {
    this.isRaw = true;
  }

  flush() {
    // Every message is written at once.
  }

  drop() {
    // No file is held open.
  }
}

/** @param {string} name @param {string} file */
function createLogger(name, file) {
  try {
    fs.mkdirSync(path.dirname(file), { recursive: true });
  } catch {
    // Then nothing can be written there either.
  }
  return Promise.resolve(new Logger('', name, file));
}

exports.version = 0;
exports.Logger = Logger;
exports.setLevel = () => undefined;
exports.setFlushOn = () => undefined;
exports.createRotatingLogger = createLogger;
exports.createAsyncRotatingLogger = createLogger;
