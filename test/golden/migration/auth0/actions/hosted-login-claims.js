// Sets the custom claims of Hosted Login: claims and attribute paths, by the ID of the former login policy.
const claims = new Map([
  ["id-7",[["loyalty_tier","loyalty.tier"],["home_store","preferences.homeStore"]]],
]);

exports.onExecutePostLogin = async (event, api) => {
  for (const [claim, path] of claims.get(event.client.metadata.hosted_login_login_policy) ?? []) {
    const value = path.split('.').reduce((inner, name) => inner?.[name], event.user.user_metadata);
    if (value !== undefined) api.idToken.setCustomClaim(claim, value);
  }
};
