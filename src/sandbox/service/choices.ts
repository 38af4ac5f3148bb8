/**
 * What is documented in two ways or not at all: how this service does it. The extension has to get along with each, so
 * tests go through them; the first of each is the likelier one.
 */
export interface Choices {
  /**
   * The host: one with the customer ID in every path; a customer's own, whose issuer is `https://host/login`; or a
   * customer's own that only shows the discovery document of the other.
   */
  readonly issuer: 'withCustomer' | 'withoutCustomer' | 'elsewhere';
  /** How the token endpoint refuses a client: 401 or 400 `invalid_client`, a page, or as `config/` refuses a token. */
  readonly wrongSecret: 'invalidClient' | 'badRequest' | 'page' | 'forbidden';
  /**
   * Which spelling of id and secret HTTP Basic takes: as they are, form-urlencoded (RFC 6749 §2.3.1), or both. Where it
   * has to be encoded, what is not is 400 `invalid_request`.
   */
  readonly basic: 'either' | 'encoded' | 'raw';
  /** What a token looks like: nobody may look into it. */
  readonly tokenForm: 'opaque' | 'jwt';
  /** `expires_in` of a token's answer. */
  readonly expiresIn: 'number' | 'text' | 'leftOut';
  /** `scope` of a token's answer, where something was granted. */
  readonly grantedScope: 'told' | 'leftOut';
  /** A scope that the policy does not allow is dropped without a word, or the request is refused: 400 `invalid_scope`. */
  readonly refusedScope: 'dropped' | 'invalidScope';
  /** Whether a scope is granted that lies within one that the policy allows, or only what the policy has word by word. */
  readonly narrowerScope: 'granted' | 'notAllowed';
  /** What introspection tells of a live token: as documented, or the least that RFC 7662 knows with scope and end. */
  readonly introspection: 'documented' | 'least';
  /** What a revocation answers. */
  readonly revoked: 'empty' | 'noContent' | 'object';
  /** A PUT that leaves out a client's login policy is refused, or keeps what is there. */
  readonly policyTakenAway: 'refused' | 'kept';
  /** Numbers and flags that a body writes as texts (`"1800"`): the PUT reference does, no sample of an answer does. */
  readonly textNumbers: 'refused' | 'kept' | 'converted';
  /** What a POST answers: as documented an id for policies, an object for clients; or the same for all kinds. */
  readonly created: 'documented' | 'id' | 'object' | 'location';
  /** What a PUT answers. */
  readonly replaced: 'object' | 'empty';
  /** Whether an entry of a list has its title or name, or its id only. */
  readonly entries: 'titled' | 'idOnly';
  /** The name of a list below `_embedded`: that of the collection, which is documented for policies only. */
  readonly embedded: 'named' | 'otherName';
  /** How a page names the next one; only with a page size. */
  readonly nextPage: 'path' | 'absolute' | 'query' | 'number' | 'garbled';
  /** The form of an error's reason below `config/`. */
  readonly errors: 'text' | 'list' | 'object' | 'detail' | 'problem';
  /** The status of a body that breaks a rule. */
  readonly invalidStatus: 400 | 422;
  /** The status of a deletion that a client prevents. */
  readonly inUseStatus: 409 | 400 | 403 | 422;
  /** The status of a request without a token. */
  readonly noTokenStatus: 401 | 403;
  /** Another id in the body of a PUT. */
  readonly otherId: 'refused' | 'ignored';
  /** Whether the answers about a token policy have `useAccessJWT` where it is false. */
  readonly falseFlag: 'shown' | 'leftOut';
}

export const defaultChoices: Choices = {
  issuer: 'withCustomer',
  wrongSecret: 'invalidClient',
  basic: 'either',
  tokenForm: 'opaque',
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
  falseFlag: 'shown',
};
