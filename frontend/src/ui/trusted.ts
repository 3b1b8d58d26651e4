type Policy = { createScriptURL(url: string): string };
type TrustedTypes = { createPolicy(name: string, rules: Policy): Policy };

let policy: Policy | undefined;

/**
 * The address of one of our own scripts, for Workers and the service worker: Trusted Types want every such address to
 * come from a named policy. Addresses elsewhere are refused.
 */
export function trustedScriptUrl(url: string): string {
  const types = (globalThis as { trustedTypes?: TrustedTypes }).trustedTypes;
  if (!types) return url;
  policy ??= types.createPolicy('concord', {
    createScriptURL: (asked) => {
      if (new URL(asked, location.href).origin !== location.origin)
        throw new TypeError(`A foreign script: ${asked}`);
      return asked;
    },
  });
  return policy.createScriptURL(url);
}
