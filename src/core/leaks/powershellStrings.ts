import type { LineSpan } from '../common/lines';

type Span = Pick<LineSpan, 'start' | 'end'>;

/** What the scanner is in: a text that expands, or `$(…)` in one with its open brackets. */
type Open =
  | { readonly kind: 'string' | 'hereString' }
  | { readonly kind: 'code'; brackets: number; readonly isInString: boolean };

const escape = '`[^]?';
/** Parts of a text that expands, up to its end. */
const inString = new RegExp(`${escape}|\\$\\(|["“”„]{1,2}|[^\`$"“”„]+|\\$`, 'y');
const inHereString = new RegExp(`\`[^\\n]?|\\$\\(|\\n["“”„]@|[^\`$\\n]+|[$\\n]`, 'y');
/** Parts of a script. A text or comment that never ends reaches to the end of the script. */
const inCode = new RegExp(
  [
    escape,
    '<#[^]*?(?:#>|$)',
    '(?<![^\\s;&|,=(){}])#[^\\n]*',
    '@["“”„][ \\t]*(?=\\n)',
    "@['‘’‚‛][ \\t]*(?=\\n)[^]*?(?:\\n['‘’‚‛]@|$)",
    '["“”„]',
    "['‘’‚‛][^'‘’‚‛]*['‘’‚‛]?",
    '[()]',
    '[^`<#@"“”„\'‘’‚‛()]+',
    '[<#@]',
  ].join('|'),
  'y',
);
const patterns = { string: inString, hereString: inHereString, code: inCode };

/** In `$(…)` of a text between quotes, a quote as it may be escaped there: PowerShell takes off the first character. */
const escapedQuote = /[`"“”„](?=["“”„])/y;

/**
 * The texts of a PowerShell script in which nothing is expanded, in order. In `$(…)`, a text that expands has code again, with
 * quotes of its own (about_Quoting_Rules). Linear in the length of the script.
 */
export function literalStringsIn(script: string): readonly Span[] {
  const found: Span[] = [];
  const open: Open[] = [];
  let depthInString = 0;
  for (let at = 0; at < script.length;) {
    const inner = open.at(-1) ?? { kind: 'code', brackets: -1, isInString: false };
    escapedQuote.lastIndex = at;
    const isEscaped = depthInString > 0 && escapedQuote.test(script);
    if (isEscaped) at++;
    const pattern = patterns[inner.kind];
    pattern.lastIndex = at;
    const part = (isEscaped ? undefined : pattern.exec(script)?.[0]) ?? script.charAt(at);
    if (inner.kind !== 'code') {
      const isEnd = inner.kind === 'string' ? /^["“”„]$/.test(part) : /^\n["“”„]@$/.test(part);
      if (isEnd) open.pop();
      else if (part === '$(') {
        const isInString = inner.kind === 'string';
        open.push({ kind: 'code', brackets: 0, isInString });
        if (isInString) depthInString++;
      }
    } else if (/^@?['‘’‚‛]/.test(part)) found.push({ start: at, end: at + part.length });
    else if (/^@["“”„]/.test(part)) open.push({ kind: 'hereString' });
    else if (/^["“”„]$/.test(part)) open.push({ kind: 'string' });
    else if (open.length > 0 && part === '(') inner.brackets++;
    else if (open.length > 0 && part === ')' && --inner.brackets < 0) {
      open.pop();
      if (inner.isInString) depthInString--;
    }
    at += part.length;
  }
  return found;
}
