// The `RequestFormat` of request files (`.http`, `.rest`).
import { planAuthorizationHeader } from '../authorizationEdit/headerEdit';
import { jetBrainsReference } from '../requestAnalysis/tokenReferences';
import { tokenVariable } from '../tokens/tokenVariable';
import type { RequestFormat } from './requestFormat';

/** The clients of request files, which write references differently. */
export type HttpClient = 'restClient' | 'httpYac' | 'jetBrains' | 'kulala';

/**
 * The reference to the token in a request file, for each client. Visual Studio reads it as REST Client does.
 * Source: docs/request-files.md, What the clients do
 */
export const clientReferences: Readonly<Record<HttpClient, string>> = {
  restClient: `{{$processEnv ${tokenVariable}}}`,
  httpYac: `{{$processEnv ${tokenVariable}}}`,
  jetBrains: `{{${jetBrainsReference}}}`,
  kulala: `{{${tokenVariable}}}`,
};

/** Request files (`.http`, `.rest`), with the cURL requests in them. */
export function httpFormat(client: HttpClient): RequestFormat {
  return {
    reference: clientReferences[client],
    plan: (lines, cursorLines, { token, ...edit }) =>
      planAuthorizationHeader(lines, cursorLines, {
        dialect: 'http',
        isForRestClient: client === 'restClient',
        value: token === undefined ? undefined : `Bearer ${token}`,
        ...edit,
      }),
  };
}
