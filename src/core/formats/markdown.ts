import { planAuthorizationHeader } from '../headerEdit';
import { type Fence, fencesOf, isRequestFence } from '../httpBlocks';
import { clampLine, indentationOf, type Lines } from '../httpLines';
import { inOrder } from '../httpTextEdit';
import { clientReferences, type HttpClient } from './http';
import type { HeaderEditPlan, RequestFormat } from './requestFormat';
import { cmdTranscript, posixTranscript, powershellTranscript } from './shell';

/** The languages of fences with commands, as people name them. */
const scripts: readonly (readonly [names: RegExp, format: RequestFormat])[] = [
  [/^(?:sh|bash|zsh|shell|console|terminal|shell-?session|sh-session)(?![\w-])/i, posixTranscript],
  [/^(?:powershell|pwsh|ps1?)(?![\w-])/i, powershellTranscript],
  [/^(?:bat|batch|cmd|dosbatch)(?![\w-])/i, cmdTranscript],
];

/**
 * Markdown: the requests in its `http` and `rest` fences, and the commands in those of scripts, each in its own way.
 * The reference is the one of request files; in a script it becomes the script's.
 */
export function markdownFormat(client: HttpClient): RequestFormat {
  const reference = clientReferences[client];
  return {
    reference,
    plan: (lines, cursorLines, { token, ...edit }) => {
      const { http, inScripts, outside } = sorted(lines, cursorLines);
      const value = token === undefined ? undefined : `Bearer ${token}`;
      const plans = inScripts.map(({ fence, format, cursors }) => {
        const own = { ...edit, token: token === reference ? format.reference : token };
        const stripped = within(lines, fence);
        return moved(format.plan(stripped, cursors, own), fence.content.first, stripped.taken);
      });
      plans.push(planAuthorizationHeader(lines, http, { ...edit, dialect: 'markdown', value }));
      if (outside !== undefined) plans.push(nothingAt(outside));
      return {
        edits: inOrder(plans.flatMap(({ edits }) => edits)),
        changed: plans.reduce((sum, { changed }) => sum + changed, 0),
        requests: plans.reduce((sum, { requests }) => sum + requests, 0),
        foreign: plans.flatMap(({ foreign }) => foreign),
        refused: plans.flatMap(({ refused }) => refused),
      };
    },
  };
}

/** A fence with commands, and the cursors in it as lines of the fence. */
interface ScriptFence {
  readonly fence: Fence;
  readonly format: RequestFormat;
  readonly cursors: number[];
}

/** The cursors by the kind of fence that they stand in; of those that stand in none, the first. */
function sorted(
  lines: Lines,
  cursorLines: readonly number[],
): { http: number[]; inScripts: ScriptFence[]; outside: number | undefined } {
  const http: number[] = [];
  const inScripts: ScriptFence[] = [];
  let outside: number | undefined;
  const fences = fencesOf(lines);
  let index = 0;
  for (const line of cursorLines.map(each => clampLine(lines, each)).sort((a, b) => a - b)) {
    while ((fences[index]?.content.last ?? line) < line) index++;
    const fence = fences[index];
    // The line that opens a fence counts as inside.
    const info = fence && line >= fence.first ? fence.info : '';
    const format = scripts.find(([names]) => names.test(info))?.[1];
    if (isRequestFence(info)) http.push(line);
    else if (fence && format) {
      if (inScripts.at(-1)?.fence !== fence) inScripts.push({ fence, format, cursors: [] });
      inScripts.at(-1)?.cursors.push(Math.max(0, line - fence.content.first));
    } else outside ??= line;
  }
  return { http, inScripts, outside };
}

function nothingAt(line: number): HeaderEditPlan {
  return { edits: [], changed: 0, requests: 0, foreign: [], refused: [{ kind: 'noRequest', line }] };
}

/** The lines of a fence as its commands have them: in a list they are indented as the fence is. */
function within(
  lines: Lines,
  { first, content }: Fence,
): Lines & { readonly taken: (line: number) => string } {
  const { length } = indentationOf(lines.line(first));
  const text = (index: number) => lines.line(content.first + index);
  const taken = (index: number) => indentationOf(text(index)).slice(0, length);
  return {
    lineCount: content.last - content.first + 1,
    line: index => text(index).slice(taken(index).length),
    taken,
  };
}

/** A plan for the lines of a fence as one for the document; `taken` is what a line has in front there. */
function moved(plan: HeaderEditPlan, by: number, taken: (line: number) => string): HeaderEditPlan {
  const { edits, foreign, refused } = plan;
  return {
    ...plan,
    edits: edits.map(({ range, newText }) => {
      const { startLine, startCharacter, endLine, endCharacter } = range;
      return {
        range: {
          startLine: startLine + by,
          startCharacter: startCharacter + taken(startLine).length,
          endLine: endLine + by,
          endCharacter: endCharacter + taken(endLine).length,
        },
        newText: newText.replaceAll('\n', `\n${taken(startLine)}`),
      };
    }),
    foreign: foreign.map(each => ({ ...each, line: each.line + by })),
    refused: refused.map(each => ({ ...each, line: each.line + by })),
  };
}
