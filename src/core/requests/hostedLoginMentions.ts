/**
 * Recognizes texts about Hosted Login. Other systems have scopes, tokens and configuration paths too, so we show nothing
 * in a text without one of these signs.
 */

/** Ends a scope of a list in any notation. */
const endOfScope = String.raw`(?=$|[\s,"'+&#])`;

/** The documented resources. Source: the specification's table of scopes, and its Webhooks v3 page. */
const resource = String.raw`(?:(?:config|webhooks)\/\*\*${endOfScope}|config\/(?:tokenPolicies|loginPolicies|clients)(?:(?=\*\*|\/[^\s/*])|${endOfScope}))`;

/** Ends the item before a scope. */
const startOfScope = String.raw`(?:^|[\s,"'=+&])`;

const documentedScope = new RegExp(`${startOfScope}[.*]:(?:${resource}|\\*\\*${endOfScope})`);

/**
 * Only Hosted Login has policies of these names below `config`: a scope, perhaps misspelt, or a path after a variable.
 * Not a file, nor a part of a longer path.
 */
const policyPath =
  /(?:(?<![\w./\\-])|(?<=[}>%]\/|\$\w{1,100}\/))config\/(?:token|login)polic(?![\w*/-]{0,60}\.\w)/i;

/** A customer ID or a placeholder for one, but not for an API version. Samples of IDs also have letters beyond hex digits. */
const customer = String.raw`(?:[\da-z]{8}(?:-[\da-z]{4}){3}-[\da-z]{12}|\{\{(?!\s{0,5}(?:v|ver|\w{0,20}version)\s{0,5}\}\})[^{}]{1,100}\}\}|\$(?:env:)?\{?\w{1,100}\}?|%\w{1,100}%|<[\w -]{1,100}>|[:{]\w{1,100}\}?)`;

/** The `/` after a host or its placeholder: the service has nothing between host and customer. */
const afterHost = String.raw`(?<!\/)\/(?<![^/]\/[\w.:-]{1,100}\/)`;

/** Signs on a line of any kind of file. */
const signs: readonly RegExp[] = [
  // A token request.
  new RegExp(String.raw`${afterHost}${customer}\/login\/token(?![\w-])`, 'i'),
  // Not if the variable is the whole host.
  new RegExp(
    // No file: Spring's configuration servers have `/config/clients.yml`.
    String.raw`${afterHost}${customer}\/config\/(?:tokenPolicies|loginPolicies|clients)(?![\w-]|\.\w)`,
    'i',
  ),
  // Our reference (Hurl's is in small letters), also JetBrains'; our setting; the hosts of the service.
  /(?<!\w)HOSTED_LOGIN_TOKEN\b/i,
  /\$auth\.token\(["']hosted-login["']\)/,
  /"hostedLogin\.scopePresets"/,
  /\bv1\.api\.(?:[a-z]{2,10}\.janrain\.com\b|<)/i,
  // A member that only our token policies have.
  /"useAccessJWT"/,
  new RegExp(`${startOfScope}[.*]:${resource}`),
  policyPath,
];

/** Whether a line alone shows that its text is about Hosted Login. */
export function mentionsHostedLogin(line: string): boolean {
  return signs.some(sign => sign.test(line));
}

/** The two parts of a token request to the issuer of a customer, whose path may have no customer ID. */
const partsOfTokenRequest: readonly RegExp[] = [
  new RegExp(String.raw`${afterHost}login\/token(?![\w-])`),
  /\bclient[_ ]credentials\b/i,
];

/**
 * Whether lines may be about Hosted Login: one of them shows it, or they hold a token request of the same form. Other
 * services have that form too, so it does not justify a warning.
 */
export function mayBeHostedLogin(lines: readonly string[]): boolean {
  return (
    lines.some(mentionsHostedLogin) || partsOfTokenRequest.every(part => lines.some(line => part.test(line)))
  );
}

/** Whether a scope of the list has the documented form and a documented resource. */
export function hasDocumentedScope(list: string): boolean {
  return documentedScope.test(list) || policyPath.test(list);
}
