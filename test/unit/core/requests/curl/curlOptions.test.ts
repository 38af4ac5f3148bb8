import assert from 'node:assert/strict';
import { longOption } from '../../../../../src/core/requests/curl/curlOptions';

/** Without a value: `curl --help all` of 7.88.1, later ones, and those that only its source has. */
const flags = (
  'anyauth append basic ca-native cert-status compressed compressed-ssh create-dirs crlf digest disable ' +
  'disable-eprt disable-epsv disallow-username-in-url doh-cert-status doh-insecure environment eprt epsv fail ' +
  'fail-early fail-with-body false-start form-escape ftp-create-dirs ftp-pasv ftp-pret ftp-skip-pasv-ip ftp-ssl ' +
  'ftp-ssl-ccc ftp-ssl-control ftp-ssl-reqd get globoff haproxy-protocol head http0.9 http1.0 http1.1 http2 ' +
  'http2-prior-knowledge http3 http3-only ignore-content-length include insecure ipv4 ipv6 junk-session-cookies ' +
  'keepalive list-only location location-trusted mail-rcpt-allowfails manual metalink mptcp negotiate netrc ' +
  'netrc-optional next no-alpn no-buffer no-clobber no-keepalive no-npn no-progress-meter no-sessionid npn ntlm ' +
  'ntlm-wb parallel parallel-immediate path-as-is post301 post302 post303 progress-bar proxy-anyauth proxy-basic ' +
  'proxy-ca-native proxy-digest proxy-http2 proxy-insecure proxy-negotiate proxy-ntlm proxy-ssl-allow-beast ' +
  'proxy-ssl-auto-client-cert proxy-tlsv1 proxytunnel raw remote-header-name remote-name remote-name-all ' +
  'remote-time remove-on-error retry-all-errors retry-connrefused rfc7464 sasl-ir sessionid show-error ' +
  'show-headers silent skip-existing socks5-basic socks5-gssapi socks5-gssapi-nec ssl ssl-allow-beast ' +
  'ssl-auto-client-cert ssl-no-revoke ssl-reqd ssl-revoke-best-effort sslv2 sslv3 styled-output ' +
  'suppress-connect-headers tcp-fastopen tcp-nodelay test-event tftp-no-options tls-earlydata tlsv1 tlsv1.0 ' +
  'tlsv1.1 tlsv1.2 tlsv1.3 tr-encoding trace-ids trace-time use-ascii verbose xattr'
).split(' ');

describe('longOption', () => {
  for (const flag of flags) {
    it(`takes no value for --${flag}`, () => {
      assert.equal(longOption(flag).takesValue, false);
    });
  }

  for (const beginning of ['si', 'silen', 'hapr', 'haproxy-']) {
    it(`takes no value for --${beginning}, as curl 7.88 does`, () => {
      assert.equal(longOption(beginning).takesValue, false);
    });
  }

  for (const option of ['knownhosts', 'parallel-max', 'parallel-max-host', 'ssl-sessions', 'upload-flags']) {
    it(`takes a value for --${option}`, () => {
      assert.deepEqual(longOption(option), { name: option, takesValue: true });
    });
  }
});
