// Puts the values that a file sets for its variables into a text, or into the target of a request.
import { t } from '../common/l10n';
import { type SentRequest, sentTarget } from '../requestAnalysis/matchProfiles';
import type { RequestTarget } from '../requestAnalysis/readTarget';
import { shortenTarget } from '../requests/doubtReasons';
import { urlParts } from '../requests/host';

/**
 * Characters. A longer text is not filled in further: variables may double it at each step. Of a longer value only so much is
 * put in, one more than is read of a URL: each request may have it.
 */
const maxLength = 1000;

/** How deep values may refer to other variables. */
const maxDepth = 5;

/**
 * A text with the variables whose values its file sets; the others stay `{{name}}`. The text as it was if it is too long
 * before a step.
 * @param valueOf undefined for a variable that the file does not set
 */
export function filledText(text: string, valueOf: (name: string) => string | undefined): string {
  let filled = text;
  for (let depth = 0; depth < maxDepth && filled.includes('{{'); depth++) {
    if (filled.length > maxLength) return text;
    filled = filled.replace(
      /\{\{([^{}]*)\}\}/g,
      (whole, name: string) => valueOf(name.trim())?.slice(0, maxLength + 1) ?? whole,
    );
  }
  return filled;
}

/**
 * The target of a request with the values that its file sets. There is a doubt if they name its host: a capture of Hurl, or
 * what a script calls, may set another value.
 * @param written with its variables
 * @param valueOf undefined for a variable that the file does not set
 */
export function filledTarget(
  { url, hosts = [], ...others }: SentRequest,
  valueOf: (name: string) => string | undefined,
): RequestTarget {
  const fill = (text: string) => filledText(text, valueOf);
  const { host } = urlParts(url);
  const isFilled = (text: string) => fill(text) !== text;
  const ofUrl = host?.kind !== 'origin' && isFilled(url) ? (host?.written ?? url) : undefined;
  const name = ofUrl ?? hosts.find(isFilled);
  const doubt =
    name === undefined
      ? undefined
      : t('{0} may have another value when the request is sent', shortenTarget(name));
  return sentTarget({
    ...others,
    url: fill(url),
    hosts: hosts.map(fill),
    doubtOfVariables: others.doubtOfVariables ?? doubt,
  });
}
