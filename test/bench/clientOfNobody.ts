/** Values of a client that no service knows. */
export const clientOfNobody = {
  customerId: '00000000-0000-0000-0000-000000000000',
  clientId: '11111111-1111-1111-1111-111111111111',
  clientSecret: 'a secret of nobody',
};
