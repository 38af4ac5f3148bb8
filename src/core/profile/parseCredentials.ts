// Reads the values of a profile from a pasted text.
import { type ClientCredentials, decodeBasicAuthorization } from '../common/basicAuth';
import { type Lines, linesOf } from '../common/lines';
import { bruBlocks } from '../formats/bruno/bruBlocks';
import { hurlEntries } from '../formats/hurl/hurlEntries';
import { jsonObject, parseJson } from '../json/json';
import { listRequests } from '../requests/findRequests';
import type { WrittenRequest } from '../requests/request';
import { fileVariables, type VariableResolver } from '../requests/variables/fileVariables';
import { fromCurl, fromOtherCommands } from './credentialCommands';
import { settingGroups } from './credentialSettings';
import {
  basicIn,
  bestCredentials,
  clientInForm,
  type FoundCredentials,
  fromUrl,
  isPlaceholder,
  pairOf,
  usableClient,
} from './credentialValues';
import { customerIdIssue } from './profile';

/** Longer texts are not read. In characters. */
const maxLength = 20_000;

const readers: readonly ((text: string) => readonly FoundCredentials[])[] = [
  ...[fromSettings, fromJson, fromCurl, fromOtherCommands, fromHurl, fromBruno, fromRequests, fromValue],
];

/**
 * Reads a profile from pasted text: a curl command (for sh, cmd or PowerShell, also with its prompt or in a pipeline), a
 * request of an `.http` file or a HAR log, settings as the console shows them (JSON or lines), a `Basic …` value,
 * `client_id:client_secret`, or a URL alone. Undefined for anything else. Takes only literal values, never variables,
 * substitutions or placeholders.
 */
export function parseCredentials(text: string): FoundCredentials | undefined {
  // Word processors and chats replace straight quotes.
  const trimmed = text
    .replace(/[“”„‟]/g, '"')
    .replace(/[‘’‚‛]/g, "'")
    .trim();
  if (trimmed === '' || trimmed.length > maxLength) return undefined;
  for (const read of readers) {
    const found = bestCredentials(read(trimmed));
    if (found) return found;
  }
  return undefined;
}

/** Prefixes of names that belong to this service. */
const ownPrefix = /^(?:$|hl(?:_|$)|hosted_?login|janrain|akamai|identity_cloud|aic(?:_|$))/;

/**
 * The settings of one client. Many services have a `client_id`, so a customer or an address of this service must be beside
 * it, or the ID must look like one of this service.
 */
function fromSettings(text: string): FoundCredentials[] {
  const all = settingGroups(text).flatMap(group => {
    const { prefix, isConfiguration, customerId = '', issuer, clientId = '', clientSecret } = group;
    const address = fromUrl(issuer);
    const found: FoundCredentials = {
      ...(customerIdIssue(customerId) === undefined ? { customerId } : {}),
      ...address,
      ...usableClient(clientId, clientSecret),
    };
    const count = Object.keys(found).length;
    const isOwn =
      found.customerId !== undefined || (ownPrefix.test(prefix) && customerIdIssue(clientId) === undefined);
    const isSure = address ?? ((isConfiguration && found.clientId !== undefined) || (count > 1 && isOwn));
    return isSure ? [{ found, worth: count + (isConfiguration ? 5 : 0) }] : [];
  });
  return all
    .sort((one, other) => other.worth - one.worth)
    .slice(0, 1)
    .map(({ found }) => found);
}

/** The requests of JSON from browsers (HAR) and Postman. */
function fromJson(text: string): FoundCredentials[] {
  const found: FoundCredentials[] = [];
  const read = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return;
    const { url: address, headers, header = headers } = jsonObject(value) ?? {};
    const url = jsonObject(address)?.['raw'] ?? address;
    if (typeof url === 'string' && Array.isArray(header)) {
      const lines = header.map(each => {
        const { name, key = name, value: written, disabled } = jsonObject(each) ?? {};
        return disabled !== true && typeof key === 'string' && typeof written === 'string'
          ? `${key}: ${written}`
          : '';
      });
      found.push({ ...basicIn(lines), ...fromUrl(url) });
    }
    for (const each of Object.values(value)) read(each);
  };
  read(parseJson(text));
  return found;
}

