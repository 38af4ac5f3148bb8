import { mask } from './redaction';

/** Masks what looks like a token or a secret that nobody has told us of. */
export function maskRandomWords(text: string): string {
  return text.replace(/[\w~+/=-]{32,}/g, word => (isRandom(word) ? mask : word));
}

/** Long, and as if drawn by lot. Paths of words and ids are none. */
function isRandom(word: string): boolean {
  if (/(?:^|=)[0-9a-f]{32,}$/.test(word)) return true;
  const rest = word.replace(/(?:^|\/)(?:[a-z]+|\w{8}-\w{4}-\w{4}-\w{4}-\w{12})(?=\/|$)/gi, '');
  return rest.length >= 40 && [/\d/, /[a-z]/, /[A-Z]/].every(some => some.test(rest));
}
