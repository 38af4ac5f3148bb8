/**
 * Classifies the lines of a request file by rules that fit REST Client, httpYac, JetBrains and Visual Studio. Where they
 * differ, the rule is the one that works for all.
 *
 * A line may be megabytes long: every expression here is linear in time.
 */

/** What httpYac 6.16 takes for a request, also below another one: methods of HTTP and WebDAV, and verbs of other protocols. */
const httpYacMethods: readonly string[] = (
  'GET POST PUT DELETE PATCH HEAD OPTIONS CONNECT TRACE PROPFIND PROPPATCH MKCOL COPY MOVE LOCK UNLOCK CHECKOUT CHECKIN ' +
  'REPORT MERGE MKACTIVITY MKWORKSPACE VERSION-CONTROL BASELINE-CONTROL MKCALENDAR ACL SEARCH GRAPHQL ' +
  'WS WSS WEBSOCKET SSE EVENTSOURCE GRPC AMQP MQTT MQTTS'
).split(' ');
const knownMethods = new Set([...httpYacMethods, 'QUERY', 'RABBITMQ']);
const furtherRequest = new RegExp(`^(?:${httpYacMethods.join('|')})[ \\t]+(?:https?:|wss?:|/|\\{\\{)`);

/** What httpYac takes for a further request below another one, whatever follows the method. */
export const httpYacRequest = new RegExp(`^\\s*(?:${httpYacMethods.join('|')})\\s+.`);

export function isBlank(text: string): boolean {
  return text.trim() === '';
}

/** `###`: ends a block. httpYac allows spaces before it; REST Client reads those as a comment. */
export function isSeparator(text: string): boolean {
  return /^\s*###/.test(text);
}

/** `# …` and `// …`. `#Authorization: x` is one too: httpYac sends it under that odd name, REST Client does not. */
export function isComment(text: string): boolean {
  return /^\s*(?:#|\/\/)/.test(text);
}

/** `@name = value` */
export function isVariable(text: string): boolean {
  return /^\s*@/.test(text);
}

/** Other lines that may precede a request: a script file, `import`, `run`. */
export function isPreRequestFile(text: string): boolean {
  return /^\s*(?:<[\s@]|(?:import|run)\s+\S)/.test(text);
}

/** The status line of a saved response. */
export function isStatusLine(text: string): boolean {
  return /^\s*HTTP\/\d/.test(text);
}

/** `?a=1`, `&b=2` or `/path`: belongs to the URL above. `?? …` is an assert, `//` and `/*` are comments. */
export function isUrlContinuation(text: string): boolean {
  return /^\s*(?:\?(?!\?)|&|\/(?![/*]))/.test(text);
}

/** Lines after the body for httpYac and JetBrains: response handlers, saved responses, asserts, a script. */
export function isAfterBody(text: string): boolean {
  return /^\s*(?:>>?!?\s+\S|<>\s|\?\?\s|\{\{[+@\w]*\s*$)/.test(text);
}

/**
 * Whether the headers end at a line that is not blank: a script, a variable, an assert, a response, or a body without a blank
 * line before it (httpYac). No client reads these as headers.
 */
export function endsHeaders(text: string): boolean {
  const start = text.trimStart();
  if (start.startsWith('{{')) return !start.includes('}}');
  return /^(?:[<>[\]{}"'@]|\?\?\s|\/\*|HTTP\/\d)/.test(start);
}

/**
 * Whether all clients read further headers below this line of a head: a header, a comment with a space after `#`, a part of
 * the URL. httpYac takes other lines, such as `#` alone, for the beginning of the body.
 */
export function isInAllHeads(text: string): boolean {
  return /^\s*(?:[\w!#$%&'*+.^`|~-]+\s*:|#\s|\/\/|\/[^*]*$|[?&](?:[^(=?&)]+=|\{\{.*\}\}\s*$))/.test(text);
}

/** How the construct of several lines that begins here ends; undefined if there is none, or it ends on this line. */
export function closingOf(text: string): ((line: string) => boolean) | undefined {
  const start = text.trimStart();
  if (start.startsWith('{{')) return start.includes('}}') ? undefined : closesBraces;
  if (start.startsWith('/*')) return start.includes('*/', 2) ? undefined : closesComment;
  if (/^[<>]\s*\{%/.test(start)) return start.includes('%}') ? undefined : closesScript;
  return undefined;
}
const closesBraces = (line: string): boolean => /^\s*\}\}/.test(line);
const closesComment = (line: string): boolean => line.includes('*/');
const closesScript = (line: string): boolean => line.includes('%}');

/** Whether the line is a whole comment or script. */
export function isSpanOnOneLine(text: string): boolean {
  const start = text.trim();
  return (start.startsWith('/*') && start.endsWith('*/')) || /^[<>]\s*\{%.*%\}$/.test(start);
}

/** A header: its name as written, and where its value begins. */
export function headerIn(text: string): { name: string; value: string; valueStart: number } | undefined {
  const match = /^\s*([\w!#$%&'*+.^`|~-]+)\s*:[ \t]*/.exec(text);
  if (!match) return undefined;
  const [before, name = ''] = match;
  return { name, value: text.slice(before.length).trim(), valueStart: before.length };
}

/** Whether a line can only be a further request in the same block (httpYac needs no separator), without prose after it. */
export function isFurtherRequest(text: string): boolean {
  if (!furtherRequest.test(text)) return false;
  const url = withoutVersion(text.replace(/^\S+\s+/, '').trim());
  return !/\s/.test(url.replace(/\{\{[^{}]*\}\}/g, ''));
}

export function isCurlLine(text: string): boolean {
  return /^\s*curl\s+\S/.test(text);
}

/** The request line's method (upper case, `GET` by default) and URL; undefined for other lines. */
export function requestIn(text: string): { method: string; url: string } | undefined {
  const trimmed = text.trim();
  const [, word, rest] = /^([A-Za-z]+(?:-[A-Za-z]+)*)[ \t]+(\S.*)$/s.exec(trimmed) ?? [];
  if (word !== undefined && rest !== undefined) {
    const method = word.toUpperCase();
    const url = withoutVersion(rest);
    const isUpperCase = word === method;
    const isKnown = knownMethods.has(method);
    if ((isKnown && isUpperCase) || ((isKnown || isUpperCase) && looksLikeUrl(url))) return { method, url };
  }
  const url = withoutVersion(trimmed);
  return looksLikeUrl(url) ? { method: 'GET', url } : undefined;
}

/** Whether a word looks like a URL: a scheme, a path, a `{{variable}}`, or a host with a dot or a port. */
export function looksLikeUrl(text: string): boolean {
  if (text.startsWith('{{')) return text.includes('}}');
  if (/^(?:[A-Za-z][\w+.-]*:\/\/|\/(?![/*]))/.test(text)) return true;
  const host = /^(?:\[[\da-f:.]+\]|[\w.-]+)(?::\d+)?(?=[/?#]|$)/i.exec(text)?.[0];
  return host !== undefined && /^localhost|[^.]\.[^.]|:\d/.test(host);
}

function withoutVersion(target: string): string {
  const at = target.lastIndexOf('HTTP/');
  const isVersion = at > 0 && /^HTTP\/[\d.]+$/.test(target.slice(at)) && /\s/.test(target.charAt(at - 1));
  return isVersion ? target.slice(0, at).trimEnd() : target;
}
