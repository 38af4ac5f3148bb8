import assert from 'node:assert/strict';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import vm from 'node:vm';
import type * as CountBlocksScript from '../../harness/countBlocks';

describe('countBlocks', () => {
  const cases: readonly [what: string, code: string, result: unknown, blocks: number][] = [
    ['a function', 'const f = function () { return 7; }; f() + f();', 14, 2],
    ['an arrow function', 'const f = x => x + 1, g = x => { return f(x); }; g(1);', 2, 2],
    ['an arrow function with an object', 'const f = () => ({ a: 1 }); f().a;', 1, 1],
    ['a class', 'class A { constructor() { this.a = 1; } get b() { return this.a; } } new A().b;', 1, 2],
    ['a loop', 'let n = 0; for (const each of [1, 2, 3]) { n += each; } n;', 6, 3],
    ['a loop without braces', 'let n = 0; while (n < 4) n++; do n++; while (n < 6); n;', 6, 6],
    ['branches', 'let n = 0; if (n) { n = 1; } else if (!n) n = 2; else n = 3; n;', 2, 2],
    ['a conditional expression', 'let n = 1 ? 0 ? 1 : 2 : 3; n;', 2, 2],
    ['what is not skipped', 'let n = 0 && 1; n ||= 2 || 3; n ?? 4; n;', 2, 1],
    ['cases', 'let n = 0; switch (2) { case 1: n++; case 2: n++; default: n++; } n;', 2, 2],
    ['what is tried', 'let n = 0; try { throw 1; } catch (e) { n = e; } finally { n++; } n;', 2, 3],
    ['directives', '"use strict"; (function () { "use strict"; return this; })();', undefined, 1],
  ];
  for (const [what, code, result, blocks] of cases) {
    it(`counts ${what}, which does the same as before`, async () => {
      const { countBlocks } = (await import(
        pathToFileURL(path.resolve('test/harness/countBlocks.js')).href
      )) as typeof CountBlocksScript;
      const context = vm.createContext({});
      const counted = new vm.Script(countBlocks(code)).runInContext(context) as unknown;
      assert.deepEqual([counted, vm.runInContext('enteredBlocks', context)], [result, blocks]);
    });
  }
});
