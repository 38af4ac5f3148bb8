/** A client that no service knows. */
export const unknownClient = {
  customerId: '00000000-0000-0000-0000-000000000000',
  clientId: '11111111-1111-1111-1111-111111111111',
  clientSecret: 'the secret of no client',
};
