/**
 * What tells that a text is about Hosted Login. Other systems have scopes, tokens and configuration paths too, so
 * nothing of ours is shown in a text without one of these signs.
 */

/** What ends one scope of a list, however the list is written. */
const endOfScope = String.raw`(?=$|[\s,"'+&#])`;

/** The documented resources. Source: the specification's table of scopes, and its Webhooks v3 page. */
const resource = String.raw`(?:(?:config|webhooks)\/\*\*${endOfScope}|config\/(?:tokenPolicies|loginPolicies|clients)(?:(?=\*\*|\/[^\s/*])|${endOfScope}))`;

/** What ends the item before. */
const startOfScope = String.raw`(?:^|[\s,"'=+&])`;

const documentedScope = new RegExp(`${startOfScope}[.*]:(?:${resource}|\\*\\*${endOfScope})`);

/** No other system has policies of these names below `config`: this is one of our scopes, perhaps misspelt. */
const policyPath = /\bconfig\/(?:token|login)polic/i;

/** A customer ID (its shape only: samples hold letters that are no hex digits), or what stands for one; no version of an API. */
const customer = String.raw`(?:[\da-z]{8}(?:-[\da-z]{4}){3}-[\da-z]{12}|\{\{(?!\s{0,5}(?:v|ver|\w{0,20}version)\s{0,5}\}\})[^{}]{1,100}\}\}|\$(?:env:)?\{?\w{1,100}\}?|%\w{1,100}%|<[\w -]{1,100}>|[:{]\w{1,100}\}?)`;

/** The `/` behind a host, or behind what stands for one: the service has nothing between the host and the customer. */
const behindHost = String.raw`(?<!\/)\/(?<![^/]\/[\w.:-]{1,100}\/)`;

/** Signs on a line of any kind of file. */
const signs: readonly RegExp[] = [
  // A token request.
  new RegExp(String.raw`${behindHost}${customer}\/login\/token(?![\w-])`, 'i'),
  // Not where the variable is all of the host.
  new RegExp(
    String.raw`${behindHost}${customer}\/config\/(?:tokenPolicies|loginPolicies|clients)(?![\w-])`,
    'i',
  ),
  // Our reference (Hurl's is in small letters), also JetBrains'; our settings; the hosts of the service.
  /(?<!\w)HOSTED_LOGIN_TOKEN\b/i,
  /\$auth\.token\(["']hosted-login["']\)/,
  /"hostedLogin\./,
  /\bv1\.api\.(?:[a-z]{2,10}\.janrain\.com\b|<)/i,
  // A member of our token policies that those of other systems do not have.
  /"useAccessJWT"/,
  new RegExp(`${startOfScope}[.*]:${resource}`),
  policyPath,
];

/** Whether a line says by itself that what stands around it is about Hosted Login. */
export function mentionsHostedLogin(line: string): boolean {
  return signs.some(sign => sign.test(line));
}

/** What the two parts of a token request look like that goes to the issuer of a customer, who may have no ID in its path. */
const partsOfTokenRequest: readonly RegExp[] = [
  new RegExp(String.raw`${behindHost}login\/token(?![\w-])`),
  /\bclient[_ ]credentials\b/i,
];

/**
 * Whether lines may be about Hosted Login: one of them says so, or they hold such a token request as the service takes.
 * Others have that too, so it is no reason to find fault with anything.
 */
export function mayBeHostedLogin(lines: readonly string[]): boolean {
  return (
    lines.some(mentionsHostedLogin) || partsOfTokenRequest.every(part => lines.some(line => part.test(line)))
  );
}

/** Whether a scope list says so: one of its scopes has the documented form and a documented resource. */
export function hasDocumentedScope(list: string): boolean {
  return documentedScope.test(list) || policyPath.test(list);
}
