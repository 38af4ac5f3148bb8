import { mask } from './redaction';

/** Masks words that look like a token or secret, including ones we do not know. */
export function maskSecretLikeWords(text: string): string {
  return text.replace(/[\w~+/=-]{32,}/g, word => (isRandom(word) ? mask : word));
}

/** Whether a word is long and looks random. Paths of words and IDs do not. */
function isRandom(word: string): boolean {
  if (/(?:^|=)[0-9a-f]{32,}$/.test(word)) return true;
  const rest = word.replace(/(?:^|\/)(?:[a-z]+|\w{8}-\w{4}-\w{4}-\w{4}-\w{12})(?=\/|$)/gi, '');
  return rest.length >= 40 && [/\d/, /[a-z]/, /[A-Z]/].every(some => some.test(rest));
}
