/**
 * Behaviour that is documented in two ways or not at all. The extension must work with each, so tests use all of them.
 * The first of each is the likelier one.
 */
export interface Choices {
  /**
   * The host: one with the customer ID in every path; a customer's own, whose issuer is `https://host/login`; or a
   * customer's own that only has the discovery document of the first.
   */
  readonly issuer: 'withCustomer' | 'withoutCustomer' | 'elsewhere';
  /** Whether a customer's own host has the configuration too: below the customer ID, or below the host like the sign-in. */
  readonly ownHostConfiguration: 'reachable' | 'belowHost' | 'absent';
  /** How the token endpoint rejects a client: 401 or 400 `invalid_client`, a web page, or like `config/` rejects a token. */
  readonly wrongSecret: 'invalidClient' | 'badRequest' | 'page' | 'forbidden';
  /**
   * The encoding of id and secret in HTTP Basic: none, form-urlencoded (RFC 6749 §2.3.1), or either. With `encoded`, other
   * credentials get 400 `invalid_request`.
   */
  readonly basic: 'either' | 'encoded' | 'raw';
  /** The form of a token, which is opaque for clients. */
  readonly tokenForm: 'opaque' | 'jwt';
  /** Whether the tokens of a client work until they expire after it was deleted or its secret reset, or end at once. */
  readonly tokenOfLostClient: 'valid' | 'ended';
  /** `expires_in` in the answer of the token endpoint. */
  readonly expiresIn: 'number' | 'text' | 'leftOut';
  /** `scope` in the answer of the token endpoint, if something was granted. */
  readonly grantedScope: 'told' | 'leftOut';
  /** A scope that the policy does not allow is dropped silently, or rejected with 400 `invalid_scope`. */
  readonly refusedScope: 'dropped' | 'invalidScope';
  /** Whether a scope within an allowed one is granted, or only those that the policy names literally. */
  readonly narrowerScope: 'granted' | 'notAllowed';
  /** The introspection of a live token: as documented, or only `active`, `scope` and `exp`. */
  readonly introspection: 'documented' | 'least';
  /** The answer of a revocation. */
  readonly revoked: 'empty' | 'noContent' | 'object';
  /** A PUT without the login policy of a client is rejected, or keeps it. */
  readonly policyTakenAway: 'refused' | 'kept';
  /** Numbers and flags as texts (`"1800"`) in a body, as in the PUT reference. No sample of an answer has them. */
  readonly textNumbers: 'refused' | 'kept' | 'converted';
  /** The answer of a POST. `documented`: an id for policies and an object for clients; otherwise the same for all. */
  readonly created: 'documented' | 'id' | 'object' | 'location';
  /** The answer of a PUT. */
  readonly replaced: 'object' | 'empty';
  /** Whether a list entry has its title or name, or only its id. */
  readonly entries: 'titled' | 'idOnly';
  /** The name of a list below `_embedded`: that of the collection is documented for policies only. */
  readonly embedded: 'named' | 'otherName';
  /** The link to the next page; only with a page size. */
  readonly nextPage: 'path' | 'absolute' | 'query' | 'number' | 'garbled';
  /** The form of an error's reason below `config/`. */
  readonly errors: 'text' | 'list' | 'object' | 'detail' | 'problem';
  /** The status of a body that breaks a rule. */
  readonly invalidStatus: 400 | 422;
  /** The status of deleting a policy in use. */
  readonly inUseStatus: 409 | 400 | 403 | 422;
  /** The status of a request without a token. */
  readonly noTokenStatus: 401 | 403;
  /** A different id in the body of a PUT. */
  readonly otherId: 'refused' | 'ignored';
  /** The body of the push claims of a login policy: an object that holds the flag, or the flag alone. */
  readonly pushClaims: 'object' | 'boolean';
  /** The body of the allowed response types of a login policy: an object that holds the list, or the list alone. */
  readonly responseTypes: 'object' | 'array';
  /** Whether a token policy shows `useAccessJWT` if it is false. */
  readonly falseFlag: 'shown' | 'leftOut';
}

export const defaultChoices: Choices = {
  issuer: 'withCustomer',
  ownHostConfiguration: 'reachable',
  wrongSecret: 'invalidClient',
  basic: 'either',
  tokenForm: 'opaque',
  tokenOfLostClient: 'valid',
  expiresIn: 'number',
  grantedScope: 'told',
  refusedScope: 'dropped',
  narrowerScope: 'granted',
  introspection: 'documented',
  revoked: 'empty',
  policyTakenAway: 'refused',
  textNumbers: 'refused',
  created: 'documented',
  replaced: 'object',
  entries: 'titled',
  embedded: 'named',
  nextPage: 'path',
  errors: 'text',
  invalidStatus: 422,
  inUseStatus: 409,
  noTokenStatus: 401,
  otherId: 'refused',
  pushClaims: 'object',
  responseTypes: 'object',
  falseFlag: 'shown',
};
