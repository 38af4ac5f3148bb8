/**
 * curl's long options that take a value. Source: `curl --help all` of 7.88.1, and the documentation of later ones. Marked
 * pure, so that bundles that do not use them leave them out.
 */
const withValue = /* @__PURE__ */ (() =>
  new Set(
    (
      'abstract-unix-socket alt-svc aws-sigv4 cacert capath cert cert-type ciphers config connect-timeout ' +
      'connect-to continue-at cookie cookie-jar create-file-mode crlfile curves data data-ascii data-binary ' +
      'data-raw data-urlencode delegation dns-interface dns-ipv4-addr dns-ipv6-addr dns-servers doh-url ' +
      'dump-header ech egd-file engine etag-compare etag-save expect100-timeout form form-string ftp-account ' +
      'ftp-alternative-to-user ftp-method ftp-port ftp-ssl-ccc-mode happy-eyeballs-timeout-ms haproxy-clientip ' +
      'header hostpubmd5 hostpubsha256 hsts interface ip-tos ipfs-gateway json keepalive-cnt keepalive-time key ' +
      'key-type krb libcurl limit-rate local-port login-options mail-auth mail-from mail-rcpt max-filesize ' +
      'max-redirs max-time netrc-file noproxy oauth2-bearer output output-dir parallel-max pass pinnedpubkey ' +
      'preproxy proto proto-default proto-redir proxy proxy-cacert proxy-capath proxy-cert proxy-cert-type ' +
      'proxy-ciphers proxy-crlfile proxy-header proxy-key proxy-key-type proxy-pass proxy-pinnedpubkey ' +
      'proxy-service-name proxy-tls13-ciphers proxy-tlsauthtype proxy-tlspassword proxy-tlsuser proxy-user ' +
      'proxy1.0 pubkey quote random-file range rate referer request request-target resolve retry retry-delay ' +
      'retry-max-time sasl-authzid service-name sigalgs socks4 socks4a socks5 socks5-gssapi-service ' +
      'socks5-hostname speed-limit speed-time stderr telnet-option tftp-blksize time-cond tls-max tls13-ciphers ' +
      'tlsauthtype tlspassword tlsuser trace trace-ascii trace-config unix-socket upload-file url url-query user ' +
      'user-agent variable vlan-priority write-out'
    ).split(' '),
  ))();

/** The same by first letter, which saves comparisons. */
const byLetter = /* @__PURE__ */ (() => {
  const names = new Map<string, string[]>();
  for (const name of withValue) names.set(name.charAt(0), [...(names.get(name.charAt(0)) ?? []), name]);
  return names;
})();

/** Options without a value whose names are also the beginning of one with a value. */
const flags = /* @__PURE__ */ new Set([
  ...['crlf', 'ftp-ssl', 'ftp-ssl-ccc', 'head', 'netrc', 'parallel', 'socks5-gssapi'],
]);

export interface LongOption {
  /** In full, without hyphens. */
  readonly name: string;
  readonly takesValue: boolean;
}

/**
 * Finds an option by its name without hyphens. curl ignores case and accepts any unambiguous beginning of a name.
 * `--expand-` before a name expands variables in its value (curl 8.3).
 */
export function longOption(written: string): LongOption {
  const given = written.toLowerCase();
  const name = given.replace(/^expand-/, '');
  if (withValue.has(name)) return { name, takesValue: true };
  const isBeginning = name !== '' && !flags.has(name);
  const meant = isBeginning ? (byLetter.get(name.charAt(0)) ?? []).filter(each => each.startsWith(name)) : [];
  const [only] = meant;
  // curl refuses an ambiguous name.
  return only !== undefined && meant.length === 1
    ? { name: only, takesValue: true }
    : { name, takesValue: name !== given };
}
