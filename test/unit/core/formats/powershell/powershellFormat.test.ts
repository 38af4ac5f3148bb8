import { powershellFormat } from '../../../../../src/core/formats/shellFormat';
import { type FormatCase, testFormat } from '../../../../support/formatCases';

const url = 'https://hosted.example/a';
const option = '-H "Authorization: Bearer $env:HOSTED_LOGIN_TOKEN"';
const entry = 'Authorization = "Bearer $env:HOSTED_LOGIN_TOKEN"';
const headers = `-Headers @{ ${entry} }`;

describe('PowerShell scripts', () => {
  describe('curl', () => {
    testFormat(
      powershellFormat,
      [
        ['-H "$auth"', '$auth'],
        ['-H $auth', '$auth'],
        ['$options', '$options'],
        ['@options', '@options'],
        ['-H "@headers.txt"', '-H @headers.txt'],
      ].map(([options = '', source = '']) => ({
        name: `the header may stand out of sight: ${options}`,
        before: `curl.exe ${options} ${url}$$CURSOR$$\n`,
        plan: { requests: 0, changed: 0, refused: [{ kind: 'elsewhere', line: 0, source }] },
      })),
    );
    testFormat(powershellFormat, [
      { name: 'alone', before: `curl.exe ${url}$$CURSOR$$\n`, after: `curl.exe ${url} ${option}\n` },
      {
        name: 'a placeholder in the URL',
        before: `irm -Uri ${url}/<client-id> -Method Delete$$CURSOR$$\n`,
        after: `irm -Uri ${url}/<client-id> ${headers} -Method Delete\n`,
      },
      {
        name: 'other headers in small letters',
        before: `irm $url -Headers @{ accept = "x" }$$CURSOR$$\n`,
        after: `irm $url -Headers @{ ${entry.replace('A', 'a')}; accept = "x" }\n`,
      },
      {
        name: 'one option a line',
        before: `curl.exe "$url/a" \`\n  -s \`$$CURSOR$$\n  -d '{ "it''s": 1 }'\n`,
        after: `curl.exe "$url/a" \`\n  ${option} \`\n  -s \`\n  -d '{ "it''s": 1 }'\n`,
      },
      {
        name: 'one option a line, CRLF',
        before: `curl \`\r\n  ${url} \`\r\n  -s$$CURSOR$$\r\n`,
        after: `curl \`\r\n  ${url} \`\r\n  ${option} \`\r\n  -s\r\n`,
      },
      {
        name: 'assigned',
        before: `$x = curl.exe ${url}$$CURSOR$$ | ConvertFrom-Json\n`,
        after: `$x = curl.exe ${url} ${option} | ConvertFrom-Json\n`,
      },
      {
        name: 'assigned without blanks',
        before: `$x=curl.exe ${url}$$CURSOR$$\n`,
        after: `$x=curl.exe ${url} ${option}\n`,
      },
      ...[
        'Start-Job { param($a) § }',
        '[CmdletBinding()] param ([Parameter(Mandatory)]$a) §',
        '$x.$(a) = §',
        'if ($x) { a (b) } §',
        'function f([string]$a) { § }',
        'a (b) | §',
        'a (b $(c)) && §',
        'a (b (c); §)',
        '$x = @((a), (§))',
      ].map((line): FormatCase => ({
        name: `around and in brackets: ${line}`,
        before: `${line.replace('§', `curl.exe ${url}`)}$$CURSOR$$\n`,
        after: `${line.replace('§', `curl.exe ${url} ${option}`)}\n`,
      })),
      { name: 'called', before: `& curl.exe ${url}$$CURSOR$$\n`, after: `& curl.exe ${url} ${option}\n` },
      {
        name: 'in brackets',
        before: `$x = (curl.exe ${url}).a$$CURSOR$$\n`,
        after: `$x = (curl.exe ${url} ${option}).a\n`,
      },
      {
        name: 'in a string',
        before: `"a $(curl.exe ${url}) b"$$CURSOR$$\n`,
        after: `"a $(curl.exe ${url} ${option}) b"\n`,
      },
      {
        name: 'in a block',
        before: `if ($x) {\n  curl.exe ${url}$$CURSOR$$\n} else { x }\n`,
        after: `if ($x) {\n  curl.exe ${url} ${option}\n} else { x }\n`,
      },
      {
        name: 'redirected',
        before: `curl.exe ${url} 2>$null > out$$CURSOR$$ -s\n`,
        after: `curl.exe ${url} ${option} 2>$null > out -s\n`,
      },
      {
        name: 'single quotes do not expand',
        before: `curl.exe -H 'Authorization: Bearer $env:HOSTED_LOGIN_TOKEN' ${url}$$CURSOR$$\n`,
        after: `curl.exe ${option} ${url}\n`,
        removed: `curl.exe ${url}\n`,
      },
      {
        name: 'right in another spelling',
        before: `curl.exe -H "Authorization: Bearer $($Env:hosted_login_token)" ${url}$$CURSOR$$\n`,
        removed: `curl.exe ${url}\n`,
      },
      {
        name: 'user and password',
        before: `curl.exe -u "$id\`:$secret" ${url}$$CURSOR$$\n`,
        plan: { otherSchemes: [{ line: 0, scheme: 'Basic' }] },
      },
      {
        name: 'the token itself',
        token: "a$b'c",
        before: `curl.exe ${url}$$CURSOR$$\n`,
        after: `curl.exe ${url} -H "Authorization: Bearer a\`$b'c"\n`,
      },
    ]);
  });

  describe('Invoke-RestMethod and Invoke-WebRequest', () => {
    testFormat(powershellFormat, [
      {
        name: 'a named address',
        before: `Invoke-RestMethod -Uri $url -Method Put$$CURSOR$$\n`,
        after: `Invoke-RestMethod -Uri $url ${headers} -Method Put\n`,
      },
      {
        name: 'in the head of a loop',
        before: `foreach ($each in irm "$url/a") { $each }$$CURSOR$$\n`,
        after: `foreach ($each in irm "$url/a" ${headers}) { $each }\n`,
      },
      { name: 'an address alone', before: `irm "$url/a"$$CURSOR$$\n`, after: `irm "$url/a" ${headers}\n` },
      {
        name: 'an address after other things',
        before: `iwr -UseBasicParsing $url$$CURSOR$$\n`,
        after: `iwr ${headers} -UseBasicParsing $url\n`,
      },
      {
        name: 'splatted, the headers perhaps too',
        before: `\nInvoke-RestMethod @parameters -Authentication Bearer -Token $t$$CURSOR$$\n`,
        plan: { requests: 0, refused: [{ kind: 'elsewhere', line: 1, source: '@parameters' }] },
      },
      {
        name: 'splatted, the headers at the command',
        before: `irm @parameters -Headers @{ Accept = 'x' }$$CURSOR$$\n`,
        after: `irm @parameters -Headers @{ ${entry}; Accept = 'x' }\n`,
      },
      {
        name: 'a file, which is no splatting',
        before: `irm $url -Body '@parameters'$$CURSOR$$\n`,
        after: `irm $url ${headers} -Body '@parameters'\n`,
      },
      {
        name: 'a table after a colon',
        before: `irm $url -Headers:@{ Accept = "x" }$$CURSOR$$ -Method Get\n`,
        after: `irm $url -Headers:@{ ${entry}; Accept = "x" } -Method Get\n`,
      },
      {
        name: 'a table of several lines after a colon and a blank',
        before: `irm $url -Headers: @{\n  Accept = "x"$$CURSOR$$\n}\n`,
        after: `irm $url -Headers: @{\n  ${entry}\n  Accept = "x"\n}\n`,
      },
      {
        name: 'a variable after a colon',
        before: `$h = @{ Accept = "x" }\nirm -Uri:$url/a -Headers:$h -Method Get$$CURSOR$$\n`,
        after: `$h = @{ Accept = "x" }\nirm -Uri:$url/a -Headers:($h + @{ ${entry} }) -Method Get\n`,
      },
      {
        name: 'right already, after a colon',
        before: `irm $url -Headers:@{ ${entry} } -Method Get$$CURSOR$$\n`,
        removed: `irm $url -Method Get\n`,
      },
      {
        name: 'an address after a colon',
        before: `irm -Method Get -Uri:$url -Body $b$$CURSOR$$\n`,
        after: `irm -Method Get -Uri:$url ${headers} -Body $b\n`,
      },
      {
        name: '-Authentication after a colon gives way',
        before: `irm $url -Authentication:Bearer -Token:$t -Method Get$$CURSOR$$\n`,
        after: `irm $url ${headers} -Method Get\n`,
        removed: `irm $url -Method Get\n`,
      },
      ...['-H', '-head', '-Header', '–Headers'].map((name): FormatCase => ({
        name: `the beginning of a name: ${name}`,
        before: `irm -ur $url ${name} @{ Authorization = "Bearer $t"; A = 1 }$$CURSOR$$ -Body x\n`,
        after: `irm -ur $url ${name} @{ ${entry}; A = 1 } -Body x\n`,
        removed: `irm -ur $url ${name} @{ A = 1 } -Body x\n`,
      })),
      {
        name: 'the beginning of the name of an address',
        before: `irm -Method Get -Ur $url -Body x$$CURSOR$$\n`,
        after: `irm -Method Get -Ur $url ${headers} -Body x\n`,
      },
      {
        name: 'the beginnings of -Authentication and -Token',
        before: `irm $url -Auth OAuth -To $t$$CURSOR$$ -Method Get\n`,
        after: `irm $url ${headers} -Method Get\n`,
        removed: `irm $url -Method Get\n`,
      },
      {
        name: 'lookalikes of names',
        before: `irm $url -HttpVersion 2.0 -TransferEncoding gzip -CertificateThumbprint $c$$CURSOR$$\n`,
        after: `irm $url ${headers} -HttpVersion 2.0 -TransferEncoding gzip -CertificateThumbprint $c\n`,
      },
      {
        name: 'curl as an alias, by its table alone',
        before: `curl $url -H @{ A = 1 }$$CURSOR$$\n`,
        after: `curl $url -H @{ ${entry}; A = 1 }\n`,
      },
      {
        name: 'a string that looks like a table',
        before: `irm $url -Headers "@{ A = 1 }"$$CURSOR$$\n`,
        plan: { requests: 0, refused: [{ kind: 'elsewhere', line: 0, source: '-Headers' }] },
      },
      {
        name: 'a value with quotes and escapes before the header',
        before: `irm $url -Headers @{ A = "a\`"b"; B = 'it''s'; Authorization = "Bearer $t"; C = 1 }$$CURSOR$$\n`,
        after: `irm $url -Headers @{ A = "a\`"b"; B = 'it''s'; ${entry}; C = 1 }\n`,
        removed: `irm $url -Headers @{ A = "a\`"b"; B = 'it''s'; C = 1 }\n`,
      },
      {
        name: 'a value that goes on after an operator',
        before: `irm $url -Headers @{\n  Authorization = "Bearer " +\n    $t\n  A = 1\n}$$CURSOR$$\n`,
        after: `irm $url -Headers @{\n  ${entry}\n  A = 1\n}\n`,
        removed: `irm $url -Headers @{\n  A = 1\n}\n`,
      },
      {
        name: 'curl as an alias',
        before: `curl -Uri $url -UseBasicParsing$$CURSOR$$\n`,
        after: `curl -Uri $url ${headers} -UseBasicParsing\n`,
      },
      {
        name: 'one parameter a line',
        before: `$x = Invoke-RestMethod \`\n    -Uri $url \`\n    -Method Get$$CURSOR$$\n`,
        after: `$x = Invoke-RestMethod \`\n    -Uri $url \`\n    ${headers} \`\n    -Method Get\n`,
      },
      {
        name: 'a table',
        before: `irm $url -Headers @{ Accept = "x"; A = 'b' }$$CURSOR$$\n`,
        after: `irm $url -Headers @{ ${entry}; Accept = "x"; A = 'b' }\n`,
      },
      {
        name: 'an empty table',
        before: `irm $url -Headers @{}$$CURSOR$$ -Method Get\n`,
        after: `irm $url -Headers @{ ${entry} } -Method Get\n`,
        removed: `irm $url -Method Get\n`,
      },
      {
        name: 'an empty table with a blank',
        before: `irm $url -Headers @{ }$$CURSOR$$ -Method Get\n`,
        after: `irm $url -Headers @{ ${entry} } -Method Get\n`,
        removed: `irm $url -Method Get\n`,
      },
      {
        name: 'an empty table of several lines',
        before: `  irm $url -Headers @{\n  }$$CURSOR$$ -Method Get\n`,
        after: `  irm $url -Headers @{\n      ${entry}\n  } -Method Get\n`,
      },
      {
        name: 'all of a table with a comment: the comment stays',
        before: `irm $url -Headers @{\n  # it's\n  Authorization = "Bearer $t"$$CURSOR$$\n} -Method Get\n`,
        after: `irm $url -Headers @{\n  # it's\n  ${entry}\n} -Method Get\n`,
        removed: `irm $url -Headers @{\n  # it's\n} -Method Get\n`,
      },
      {
        name: 'a table of several lines',
        before: `irm $url -Headers @{\n    # it's\n    Accept = "x"$$CURSOR$$\n}\n`,
        after: `irm $url -Headers @{\n    ${entry}\n    # it's\n    Accept = "x"\n}\n`,
      },
      {
        name: 'comments beside the entries, with quotes and brackets',
        before: `irm $url -Headers @{\n    Accept = "x" # don't }\n    Authorization = "Bearer $t" # it's\n}$$CURSOR$$\n`,
        after: `irm $url -Headers @{\n    Accept = "x" # don't }\n    ${entry} # it's\n}\n`,
        removed: `irm $url -Headers @{\n    Accept = "x" # don't }\n # it's\n}\n`,
      },
      {
        name: 'below a comment that follows a comma directly',
        before: `$ids = @(\n  'a',# it's the first\n  'b'\n)\nirm https://a/b#c$$CURSOR$$\n`,
        after: `$ids = @(\n  'a',# it's the first\n  'b'\n)\nirm https://a/b#c ${headers}\n`,
      },
      ...['@"  \n{ "a": "it\'s" }\n"@', "@' \nit's\n'@", '@"\n"@', "@'\n'@"].map((text): FormatCase => ({
        name: `below a here-string: ${JSON.stringify(text)}`,
        before: `$body = ${text}\nirm $url -Body $body$$CURSOR$$\n`,
        after: `$body = ${text}\nirm $url ${headers} -Body $body\n`,
      })),
      ...[
        '$x[$id]',
        "$x['a b']",
        '$x.a[0].b',
        '$x, $y',
        '$x,$y',
        '${x}.z',
        '[Dictionary[string,string]]$x',
      ].flatMap(target =>
        [' =', ' +=', ' ??=', '='].map((operator): FormatCase => ({
          name: `assigned: ${target}${operator}`,
          before: `${target}${operator} irm $url$$CURSOR$$\n`,
          after: `${target}${operator} irm $url ${headers}\n`,
        })),
      ),
      ...['-TimeoutSec 30', '-UserAgent x', '-DisableKeepAlive', '-SessionVariable s'].map(
        (parameter): FormatCase => ({
          name: `curl as an alias, by its parameter: ${parameter}`,
          before: `curl $url ${parameter}$$CURSOR$$\n`,
          after: `curl $url ${headers} ${parameter}\n`,
        }),
      ),
      ...['-Headers(@{ A = 1 })', '-Headers($h)', '-Headers @{ A = @{ B = 1 } }.A'].map(
        (parameter): FormatCase => ({
          name: `headers of which it is not clear whether they are a table: ${parameter}`,
          before: `irm $url ${parameter}$$CURSOR$$\n`,
          plan: { requests: 0, changed: 0, refused: [{ kind: 'elsewhere', line: 0, source: '-Headers' }] },
        }),
      ),
      {
        name: 'an address in brackets',
        before: `irm -Uri($base + "/a") -Method Get$$CURSOR$$\n`,
        after: `irm -Uri($base + "/a") ${headers} -Method Get\n`,
      },
      {
        name: 'a table of several lines, CRLF',
        before: `irm $url -Headers @{\r\n    Accept = "x"$$CURSOR$$\r\n}\r\n`,
        after: `irm $url -Headers @{\r\n    ${entry}\r\n    Accept = "x"\r\n}\r\n`,
      },
      {
        name: 'a variable whose table has the header already',
        before: `$h = @{\n  Authorization = "Bearer old"\n}\nirm $url -Headers $h$$CURSOR$$\n`,
        plan: { requests: 0, refused: [{ kind: 'elsewhere', line: 3, source: '$h' }] },
      },
      {
        name: 'a variable that got the header',
        before: `$h = @{}\n$h.Authorization = "Bearer old"\nirm $url -Headers $h$$CURSOR$$\n`,
        plan: { requests: 0 },
      },
      {
        name: 'a variable',
        before: `[hashtable]$Headers=@{\n  Accept = "x"\n}\n$headers.Remove("A")\nirm $url -Headers $headers$$CURSOR$$ -Method Get\n`,
        after: `[hashtable]$Headers=@{\n  Accept = "x"\n}\n$headers.Remove("A")\nirm $url -Headers ($headers + @{ ${entry} }) -Method Get\n`,
      },
      {
        name: 'a variable that changes after the request: the sum is a table of its own',
        before: `$h = @{}\nirm $url -Headers $h$$CURSOR$$ -Body $($h.Host = "x") | Out-Null; $h.Host = "x"\n$h.Host = "x"\n`,
        after: `$h = @{}\nirm $url -Headers ($h + @{ ${entry} }) -Body $($h.Host = "x") | Out-Null; $h.Host = "x"\n$h.Host = "x"\n`,
      },
      {
        name: 'a variable in a block, below which it only gets another table',
        before: `$h = @{ Accept = "x" }\nforeach ($id in $ids) {\n  irm $url -Headers $h$$CURSOR$$\n}\n$h = @{}\nirm $url -Headers $h\n`,
        after: `$h = @{ Accept = "x" }\nforeach ($id in $ids) {\n  irm $url -Headers ($h + @{ ${entry} })\n}\n$h = @{}\nirm $url -Headers $h\n`,
      },
      ...[
        'function f { irm $url -Headers $h$$CURSOR$$ }\n$h.Authorization = "Bearer $t"\nf',
        'foreach ($i in 1, 2) { irm $url -Headers $h$$CURSOR$$; $h.Host = "x" }',
        'function f { irm $url -Headers $h$$CURSOR$$ }\n$h = @{ Host = "x" }\nf',
        'function f { $x = "}"; irm $url -Headers $h$$CURSOR$$ }\n$h.Host = "x"\nf',
        `function f { irm $url -Headers $h$$CURSOR$$ }\n${'f\n'.repeat(1000)}$h.Host = "x"\nf`,
      ].map((script): FormatCase => ({
        name: `a variable that may have changed when the block runs: ${script.slice(0, 80)}`,
        before: `$h = @{}\n${script}\n`,
        plan: { requests: 0, refused: [{ kind: 'elsewhere', line: 1, source: '$h' }] },
      })),
      ...[
        '',
        '$headers = New-Object "System.Collections.Generic.Dictionary[[String],[String]]"',
        '$headers = [ordered]@{ Accept = "x" }',
        '$headers = Get-Headers',
        'param($headers)',
        'param(\n  [hashtable]$headers = @{}\n)',
        'param(\n  $headers = @{ Accept = "x" } # none\n\n  # more\n  , $id\n)',
        'function f {\n  param (\n    $id,\n    [hashtable]$headers = @{\n      Accept = "x"\n    }\n  )',
        '$headers = @{}\n$headers = [ordered]@{}',
        '$otherheaders = @{}',
      ].map((above): FormatCase => ({
        name: `a variable that may be no hash table: ${above}`,
        before: `${above}\nirm $url -Headers $headers$$CURSOR$$\n`,
        plan: {
          requests: 0,
          changed: 0,
          refused: [{ kind: 'elsewhere', line: above.split('\n').length, source: '$headers' }],
        },
      })),
      ...[
        ['"Bearer $token"'],
        ["'Bearer $env:HOSTED_LOGIN_TOKEN'"],
        ['("Bearer " + $token)'],
        ['"Bearer $($answer.access_token)"'],
      ].map(([present = '']): FormatCase => ({
        name: `replaced: ${present}`,
        before: `irm $url -Headers @{ 'authorization'=${present}; Accept = 'x' }$$CURSOR$$\n`,
        after: `irm $url -Headers @{ 'authorization'="Bearer $env:HOSTED_LOGIN_TOKEN"; Accept = 'x' }\n`,
        removed: `irm $url -Headers @{ Accept = 'x' }\n`,
      })),
      {
        name: 'replaced on a line of its own',
        before: `irm $url -Headers @{\n  Accept = 'x'\n  Authorization = "Bearer $t";\n}$$CURSOR$$\n`,
        after: `irm $url -Headers @{\n  Accept = 'x'\n  Authorization = "Bearer $env:HOSTED_LOGIN_TOKEN";\n}\n`,
        removed: `irm $url -Headers @{\n  Accept = 'x'\n}\n`,
      },
      ...["'*'", 'Get-Content key.txt -Raw', '$a | f -x'].map((value): FormatCase => ({
        name: `replaced below a value: ${value}`,
        before: `irm $url -Headers @{\n  'If-Match' = ${value}\n  Authorization = "Bearer $t"\n}$$CURSOR$$\n`,
        after: `irm $url -Headers @{\n  'If-Match' = ${value}\n  ${entry}\n}\n`,
        removed: `irm $url -Headers @{\n  'If-Match' = ${value}\n}\n`,
      })),
      ...['"Bearer " +\n    $t', '"Bearer "+\n    $t', '$t |\n    f -x'].map((value): FormatCase => ({
        name: `replaced over two lines: ${value}`,
        before: `irm $url -Headers @{\n  Authorization = ${value}\n  Accept = 'x'\n}$$CURSOR$$\n`,
        after: `irm $url -Headers @{\n  ${entry}\n  Accept = 'x'\n}\n`,
        removed: `irm $url -Headers @{\n  Accept = 'x'\n}\n`,
        replaceOtherSchemes: true,
      })),
      {
        name: 'replaced below its name',
        before: `irm $url -Headers @{\n  Authorization =\n    "Bearer $t"\n}$$CURSOR$$\n`,
        after: `irm $url -Headers @{\n  Authorization =\n    "Bearer $env:HOSTED_LOGIN_TOKEN"\n}\n`,
        removed: `irm $url -Headers @{\n}\n`,
      },
      {
        name: 'more than a variable with a table added',
        before: `$h = @{}\nirm $url -Headers ($h + @{ A = 1 } + @{ Authorization = $t })$$CURSOR$$\n`,
        plan: { requests: 0, refused: [{ kind: 'elsewhere', line: 1, source: '-Headers' }] },
      },
      {
        name: 'last of a table',
        before: `irm $url -Headers @{ Accept = 'x'; Authorization = "Bearer $t" }$$CURSOR$$\n`,
        after: `irm $url -Headers @{ Accept = 'x'; ${entry} }\n`,
        removed: `irm $url -Headers @{ Accept = 'x' }\n`,
      },
      {
        name: 'right already',
        before: `irm $url -Headers @{ Authorization = "Bearer \${env:HOSTED_LOGIN_TOKEN}" }$$CURSOR$$\n`,
        plan: { requests: 1 },
        removed: `irm $url\n`,
      },
      {
        name: 'right already, added to a variable',
        before: `irm $url -Headers ($h + @{ ${entry} })$$CURSOR$$\n`,
        removed: `irm $url -Headers $h\n`,
      },
      {
        name: '-Authentication gives way',
        before: `irm $url -Authentication Bearer -Token $t -Method Get$$CURSOR$$\n`,
        after: `irm $url ${headers} -Method Get\n`,
        removed: `irm $url -Method Get\n`,
      },
      ...[
        '-Authentication Basic -Credential $c',
        '-Credential $c',
        '-Headers @{ Authorization = "Basic $b" }',
      ].map((present): FormatCase => ({
        name: `asked about: ${present}`,
        before: `irm $url \`\n  ${present}$$CURSOR$$\n`,
        plan: { requests: 1, changed: 0, otherSchemes: [{ line: 1, scheme: 'Basic' }] },
      })),
      {
        name: 'user and password give way when told so',
        before: `irm $url \`\n  -Credential $c$$CURSOR$$\n`,
        after: `irm $url \`\n  ${headers}\n`,
        removed: `irm $url\n`,
        replaceOtherSchemes: true,
      },
      {
        name: 'an unknown scheme is asked about',
        before: `irm $url -Headers @{ Authorization = $auth }$$CURSOR$$\n`,
        plan: { otherSchemes: [{ line: 0, scheme: '' }] },
      },
      {
        name: 'the token itself',
        token: 'eyJ.a',
        before: `irm $url$$CURSOR$$\n`,
        after: `irm $url -Headers @{ Authorization = 'Bearer eyJ.a' }\n`,
      },
    ]);
  });

  testFormat(
    powershellFormat,
    [
      `# curl.exe ${url}$$CURSOR$$\n`,
      `<#\ncurl.exe ${url}$$CURSOR$$\n#>\n`,
      `$x = @'\ncurl.exe ${url}$$CURSOR$$\n'@\n`,
      `Write-Host "curl.exe ${url}"$$CURSOR$$\n`,
      `Get-Command curl.exe$$CURSOR$$\n`,
      `& $ssh $server curl -s ${url}$$CURSOR$$\n`,
      `& $tools.ssh curl ${url}$$CURSOR$$\n`,
      `. $log irm ${url}$$CURSOR$$\n`,
      ...[
        'ssh (gc host) §',
        'ssh $(gc host) §',
        'ssh u@$($h.Name) \`\n  §',
        '$r = docker exec -it (docker ps -qf "name=a") §',
        'foreach ($h in $hosts) { ssh ($h) § }',
        '(ssh @($h) §)',
        '& (gcm ssh) §',
        '. (gcm ssh) §',
        'Write-Host (Get-Date) §',
      ].map(line => `${line.replace('§', `curl.exe -s ${url}`)}$$CURSOR$$\n`),
      `irm $url -Headers @{ A = "open$$CURSOR$$\n`,
      '$$CURSOR$$',
    ].map(before => ({ name: `no request: ${JSON.stringify(before)}`, before, plan: { requests: 0 } })),
  );
});
