/**
 * Behaviour that is documented in two ways or not at all, with its possible values, the likelier one first. The extension
 * must work with each, so tests use all of them.
 */
export const choiceValues = {
  /**
   * The host: one with the customer ID in every path; a customer's own, whose issuer is `https://host/login`; or a
   * customer's own that only has the discovery document of the first.
   */
  issuer: ['withCustomer', 'withoutCustomer', 'elsewhere'],
  /** Whether a customer's own host has the configuration too: below the customer ID, or below the host like the sign-in. */
  ownHostConfiguration: ['reachable', 'belowHost', 'absent'],
  /** How the token endpoint rejects a client: 401 or 400 `invalid_client`, a web page, or like `config/` rejects a token. */
  wrongSecret: ['invalidClient', 'badRequest', 'page', 'forbidden'],
  /**
   * The encoding of id and secret in HTTP Basic: none, form-urlencoded (RFC 6749 §2.3.1), or either. With `encoded`, other
   * credentials get 400 `invalid_request`.
   */
  basic: ['either', 'encoded', 'raw'],
  /** The form of a token, which is opaque for clients. */
  tokenForm: ['opaque', 'jwt'],
  /** Whether the tokens of a client work until they expire after it was deleted or its secret reset, or end at once. */
  tokenOfLostClient: ['valid', 'ended'],
  /** `expires_in` in the answer of the token endpoint. */
  expiresIn: ['number', 'text', 'leftOut'],
  /** `scope` in the answer of the token endpoint, if something was granted. */
  grantedScope: ['told', 'leftOut'],
  /** A scope that the policy does not allow is dropped silently, or rejected with 400 `invalid_scope`. */
  refusedScope: ['dropped', 'invalidScope'],
  /** Whether a scope within an allowed one is granted, or only those that the policy names literally. */
  narrowerScope: ['granted', 'notAllowed'],
  /** A scope in a form that is not documented (`GET:config/clients`, commas), if the policy does not name it literally. */
  undocumentedScope: ['notAllowed', 'granted'],
  /** The introspection of a live token: as documented, or only `active`, `scope` and `exp`. */
  introspection: ['documented', 'least'],
  /** The introspection of a token that does not work: `active` alone (RFC 7662 §2.2), or also what is known of it. */
  inactiveToken: ['least', 'detailed'],
  /** The answer of a revocation. */
  revoked: ['empty', 'noContent', 'object'],
  /** A configuration client with an empty list of redirect URIs is created, or only one without that member. */
  noRedirectUris: ['emptyList', 'leftOut'],
  /** A PUT without the login policy of a client is rejected, or keeps it. */
  policyTakenAway: ['refused', 'kept'],
  /** Numbers and flags as texts (`"1800"`) in a body, as in the PUT reference. No sample of an answer has them. */
  textNumbers: ['refused', 'kept', 'converted'],
  /** The answer of a POST. `documented`: an id for policies and an object for clients; otherwise the same for all. */
  created: ['documented', 'id', 'object', 'location'],
  /** The answer of a PUT. */
  replaced: ['object', 'empty'],
  /** Whether a list entry has its title or name, or only its id. */
  entries: ['titled', 'idOnly'],
  /** The name of a list below `_embedded`: that of the collection is documented for policies only. */
  embedded: ['named', 'otherName'],
  /** The link to the next page; only with a page size. */
  nextPage: ['path', 'absolute', 'query', 'number', 'garbled'],
  /** The form of an error's reason below `config/`. */
  errors: ['text', 'list', 'object', 'detail', 'problem'],
  /** The status of a body that breaks a rule. */
  invalidStatus: [422, 400],
  /** The status of a second client with the same name. */
  nameTakenStatus: [409, 400, 422],
  /** The status of deleting a policy in use. */
  inUseStatus: [409, 400, 403, 422],
  /** The status of a request without a token. */
  noTokenStatus: [401, 403],
  /** A different id in the body of a PUT. */
  otherId: ['refused', 'ignored'],
  /** The body of the push claims of a login policy: an object that holds the flag, or the flag alone. */
  pushClaims: ['object', 'boolean'],
  /** The body of the allowed response types of a login policy: an object that holds the list, or the list alone. */
  responseTypes: ['object', 'array'],
  /** Whether a token policy shows `useAccessJWT` if it is false. */
  falseFlag: ['shown', 'leftOut'],
} as const;

export type Choices = {
  readonly [Name in keyof typeof choiceValues]: (typeof choiceValues)[Name][number];
};

export const defaultChoices = Object.fromEntries(
  Object.entries(choiceValues).map(([name, [likelier]]) => [name, likelier]),
) as Choices;
