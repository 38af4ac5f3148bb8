import { t } from '../common/l10n';
import { parseUrl } from '../common/parseUrl';
import { isLoopback } from '../profile/profile';
import { hasPlaceholder } from './literalTexts';

/** Why other servers may refuse a redirect URI. */
export type RedirectUriDoubt =
  | 'invalid'
  | 'fragment'
  | 'dangerousScheme'
  | 'wildcard'
  | 'userInfo'
  | 'plainHttp'
  | 'customScheme'
  | 'loopback';

/** Schemes that run or show content instead of opening an app. */
const dangerousSchemes = /^(?:about|blob|data|file|javascript|vbscript):$/;

/**
 * What other servers may refuse about a redirect URI (RFC 6749 §3.1.2, RFC 8252 §7, RFC 9700 §2.1), the strongest first;
 * undefined if nothing.
 */
export function redirectUriDoubt(uri: string): RedirectUriDoubt | undefined {
  const url = uri.trim() === uri ? parseUrl(uri) : undefined;
  if (!url || /[\p{C}\s]/u.test(uri)) return 'invalid';
  if (uri.includes('#')) return 'fragment';
  if (dangerousSchemes.test(url.protocol)) return 'dangerousScheme';
  if (uri.includes('*')) return 'wildcard';
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return 'customScheme';
  if (url.hostname === '') return 'invalid';
  if (url.username !== '' || url.password !== '') return 'userInfo';
  if (isLoopback(url.hostname)) return 'loopback';
  return url.protocol === 'http:' ? 'plainHttp' : undefined;
}

/** The redirect URIs that other servers may refuse, with the reason for people. */
export function redirectUriDoubts(uris: readonly string[]): readonly (readonly [uri: string, why: string])[] {
  return uris.flatMap(uri => {
    const doubt = redirectUriDoubt(uri);
    const reasons = [
      ...(doubt ? [describeDoubt(doubt)] : []),
      ...(hasPlaceholder(uri)
        ? [
            t(
              'It has “${”, “&{”, “##” or “@@”. It is left out of the files for products whose import would replace that.',
            ),
          ]
        : []),
    ];
    return reasons.map(reason => [uri, reason] as const);
  });
}

/** Whether no server accepts it, so that one such URI would make the whole application fail. */
export function isRefusedEverywhere(uri: string): boolean {
  const doubt = redirectUriDoubt(uri);
  return doubt === 'invalid' || doubt === 'fragment' || doubt === 'dangerousScheme';
}

/** Whether a redirect URI is for an app on a device: its own scheme. */
export function isAppUri(uri: string): boolean {
  return redirectUriDoubt(uri) === 'customScheme';
}

function describeDoubt(doubt: RedirectUriDoubt): string {
  switch (doubt) {
    case 'invalid':
      return t('It is not a URI. No server accepts it.');
    case 'fragment':
      return t('It has a fragment (#…), which RFC 6749 forbids. No server accepts it.');
    case 'dangerousScheme':
      return t('Its scheme runs or shows content, and opens no application. No server accepts it.');
    case 'wildcard':
      return t(
        'It has a *. Servers that compare redirect URIs character by character (RFC 9700) do not expand it.',
      );
    case 'userInfo':
      return t('It has a user name or password. Many servers refuse that.');
    case 'plainHttp':
      return t('It is plain http and not for this machine. Many servers accept only https.');
    case 'customScheme':
      return t(
        'It has a custom scheme. Servers accept it only for applications of the type “native”, some only if the scheme is a reversed domain name such as com.example.app.',
      );
    case 'loopback':
      return t('It is for the local machine. Servers accept it for development or native apps only.');
  }
}
