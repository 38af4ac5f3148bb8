import assert from 'node:assert/strict';
import { linesOf } from '../../../../../src/core/common/lines';
import { curlCommands, curlRequests } from '../../../../../src/core/requests/curl/curlScripts';

/** Each request as `first-last method url`; a method that cannot be told is `?`. */
function requests(text: string): string[] {
  return curlRequests(curlCommands(linesOf(text), 'shell')).map(
    ({ requestLine, lastLine, method, url }) => `${requestLine}-${lastLine} ${method || '?'} ${url}`,
  );
}

describe('curlRequests', () => {
  const table: [title: string, text: string, ...expected: string[]][] = [
    ['GET by default', 'curl -sS https://x/config/a', '0-0 GET https://x/config/a'],
    ['-X', 'curl -XPUT "$O/a"', '0-0 PUT $O/a'],
    ['--request', "curl '$O/a' --request=delete", '0-0 DELETE $O/a'],
    ['-d', 'curl "$O/a" -d @body.json', '0-0 POST $O/a'],
    ['-F', 'curl "$O/a" -F a=b', '0-0 POST $O/a'],
    ['-G', 'curl -G "$O/a" -d a=b', '0-0 GET $O/a'],
    ['-I', 'curl -sI "$O/a"', '0-0 HEAD $O/a'],
    [
      'several lines',
      'set -e\ncurl -X POST \\\n  "$O/a" \\\n  -H "x: y"\ncurl $O/b',
      '1-3 POST $O/a',
      '4-4 GET $O/b',
    ],
    [
      'a substitution',
      'T="$(curl -sS "$O/a" -d \'x=y\')"\ncurl "$O/b"\nT=$(curl $O/c -Fx=y | jq -r .x)',
      '0-0 POST $O/a',
      '1-1 GET $O/b',
      '2-2 POST $O/c',
    ],
    ['a substitution inside', 'curl -H "x: $(jq -r ".a" b | x -d)" "$O/a"', '0-0 GET $O/a'],
    [
      'other commands on the line',
      'curl $O/a | cut -d: -f1; curl "$O/b" && mv -f a b',
      '0-0 GET $O/a',
      '0-0 GET $O/b',
    ],
    ['redirections', 'curl -s "$O/a" > /tmp/x 2>&1\ncurl "$O/b" <<X', '0-0 GET $O/a', '1-1 GET $O/b'],
    ['a blank after a backslash', 'curl "$O/a" \\ \n  -X PUT', '0-0 GET $O/a'],
    ['an option after a redirection', 'curl "$O/a" > x -X PUT', '0-0 PUT $O/a'],
    ['a comment', '  # curl -X PUT x/y\ncurl x/a # -X PUT', '1-1 GET x/a'],
    ['a prompt', '$ curl x/a', '0-0 GET x/a'],
    ['the name only', 'command -v curl >/dev/null || exit 1\nlibcurl x\ncurl'],
    ['a method in a variable', 'curl -X "$1" "$O/a"', '0-0 $1 $O/a'],
    ['a URL in a variable', 'curl "$URL"', '0-0 ? $URL'],
    ['options in a variable', 'curl "$O/a" $OPTIONS', '0-0 ? $O/a'],
    ['options in an array', 'curl "$O/a" "${options[@]}"\ncurl "$O/a" "$@"', '0-0 ? $O/a', '1-1 ? $O/a'],
    ['a value in a variable', 'curl "$O/a" -H "$HEADER" -u $ID:$SECRET', '0-0 GET $O/a'],
    ['options in a file', 'curl "$O/a" -K x', '0-0 ? $O/a'],
    ['several transfers', 'curl "$O/a" --next -X PUT "$O/b"', '0-0 ? $O/a'],
    ['an open quote', 'curl "$O/a" -H \'x\ncurl "$O/b"', '0-0 ? $O/a'],
  ];
  for (const [title, text, ...expected] of table) {
    it(title, () => {
      assert.deepEqual(requests(text), expected);
    });
  }
});