/** The `[BasicAuth]` section of a Hurl file, or its option `user`. */
function fromHurl(text: string): FoundCredentials[] {
  if (!/^\[(?:BasicAuth|Options)\]/m.test(text)) return [];
  const lines = linesOf(text);
  return hurlEntries(lines).entries.flatMap(({ requestLine, sections }) => {
    const address = fromUrl(/^\s*[A-Z]+\s+(\S+)/.exec(lines.line(requestLine))?.[1]);
    if (!address) return [];
    const pairsOf = (section: string) =>
      sections.flatMap(({ name, pairs }) => (name === section ? pairs : []));
    const [pair] = pairsOf('BasicAuth');
    const user = pairsOf('Options').find(({ key }) => key === 'user');
    // An escape may mean another character.
    if ([pair?.key, pair?.value, user?.value].join('').includes('\\')) return [address];
    return [{ ...(pair ? usableClient(pair.key, pair.value) : pairOf(user?.value)), ...address }];
  });
}

/** Basic authorization of a `.bru` file, or its OAuth 2.0 client credentials. */
function fromBruno(text: string): FoundCredentials[] {
  if (!/^auth:(?:basic|oauth2)\s*\{/m.test(text)) return [];
  const blocks = bruBlocks(linesOf(text)) ?? [];
  const valueOf = (block: RegExp, key: string) =>
    blocks
      .filter(({ name }) => block.test(name))
      .flatMap(({ pairs }) => pairs)
      .find(({ name, isEnabled }) => isEnabled && name === key)?.value;
  const method = /^(?:get|post|put|delete|patch|options|head|http)$/;
  const requests = [
    [valueOf(method, 'url'), valueOf(/^auth:basic$/, 'username'), valueOf(/^auth:basic$/, 'password')],
    ['access_token_url', 'client_id', 'client_secret'].map(key => valueOf(/^auth:oauth2$/, key)),
  ];
  return requests.flatMap(([url, clientId, clientSecret]) => {
    const address = fromUrl(url);
    return address ? [{ ...usableClient(clientId, clientSecret), ...address }] : [];
  });
}

/** The requests of an `.http` file, with the file's variables replaced. */
function fromRequests(text: string): FoundCredentials[] {
  if (!/(?<![^\r\n])[^\S\r\n]*(?:GET|POST|PUT|DELETE)[^\S\n]+\S/.test(text)) return [];
  const lines = linesOf(text);
  const fill = fileVariables(lines, 'http');
  return listRequests(lines, 'http').map(request => ({
    ...clientInForm(fill(request.url, request), formIn(lines, request, fill)),
    ...request.authorizations
      .map(({ value }) => basicOf(fill(value, request)))
      .find(client => client !== undefined),
    ...fromUrl(fill(request.url, request)),
  }));
}

/** The fields of a form body. */
function formIn(lines: Lines, request: WrittenRequest, fill: VariableResolver): [string, string][] {
  const { bodyFirstLine: first = 0, bodyLastLine: last = -1 } = request;
  const body = Array.from({ length: last - first + 1 }, (_, index) => lines.line(first + index).trim());
  return [...new URLSearchParams(fill(body.join(''), request))];
}

/** A Basic value in base64, or as a pair that REST clients encode (`id:secret`, `id secret`). */
function basicOf(value: string): Partial<ClientCredentials> | undefined {
  const encoded = decodeBasicAuthorization(value);
  const [, clientId, clientSecret] = /^basic\s+([^\s:]+)(?::|\s+)(\S+)$/i.exec(value.trim()) ?? [];
  return encoded ?? (clientId === undefined ? undefined : usableClient(clientId, clientSecret));
}

function fromValue(text: string): FoundCredentials[] {
  const found = /\s/.test(text)
    ? decodeBasicAuthorization(text.replace(/^authorization\s*:\s*/i, ''))
    : (fromUrl(text) ?? splitPair(text.replace(/^(["'])(.*)\1$/, '$2')));
  return found ? [found] : [];
}

/**
 * `client_id:client_secret`. Other texts have a colon too (package coordinates, times, addresses), so the ID must look like
 * one of the service (a UUID, or at least 20 letters and digits), and the secret must be long.
 */
function splitPair(text: string): ClientCredentials | undefined {
  const [, clientId, clientSecret] =
    /^([0-9a-z]{8}(?:-[0-9a-z]{4}){3}-[0-9a-z]{12}|(?=[a-z]*\d)(?=\d*[a-z])[\da-z]{20,}):(?![:/])([^\s]{12,})$/i.exec(
      text,
    ) ?? [];
  if (clientId === undefined || clientSecret === undefined || isPlaceholder(clientSecret)) return undefined;
  // `<commit>:path/of/a/file`
  const isCommit = /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/.test(clientId);
  return isCommit ? undefined : { clientId, clientSecret };
}
