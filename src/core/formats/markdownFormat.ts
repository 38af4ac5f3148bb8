import { createEditPlan, type HeaderEditPlan } from '../authorizationEdit/editPlan';
import { planAuthorizationHeader } from '../authorizationEdit/headerEdit';
import { firstIndexWhere } from '../common/collections';
import { clampLine, type Lines } from '../common/lines';
import { sortEdits } from '../common/textEdit';
import {
  type Fence,
  fenceLanguage,
  type FenceLanguage,
  fencesOf,
  linesWithin,
} from '../requests/markdownFences';
import { clientReferences, readingOf, type RequestFileClient, httpFormat } from './httpFormat';
import type { RequestFormat } from './requestFormat';
import { transcriptFormats } from './shellFormat';

/**
 * Markdown: requests in `http` and `rest` fences, and commands in fences of scripts. The reference is that of request
 * files; in a script it becomes the script's.
 */
export function markdownFormat(client: RequestFileClient): RequestFormat {
  const reference = clientReferences[client];
  return {
    reference,
    plan: (lines, cursorLines, { token, ...edit }) => {
      const { http, apart, outside } = sorted(lines, cursorLines, client);
      const value = token === undefined ? undefined : `Bearer ${token}`;
      const plans = apart.map(({ fence, format, cursors }) => {
        const own = { ...edit, token: token === reference ? format.reference : token };
        const stripped = linesWithin(lines, fence);
        return moved(format.plan(stripped, cursors, own), fence.content.first, stripped.taken);
      });
      plans.push(
        planAuthorizationHeader(lines, http, {
          ...edit,
          dialect: 'markdown',
          ...readingOf(client),
          value,
        }),
      );
      if (outside !== undefined) plans.push(nothingAt(outside));
      return {
        edits: sortEdits(plans.flatMap(({ edits }) => edits)),
        changed: plans.reduce((sum, { changed }) => sum + changed, 0),
        requests: plans.reduce((sum, { requests }) => sum + requests, 0),
        otherSchemes: plans.flatMap(({ otherSchemes }) => otherSchemes),
        unconfirmed: plans.flatMap(({ unconfirmed }) => unconfirmed),
        refused: plans.flatMap(({ refused }) => refused),
      };
    },
  };
}

/** The formats of the fences that hold commands. */
const scriptFormats: Partial<Record<FenceLanguage, RequestFormat>> = transcriptFormats;

/** A fence that is edited separately, with the cursors as lines of the fence. */
interface FenceApart {
  readonly fence: Fence;
  readonly format: RequestFormat;
  readonly cursors: number[];
}

/** The cursors by kind of fence, and the first one outside of a fence. */
function sorted(
  lines: Lines,
  cursorLines: readonly number[],
  client: RequestFileClient,
): { http: number[]; apart: FenceApart[]; outside: number | undefined } {
  const http: number[] = [];
  const apart: FenceApart[] = [];
  let outside: number | undefined;
  const fences = fencesOf(lines);
  for (const line of cursorLines.map(each => clampLine(lines, each)).sort((a, b) => a - b)) {
    const fence = fences[firstIndexWhere(fences, ({ content }) => content.last >= line)];
    // The line that opens a fence counts as inside.
    const language = fence && line >= fence.first ? fenceLanguage(fence.info) : undefined;
    const format = language && (language === 'http' ? httpFormat(client) : scriptFormats[language]);
    if (fence?.isAlone && language === 'http') http.push(line);
    else if (fence && format) {
      if (apart.at(-1)?.fence !== fence) apart.push({ fence, format, cursors: [] });
      apart.at(-1)?.cursors.push(Math.max(0, line - fence.content.first));
    } else outside ??= line;
  }
  return { http, apart, outside };
}

function nothingAt(line: number): HeaderEditPlan {
  return createEditPlan([], [{ kind: 'noRequest', line }], {});
}

/** Converts the plan for a fence to one for the document; `taken` is the prefix of a line. */
function moved(plan: HeaderEditPlan, by: number, taken: (line: number) => string): HeaderEditPlan {
  const { edits, otherSchemes, unconfirmed, refused } = plan;
  return {
    ...plan,
    edits: edits.map(({ range, newText }) => {
      const { startLine, startCharacter, endLine, endCharacter } = range;
      const isOfLines = startCharacter === 0 && endCharacter === 0 && /^$|\n$/.test(newText);
      // A blank line may have a shorter prefix than those around it.
      const front = [taken(startLine), isOfLines && startLine > 0 ? taken(startLine - 1) : ''];
      const indentation = front.reduce((one, other) => (other.length > one.length ? other : one));
      return {
        range: {
          startLine: startLine + by,
          startCharacter: isOfLines ? 0 : startCharacter + taken(startLine).length,
          endLine: endLine + by,
          endCharacter: isOfLines ? 0 : endCharacter + taken(endLine).length,
        },
        newText: isOfLines
          ? newText.replace(/[^\n]*\n/g, line => indentation + line)
          : newText.replaceAll('\n', `\n${indentation}`),
      };
    }),
    otherSchemes: otherSchemes.map(each => ({ ...each, line: each.line + by })),
    unconfirmed: unconfirmed.map(each => ({ ...each, line: each.line + by })),
    refused: refused.map(each => ({ ...each, line: each.line + by })),
  };
}
