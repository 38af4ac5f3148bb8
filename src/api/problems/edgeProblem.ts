// Answers that come from something in front of the service: Akamai's edge, a proxy, a gateway.
import { t } from '../../core/common/l10n';
import { Problem } from '../../core/common/problem';
import { parseJson } from '../../core/json/json';
import type { HttpResponse } from '../http';
import { shownWords } from './serviceError';

type Answer = Pick<HttpResponse, 'body' | 'header'>;

/** Whether an answer is a web page. The service itself never answers with one. */
export function isPage({ body, header }: Answer): boolean {
  return body.trimStart().startsWith('<') || /\bhtml\b/i.test(header('content-type') ?? '');
}

/**
 * Whether an answer may come from the service, which answers in JSON. The edge, a proxy or a gateway answers with a page,
 * a line of text or nothing, which says nothing about scopes or resources.
 */
export function isServiceAnswer({ body }: Pick<HttpResponse, 'body'>): boolean {
  return parseJson(body) !== undefined;
}

/** The problem of an error that comes from something in front of the service. */
export function edgeProblem(response: Pick<HttpResponse, 'status' | 'body' | 'mask'>, url: string): Problem {
  const { status, body } = response;
  const { host } = new URL(url);
  const said = describePage(response);
  return new Problem(
    status >= 500 ? 'server' : 'notTheService',
    said === ''
      ? t('Something in front of {0} answered, not the service itself (HTTP {1}).', host, status)
      : t('Something in front of {0} answered, not the service itself (HTTP {1}): {2}', host, status, said),
    status >= 500
      ? t('Try again later; nothing was changed.')
      : t(
          'This does not mean that a scope, a policy or a client is missing. Check the network, VPN and proxy, then try again.',
        ),
    `HTTP ${status}, ${body.length} characters`,
  );
}

/** The title of a page, and the edge's reference number, with which its operator can find the cause. */
function describePage({ body, mask }: Pick<HttpResponse, 'body' | 'mask'>): string {
  const start = body.slice(0, 10_000);
  const [, title = ''] = /<title[^>]{0,200}>([^<]{0,300})/i.exec(start) ?? [];
  const [reference = ''] = /Reference(?:\s|&#32;){0,5}(?:#|&#35;)[\w.&#;]{1,100}/i.exec(start) ?? [];
  const spelled = reference.replace(/&#(32|35|46);/g, (_, code) => String.fromCharCode(Number(code)));
  return shownWords(`${title} ${spelled}`, mask);
}
