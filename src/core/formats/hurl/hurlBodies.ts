// Finds the end of a body in a Hurl file.
import type { Script } from '../../shells/shellCommand';
import { ShellText } from '../../shells/shellText';

const xmlBegin = /[ \t]*<[A-Za-z_?!]/y;
/** A comment or the like, in which `<` is text, or a tag. The repetition is limited, because it needs memory. */
const xmlPart =
  /<!--[^]*?-->|<!\[CDATA\[[^]*?\]\]>|<\?[^]*?\?>|<!(?!--|\[CDATA\[)[^>]*>|<[^>"']*(?:(?:"[^"]*"|'[^']*')[^>"']*){0,500}>/y;
/** Text outside of fences and comments. */
const besideFence = /[^\\"#`\n]+|\\.?|"(?:[^"\\\n]+|\\.?){0,500}"?|`(?!``)/y;

/**
 * The last line of the body that begins on this line of a Hurl file: a ```` ``` ```` text (also in an assert),
 * `base64,…;`, `hex,…;`, or XML. The line itself if no such body begins; undefined if it never ends. JSON needs no end,
 * because none of its lines looks like a request.
 */
export function endOfHurlBody(script: Script, line: number): number | undefined {
  const text = new ShellText(script.text);
  text.at = script.startOf(line) ?? 0;
  return skipBody(text) ? script.lineAt(text.at) : undefined;
}

/** False if the body never ends. */
function skipBody(text: ShellText): boolean {
  const bytes = text.match(/[ \t]*(?:base64|hex),[^;]*;?/y);
  if (bytes !== '') return bytes.endsWith(';');
  if (text.finds(xmlBegin)) return skipXml(text);
  for (;;) {
    while (text.match(besideFence) !== '');
    if (!text.startsWith('```')) return true;
    // One fence may end and the next one begin on the same line.
    if (text.match(/```[^]*?```/y) === '') return false;
  }
}

/** Skips to the end of the root element. */
function skipXml(text: ShellText): boolean {
  for (let depth = 0; ;) {
    text.match(/[^<]+/y);
    const part = text.match(xmlPart);
    if (part === '') return false;
    if (/^<[!?]/.test(part)) continue;
    if (part.startsWith('</')) depth--;
    else if (!part.endsWith('/>')) depth++;
    if (depth <= 0) return true;
  }
}
