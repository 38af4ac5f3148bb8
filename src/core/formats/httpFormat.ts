// The `RequestFormat` of request files (`.http`, `.rest`).
import { type HeaderEditOptions, planAuthorizationHeader } from '../authorizationEdit/headerEdit';
import { jetBrainsReference } from '../requestAnalysis/tokenReferences';
import { tokenVariable } from '../tokens/tokenVariable';
import type { RequestFormat } from './requestFormat';

/** The clients that request files are written for. Their references differ. */
export type RequestFileClient = 'restClient' | 'httpYac' | 'jetBrains' | 'kulala';

/**
 * The reference to the token in a request file, for each client. Visual Studio reads it as REST Client does.
 * Source: docs/request-files.md, What the clients do
 */
export const clientReferences: Readonly<Record<RequestFileClient, string>> = {
  restClient: `{{$processEnv ${tokenVariable}}}`,
  httpYac: `{{$processEnv ${tokenVariable}}}`,
  jetBrains: `{{${jetBrainsReference}}}`,
  kulala: `{{$env.${tokenVariable}}}`,
};

/**
 * The client that headers are inserted for. A workspace may choose how the reference is written. It may not leave out the
 * doubts about REST Client, which reads the same reference as httpYac, nor decide about the token itself.
 * @param own the user's own setting
 * @param chosen the setting with that of the workspace
 */
export function insertionClient(
  own: RequestFileClient | 'auto',
  chosen: RequestFileClient | 'auto',
  { isLiteral, hasRestClient }: { readonly isLiteral: boolean; readonly hasRestClient: boolean },
): RequestFileClient | 'auto' {
  if (isLiteral) return own;
  return chosen === 'httpYac' && own !== 'httpYac' && hasRestClient ? 'restClient' : chosen;
}

/** How a client differs from others when it reads a file. Source: docs/request-files.md, What the clients do */
export function readingOf(
  client: RequestFileClient,
): Pick<HeaderEditOptions, 'isForRestClient' | 'hasOwnEnvironment'> {
  return {
    isForRestClient: client === 'restClient',
    hasOwnEnvironment: client === 'jetBrains' || client === 'kulala',
  };
}

/** Request files (`.http`, `.rest`), with the cURL requests in them. */
export function httpFormat(client: RequestFileClient): RequestFormat {
  return {
    reference: clientReferences[client],
    plan: (lines, cursorLines, { token, ...edit }) =>
      planAuthorizationHeader(lines, cursorLines, {
        dialect: 'http',
        ...readingOf(client),
        value: token === undefined ? undefined : `Bearer ${token}`,
        ...edit,
      }),
  };
}
