import { tokenVariable } from '../tokens/tokenVariable';
import { clientReferences } from './httpFormat';
import { cmdFormat, posixFormat, powershellFormat } from './shellFormat';

const postmanReference = `{{${tokenVariable}}}`;

/**
 * The authorization by reference, as other tools take it. None of these holds a token.
 * Source: docs/request-files.md, What the clients do
 */
export const authorizationSnippets = {
  header: `Authorization: Bearer ${clientReferences.restClient}`,
  curl: `-H "Authorization: Bearer ${posixFormat.reference}"`,
  powershell: `-Headers @{ Authorization = "Bearer ${powershellFormat.reference}" }`,
  cmd: `-H "Authorization: Bearer ${cmdFormat.reference}"`,
  httpie: `"Authorization:Bearer ${posixFormat.reference}"`,
  postman: json({
    auth: { type: 'bearer', bearer: [{ key: 'token', value: postmanReference, type: 'string' }] },
  }),
  postmanHeader: `Authorization: Bearer ${postmanReference}`,
  insomnia: json({
    authentication: { type: 'bearer', token: `{{ _.${tokenVariable} }}`, prefix: '' },
  }),
  thunderClient: postmanReference,
} as const;

/** The members of an object, as they are pasted into another one. */
function json(members: object): string {
  return JSON.stringify(members, undefined, 2).slice(2, -2).replace(/^ {2}/gm, '');
}
