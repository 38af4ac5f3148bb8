import assert from 'node:assert/strict';
import { linesOf } from '../../../../src/core/common/lines';
import { finish } from '../../../../src/core/common/steps';
import type { TextEdit } from '../../../../src/core/common/textEdit';
import { cmdFormat, posixFormat, powershellFormat } from '../../../../src/core/formats/shellFormat';
import { cmdCommands } from '../../../../src/core/shells/cmdCommands';
import { posixCommands } from '../../../../src/core/shells/posixCommands';
import { powershellCommands } from '../../../../src/core/shells/powershellCommands';
import { Script, type ShellCommand } from '../../../../src/core/shells/shellCommand';
import { edited } from '../../../support/formatCases';
import { randomSource } from '../../../support/mutations';
import { beginnings, documentsEach, pieces, scriptFormats } from './fuzzedScripts';

/** The line of a cursor at the beginning of a line, as an editor moves it. */
function movedCursor(line: number, edits: readonly TextEdit[]): number {
  return edits.reduce((moved, { range, newText }) => {
    if (range.endLine > line || (range.endLine === line && range.endCharacter > 0)) {
      return range.startLine < line ? moved - (line - range.startLine) : moved;
    }
    return moved + newText.split(/\r\n|\n|\r/).length - 1 - (range.endLine - range.startLine);
  }, line);
}

describe('formats: random documents', () => {
  for (const [name, format] of Object.entries(scriptFormats)) {
    it(`${name}: never throws, twice is once, and removing what was inserted gives the text back`, () => {
      let inserted = 0;
      for (let seed = 1; seed <= documentsEach; seed++) {
        const random = randomSource(seed);
        const starts = beginnings[name] ?? [];
        const beginning = starts[random(starts.length * 2)] ?? '';
        const rest = Array.from({ length: random(24) }, () => pieces[random(pieces.length)] ?? '');
        const text = beginning + rest.join('');
        const line = random(linesOf(text).lineCount);
        const label = `seed ${seed}, line ${line}: ${JSON.stringify(text)}`;
        const replaceOtherSchemes = random(3) > 0;
        const once = edited(format, text, [line], { replaceOtherSchemes });
        if (once.plan.changed === 0) {
          assert.equal(once.text, text, label);
          continue;
        }
        inserted++;
        const where = movedCursor(line, once.plan.edits);
        const twice = edited(format, once.text, [where], { replaceOtherSchemes });
        assert.equal(twice.text, once.text, `second time edits; ${label}`);
        const gone = edited(format, once.text, [where], { token: undefined, replaceOtherSchemes });
        const there = movedCursor(where, gone.plan.edits);
        assert.equal(edited(format, gone.text, [there], { token: undefined }).text, gone.text, label);
        const wasThere =
          edited(format, text, [where], { token: undefined, replaceOtherSchemes }).plan.changed > 0;
        // An empty table goes with the header that was put into it.
        const isEmptyTable = /@\{[ \t]*\}/.test(text);
        if (!wasThere && !isEmptyTable)
          assert.equal(gone.text, text, `removing does not give it back; ${label}`);
      }
      assert.ok(inserted > documentsEach / 8, `only ${inserted} of ${documentsEach} documents were edited`);
    });
  }
});

describe('formats: skipped lines', () => {
  for (const [name, read] of Object.entries({
    posix: posixCommands,
    powershell: powershellCommands,
    cmd: cmdCommands,
  })) {
    it(`${name}: what stands at a line is the same as when everything is read`, () => {
      for (let seed = 1; seed <= documentsEach; seed++) {
        const random = randomSource(seed);
        const starts = beginnings[name] ?? [];
        const text = Array.from({ length: 12 }, () =>
          random(4) ? (pieces[random(pieces.length)] ?? '') : `${starts[random(starts.length)] ?? ''}\n`,
        ).join('');
        const script = new Script(linesOf(text));
        const line = random(linesOf(text).lineCount);
        const at = (commands: readonly ShellCommand[]) =>
          commands
            .filter(({ start, end }) => script.lineAt(start) <= line && line <= script.lineAt(end))
            .map(({ words }) => words);
        const near = at(finish(read(script.text, script.nearness([line]))));
        assert.deepEqual(
          near,
          at(finish(read(script.text, () => true))),
          `seed ${seed}, line ${line}: ${JSON.stringify(text)}`,
        );
      }
    });
  }
});

describe('formats: large documents', () => {
  for (const [name, format] of Object.entries({ posixFormat, powershellFormat, cmdFormat })) {
    it(`${name}: takes 5 MB`, () => {
      const text = `curl https://a/b -d "${'x'.repeat(5_000_000)}"\n`;
      assert.equal(edited(format, text, [0]).plan.changed, 1);
    });
  }
});
