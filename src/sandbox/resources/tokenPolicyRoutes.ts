import { userScopes } from '../../core/scopes/parseScope';
import { collectionRoutes, selfLink } from './collection';

/** Token policies (docs/hosted-login-api.md, Resources). */
export const tokenPolicyRoutes = collectionRoutes({
  kind: 'tokenPolicies',
  recordsOf: customer => customer.tokenPolicies,
  created: 'id',
  shown: ({ useAccessJWT, ...policy }, { customer, choices }) => ({
    ...policy,
    ...(useAccessJWT === false && choices.falseFlag === 'leftOut' ? {} : { useAccessJWT }),
    _links: selfLink(customer.id, 'tokenPolicies', policy.id),
  }),
  read: (_, id, fields) => ({
    id,
    title: fields.text('title'),
    accessTokenLifetime: fields.integer('accessTokenLifetime', { min: 60, max: 3600, default: 3600 }),
    refreshTokenLifetime: fields.integer('refreshTokenLifetime', {
      min: 60,
      max: 31_557_600,
      default: 7_776_000,
    }),
    allowedScopes: fields.texts('allowedScopes', [...userScopes]),
    useAccessJWT: fields.flag('useAccessJWT', false),
  }),
});
