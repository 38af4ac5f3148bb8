import assert from 'node:assert/strict';
import { simplicity } from '../../../../src/core/formats/simpleScripts';

const url = 'https://v1.api.us.janrain.com/config/clients';

/** What no certain statement can be made about, or `simple`. */
function outcome(shell: keyof typeof simplicity, script: string, isTyped = false): string {
  const doubt = simplicity[shell](script, isTyped);
  return doubt === undefined
    ? 'simple'
    : (/^only the shell knows what “(.*)” in its script does$/s.exec(doubt)?.[1] ?? doubt);
}

describe('a simple script', () => {
  const simple: Readonly<Record<keyof typeof simplicity, readonly string[]>> = {
    posix: [
      '',
      `#!/bin/sh\n# Lists clients (don't run it twice)\nset -euo pipefail\ncurl -s ${url}\n`,
      `curl -sS -H 'accept: application/json' "${url}?title=a" | jq -r '.[0].id'`,
      `curl \\\n  -X PUT \\\n\t-d '{\n  "title": "a $(b) \`c\`"\n}' \\\n  --url ${url} > out.json 2>/dev/null\n`,
      `curl --location '${url}' \\\n--header 'accept: a' \\\n"b"`,
      `#!/usr/bin/env bash\ncurl ${url} | tee a.json`,
      `CUSTOMER=a; export B="$CUSTOMER/c" D='e'\ncurl "${url}/$B\${D}" -o "$1"`,
      `curl ${url} && echo "done: $?" || exit 1`,
      `curl -d "{\\"a\\": \\"\\$b\\"}" ${url} < in.json`,
      `no_proxy=x curl ${url}`,
      `curl ${url} | python3 -m json.tool`,
      `  curl\t'it'\\''s' ${url} # it's a comment\n`,
    ],
    powershell: [
      '',
      `# Lists clients (don't)\n$base = "${url}"\nirm -Uri $base -Method Get | ConvertTo-Json -Depth 5\n`,
      `$h = @{\n  Accept = 'application/json'\n  "X-A" = "b $c"; D = $env:E\n}\nirm "${url}" -Headers $h\n`,
      `Invoke-RestMethod \`\n  -Uri '${url}' \`\n  -Body (@{ a = 'b''c'; d = @{ e = 1 } } | ConvertTo-Json)\n`,
      `$r = irm ${url} @params; $r.title | Out-File a.json; Write-Host "a ""b"" $r"`,
      `curl.exe -s ${url} 2>$null > a.json; exit 1`,
      `iwr ${url} | Select-Object StatusCode`,
      `$env:CUSTOMER = 'a'; $h.Accept = 'b'; $n += 1`,
    ],
    cmd: [
      '',
      `@echo off\nrem Lists clients (don't)\nsetlocal\n:: A comment\nset CUSTOMER=a\ncurl -s ${url}\npause\n`,
      `curl ^\n  -d "{\\"a\\": \\"b\\"}" ^\n  "${url}?a=1&b=2" > out.json 2>nul`,
      `set "A=b" & curl ${url} -w "%%{http_code}" -H "Authorization: Bearer %HOSTED_LOGIN_TOKEN%" | jq .`,
      `curl ${url} -o C:\\a\\b.json`,
    ],
  };
  for (const [shell, scripts] of Object.entries(simple)) {
    for (const script of scripts) {
      it(`of ${shell}: ${script}`, () => {
        assert.equal(outcome(shell as keyof typeof simplicity, script), 'simple');
      });
    }
  }

  const others: Readonly<
    Record<keyof typeof simplicity, readonly (readonly [script: string, named: string])[]>
  > = {
    posix: [
      [`curl "$(a)"`, '$('],
      ['curl `a`', '`'],
      ['curl "a`b`"', '`'],
      ['curl a <<EOF\nb\nEOF', '<<'],
      ['curl a <(b)', '<('],
      ['curl a >(b)', '>('],
      ['curl() { a; }', 'curl'],
      ['alias a=b', 'alias'],
      ['. ./a', '.'],
      ['eval a', 'eval'],
      ['./curl a', '.'],
      ['python3 a.py', 'python3'],
      ['sudo curl a', 'sudo'],
      ['if true; then curl a; fi', 'if'],
      ['{ curl a; }', '{'],
      ['( curl a )', '('],
      ['curl a &', '&'],
      ['curl a |& cat', '|'],
      ['curl {a,b}', '{'],
      ['curl "!a"', '!'],
      [`curl $'a'`, "$'"],
      ['curl =a', '='],
      ['curl ${a:-b}', '${'],
      ['curl "a', '"'],
      ["curl 'a", "'"],
      ['curl\\\na', 'curl'],
      ['curl -v a 2>&1 | cat', '2'],
      ['curl -v a 2> b', '2'],
      ['curl a 12>b', '1'],
      ['curl a &> b', '&'],
      ['set -x', 'set'],
      ['printf \\\n -v a b', 'printf'],
      ['#!/usr/bin/env -S A=b bash\ncurl a', '#'],
      ['#!/bin/bash --rcfile a\ncurl b', '#'],
      ['curl -v --stderr a b', '-'],
      ['curl "--trace-ascii" a b', '"'],
      ['curl --libcurl a b', '-'],
      ['PATH=/a curl b', 'PATH'],
      ['export A=b LD_PRELOAD=c', 'LD_PRELOAD'],
      ['https_proxy=a', 'https_proxy'],
      ['export -n "ALL_PROXY=a"', '"'],
      ['set -a', 'set'],
      ['set -e -k', 'set'],
      ['printf\t-v https_proxy a', 'printf'],
      ['printf "-v" a', 'printf'],
      ['curl a\u001a', 'U+001A'],
      ['curl a\u00a0b', 'U+00A0'],
      ['curl a # b\u2028c', 'U+2028'],
      ['AbC123xYz456 curl a', 'A'],
    ],
    powershell: [
      ['irm a -Body $(b)', '$('],
      ['& curl.exe a', '&'],
      ['function irm { }', 'function'],
      ['if ($a) { irm b }', 'if'],
      ['foreach ($a in $b) { irm c }', 'foreach'],
      ['irm a | ForEach-Object { b }', 'ForEach-Object'],
      ['irm a | % { b }', '%'],
      ['[Net.WebRequest]::DefaultWebProxy = a', '['],
      ['irm a -Body (b)', 'b'],
      ['$a = b', 'b'],
      ['$a.b = c', 'c'],
      ['$a.b += c', 'c'],
      ['$a.b=c', '$'],
      ['($a)=b', '='],
      ['@{ a = b }', 'b'],
      ['@{ $a = 1 }', '$'],
      ['$a.b("c")', '('],
      ['$a = @"\nb\n"@', '@'],
      ['irm “a”', 'U+201C'],
      ['irm "a“b"', 'U+201C'],
      ["irm 'a‘b'", "'"],
      ['irm `a', '`'],
      ['irm --% a', '-'],
      ['irm a # b ` c', '#'],
      ['<# a #> irm b', '<'],
      ['#requires -modules a\nirm b', '#'],
      ['$PSDefaultParameterValues = 1', '$'],
      ['$env:HTTPS_PROXY = 1', '$'],
      ['${env:PATH} = "a"', '${'],
      ['curl.exe a 2>&1', '2'],
      ['irm a *> b', '*'],
      ['irm a -ErrorVariable b', '-'],
      ['irm a -ev b', '-'],
      ['irm a -Debug', '-'],
      ['irm a\n$Error | Out-File b', '$'],
      ['$r = iwr a\nirm b -Body ($r | ConvertTo-Json)', 'iwr'],
      ['Invoke-WebRequest a > b', 'Invoke-WebRequest'],
      ['irm (a', 'a'],
      ['irm ("a"', '('],
      ['irm "a"]', ']'],
      ['curl.exe "a', '"'],
      ['. ./a.ps1', '.'],
      ['./curl a', '.'],
    ],
    cmd: [
      ['call a', 'call'],
      ['if 1==1 curl a', 'if'],
      ['for %%a in (b) do curl c', 'for'],
      ['( curl a )', '('],
      [':a', ':'],
      ['goto a', 'goto'],
      ['curl "%A%"', '%'],
      ['curl %1', '%'],
      ['curl "!A!"', '!'],
      ['curl a ^& b', '^'],
      ['curl a ^\nb', '^'],
      ['curl "a\\"b" "c&d"', '"'],
      ['curl "a\\"b&c\\"d"', '&'],
      ['curl a\\"b', '\\'],
      ['set /p A=b', 'set'],
      ['setlocal enabledelayedexpansion', 'setlocal'],
      ['set HTTPS_PROXY=a', 'HTTPS_PROXY'],
      ['set "Path=a"', '"'],
      ['curl a\u001a', 'U+001A'],
      ['rem a ^\ncurl b', '^'],
      ['.\\curl a', '.'],
      ['curl -v a 2> b', '2'],
      ['curl -v a > b 2>&1', '2'],
    ],
  };
  for (const [shell, scripts] of Object.entries(others)) {
    for (const [script, named] of scripts) {
      it(`is not one of ${shell}: ${script}`, () => {
        assert.equal(outcome(shell as keyof typeof simplicity, script), named);
      });
    }
  }

  it('has no comment with quotes or signs where a person types it, which zsh reads as a command', () => {
    for (const [comment, expected] of [
      ['# Lists clients', 'simple'],
      ['# Step 1: "all" clients (of acme)', 'simple'],
      ['# "a', '#'],
      ["# don't", '#'],
      ['# a <<B', '#'],
      ['# a | export b=c', '#'],
    ]) {
      assert.equal(outcome('posix', `${comment}\ncurl ${url}\n`, true), expected, comment);
      assert.equal(outcome('posix', `${comment}\ncurl ${url}\n`), 'simple', comment);
    }
    assert.equal(outcome('posix', `curl ${url} \\\n  # a\n`, true), '#');
  });
});
