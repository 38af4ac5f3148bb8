import assert from 'node:assert/strict';
import { linesOf } from '../../../../src/core/common/lines';
import type { RequestFileClient } from '../../../../src/core/formats/httpFormat';
import { referenceEdits, withFurtherReference } from '../../../../src/core/leaks/referenceEdit';
import { tokenVariable } from '../../../../src/core/tokens/tokenVariable';

const token = 'eyJ0b2tlbg.token_-';

/** The tables write `HL` for the variable. */
const short = (text: string) =>
  text.replaceAll(tokenVariable, 'HL').replaceAll(tokenVariable.toLowerCase(), 'hl');

/** The text with the token in it, `§`, replaced by a reference. */
function replaced(
  file: string,
  languageId: string,
  template: string,
  client: RequestFileClient = 'restClient',
): string {
  const text = template.replace('§', token);
  const lines = linesOf(text);
  const line = template.slice(0, template.indexOf('§')).split('\n').length - 1;
  const start = lines.line(line).indexOf(token);
  const place = { line, start, end: start + token.length };
  const [edit] = referenceEdits({ lines, languageId, path: file, client }, [place]);
  assert.ok(edit);
  const all = text.split('\n');
  const before = all[line] ?? '';
  all[line] = before.slice(0, edit.start) + short(edit.newText) + before.slice(edit.end);
  return `${edit.isReference ? '' : 'placeholder: '}${all.join('\n')}`;
}

describe('referenceEdits', () => {
  const cases: readonly [file: string, languageId: string, text: string, replaced: string][] = [
    ['/a.http', 'plaintext', 'authorization: Bearer §', 'authorization: Bearer {{$processEnv HL}}'],
    [
      '/a.rest',
      'http',
      'curl -H "Authorization: Bearer §"',
      'curl -H "Authorization: Bearer {{$processEnv HL}}"',
    ],
    ['/Untitled-1', 'http', '?a=§&b', '?a={{$processEnv HL}}&b'],
    ['/a.bru', 'plaintext', '  token: §', '  token: {{process.env.HL}}'],
    ['/a.hurl', 'plaintext', 'Authorization: Bearer §', 'Authorization: Bearer {{hl}}'],
    ['/a.cmd', 'bat', 'curl -H "X: §"', 'curl -H "X: %HL%"'],
    ['/a.sh', 'shellscript', "a=$((curl 'X: §') | cat)", `a=$((curl 'X: '"$HL"'') | cat)`],
    ['/a.sh', 'shellscript', "a=$((curl 'X: §'))", "placeholder: a=$((curl 'X: HL'))"],
    ['/a.sh', 'shellscript', 'A=§', 'A="$HL"'],
    ['/a.sh', 'shellscript', 'curl -H "Authorization: Bearer §"', 'curl -H "Authorization: Bearer $HL"'],
    ['/a.sh', 'shellscript', 'curl "https://x/§/y?a"', 'curl "https://x/$HL/y?a"'],
    ['/a.sh', 'shellscript', 'A="§xT"', 'A="${HL}xT"'],
    ['/a.sh', 'shellscript', 'A="§\\\nxT"', 'A="${HL}\\\nxT"'],
    ['/a.sh', 'shellscript', 'A="§\\xT"', 'A="$HL\\xT"'],
    [
      '/a.sh',
      'shellscript',
      `curl -H 'Authorization: Bearer §' x`,
      `curl -H 'Authorization: Bearer '"$HL"'' x`,
    ],
    ['/a.sh', 'shellscript', `echo "it's §"`, `echo "it's $HL"`],
    ['/a.sh', 'shellscript', `echo "a \\" '§'"`, `echo "a \\" '$HL'"`],
    ['/a.sh', 'shellscript', `# don't §`, `# don't "$HL"`],
    ['/a.zsh', 'plaintext', `echo it\\'s §`, `echo it\\'s "$HL"`],
    ['/a.ps1', 'powershell', '$h = "Bearer §"', '$h = "Bearer $env:HL"'],
    ['/a.ps1', 'powershell', `$h = 'Bearer §'; x`, `$h = "Bearer $env:HL"; x`],
    ['/a.ps1', 'powershell', `$h = 'a $b §'`, `placeholder: $h = 'a $b HL'`],
    ['/a.ps1', 'powershell', `$h = 'it''s §'`, `placeholder: $h = 'it''s HL'`],
    ['/a.ps1', 'powershell', 'x "§:y"', 'x "${env:HL}:y"'],
    ['/a.ps1', 'powershell', 'x -Token §', 'x -Token $env:HL'],
    ['/a.ps1', 'powershell', `"a\n'§'\n"`, `"a\n'$env:HL'\n"`],
    ['/a.ps1', 'powershell', `@"\n'§'\n"@`, `@"\n'$env:HL'\n"@`],
    ['/a.ps1', 'powershell', `@'\n"§"\n'@`, `placeholder: @'\n"HL"\n'@`],
    ['/a.ps1', 'powershell', `x 'a\n§'`, `placeholder: x 'a\nHL'`],
    ['/a.ps1', 'powershell', 'x ‘§’', 'placeholder: x ‘HL’'],
    [
      '/a.ps1',
      'powershell',
      `x "R: $(irm $u -Headers @{ A = 'Bearer §' })"`,
      `x "R: $(irm $u -Headers @{ A = "Bearer $env:HL" })"`,
    ],
    ['/a.ps1', 'powershell', `@"\n$(irm (f '§'))\n"@`, `@"\n$(irm (f "$env:HL"))\n"@`],
    ['/a.ps1', 'powershell', `@"\n$(irm (f 'a'))'§'\n"@`, `@"\n$(irm (f 'a'))'$env:HL'\n"@`],
    ['/a.ps1', 'powershell', `"x$(if ($y) { "it's" })z"; '§'`, `"x$(if ($y) { "it's" })z"; "$env:HL"`],
    ...[
      'x "R: $(if ($ok) { `"it\'s fine`" } else { `"failed`" })"',
      'x "User: $($users[`"O\'Brien`"].Id)"',
      'x "name eq \'$($n.Replace(`"\'`",`"\'\'`"))\'"',
      'x "name eq \'$($n -replace ""\'"",""\'\'"")\'"',
      'x "name eq \'$($n.Replace("\'","\'\'"))\'"',
      'x "R: $(if ($ok) { ""it\'s fine"" } else { ""failed"" })"',
      'x "a$(f "b$(g `"it\'s`")c")d"',
    ].map((above): [string, string, string, string] => [
      '/a.ps1',
      'powershell',
      `${above}\n$h = '§'`,
      `${above}\n$h = "$env:HL"`,
    ]),
    ['/a.ps1', 'powershell', `"a""'§'"`, `"a""'$env:HL'"`],
    ['/a.ps1', 'powershell', `"a"" '§'"`, `"a"" '$env:HL'"`],
    ['/a.ps1', 'powershell', `"a""" '§'`, `"a""" "$env:HL"`],
    ['/a.ps1', 'powershell', '"a`$(\'§\')"', '"a`$(\'$env:HL\')"'],
    ['/a.ps1', 'powershell', `# don't\nx '§'`, `# don't\nx "$env:HL"`],
    ['/a.ps1', 'powershell', `$a = 1;# don't\nx '§'`, `$a = 1;# don't\nx "$env:HL"`],
    ['/a.ps1', 'powershell', `f(#don't\n'§')`, `f(#don't\n"$env:HL")`],
    ['/a.ps1', 'powershell', `x a#b'§'`, `x a#b"$env:HL"`],
    ['/a.ps1', 'powershell', `$a = @"\n"@\nx '§' "b"`, `$a = @"\n"@\nx "$env:HL" "b"`],
    ['/a.ps1', 'powershell', `<# don't #> x '§'`, `<# don't #> x "$env:HL"`],
    ['/a.md', 'markdown', "don't\n\n```powershell\nx '§'\n```", 'don\'t\n\n```powershell\nx "$env:HL"\n```'],
    ['/a.md', 'markdown', '```http\nX: §\n```', '```http\nX: {{$processEnv HL}}\n```'],
    ['/a.http', 'markdown', '```sh\nX: §\n```', '```sh\nX: {{$processEnv HL}}\n```'],
    ['/a.md', 'markdown', '```\na\n```\n~~~bash\nA=§', '```\na\n```\n~~~bash\nA="$HL"'],
    ['/a.md', 'markdown', '```pwsh\n"§"\n```', '```pwsh\n"$env:HL"\n```'],
    ['/a.md', 'markdown', '```{.pwsh}\n"§"\n```', '```{.pwsh}\n"$env:HL"\n```'],
    ['/a.md', 'markdown', '> ```http\n> X: §\n> ```', '> ```http\n> X: {{$processEnv HL}}\n> ```'],
    ['/a.md', 'markdown', '```json\n"§"\n```', 'placeholder: ```json\n"HL"\n```'],
    ['/a.md', 'markdown', '```sh\na\n```\nThe token §', 'placeholder: ```sh\na\n```\nThe token HL'],
    ['/a.sh', 'shellscript', `curl -d '{\n"it": "§"}'`, `curl -d '{\n"it": "'"$HL"'"}'`],
    ['/a.sh', 'shellscript', `x $'it\\'s §'`, `x $'it\\'s '"$HL"$''`],
    ['/a.sh', 'shellscript', `x "\${A:-§}" '"§'`.replace('"§', '"'), `x "\${A:-$HL}" '"'`],
    ['/a.sh', 'shellscript', `x "$(curl -H 'A: §')"`, `x "$(curl -H 'A: '"$HL"'')"`],
    ['/a.sh', 'shellscript', `x \${A:-'§'}`, `placeholder: x \${A:-'HL'}`],
    ['/a.sh', 'shellscript', `x \${A:-§} '§2'`.replace('§2', ''), `x \${A:-"$HL"} ''`],
    ['/a.sh', 'shellscript', `x "\${A/b/'§'}"`, `placeholder: x "\${A/b/'HL'}"`],
    ['/a.sh', 'shellscript', `x \\§`, `placeholder: x \\HL`],
    ['/a.sh', 'shellscript', `x "\\§" '\\'`, `placeholder: x "\\HL" '\\'`],
    ['/a.sh', 'shellscript', `x '\\§'`, `x '\\'"$HL"''`],
    ['/a.sh', 'shellscript', `x "$(case x in x) p '§';; esac)"`, `x "$(case x in x) p ''"$HL"'';; esac)"`],
    [
      '/a.sh',
      'shellscript',
      `x "$(case x in x) p '"';; esac)"\ny "§"`,
      `x "$(case x in x) p '"';; esac)"\ny "$HL"`,
    ],
    ['/a.sh', 'shellscript', `case x in\nx) p '§';;\nesac`, `case x in\nx) p ''"$HL"'';;\nesac`],
    ['/a.sh', 'shellscript', `x "$(p case)" '§'`, `x "$(p case)" ''"$HL"''`],
    ['/a.sh', 'shellscript', `cat <<E\n$(x 'a' '§')\nE`, `cat <<E\n$(x 'a' ''"$HL"'')\nE`],
    ['/a.sh', 'shellscript', `cat <<E\n\`x '§'\` '\nE`, `cat <<E\n\`x ''"$HL"''\` '\nE`],
    ['/a.sh', 'shellscript', `cat <<E\n$(date) '§'\nE`, `cat <<E\n$(date) '$HL'\nE`],
    ['/a.sh', 'shellscript', `x <<< 'a §'`, `x <<< 'a '"$HL"''`],
    ['/a.sh', 'shellscript', `cat <<E\nit's §x\nE`, `cat <<E\nit's \${HL}x\nE`],
    ['/a.sh', 'shellscript', `cat <<'E'\n§\nE`, `placeholder: cat <<'E'\nHL\nE`],
    [
      '/a.md',
      'markdown',
      "> 1. ```console\n>    $ x '§'\n>    it's",
      `> 1. \`\`\`console\n>    $ x ''"$HL"''\n>    it's`,
    ],
    ['/a.md', 'markdown', '```console\n$ x\nit is §\n```', 'placeholder: ```console\n$ x\nit is HL\n```'],
    ['/a.md', 'markdown', '````\n```sh\n§\n````', '````\n```sh\n"$HL"\n````'],
    ['/a.md', 'markdown', '```terminal\nA="§"\n```', '```terminal\nA="$HL"\n```'],
    ...[
      ['token: "§"', 'token: "{{process.env.HL}}"'],
      ["token: '§'", "token: '{{process.env.HL}}'"],
      ['token: § # mine', 'token: "{{process.env.HL}}" # mine'],
      ['value: Bearer §', 'value: Bearer {{process.env.HL}}'],
      ['value: §/x', 'value: "{{process.env.HL}}/x"'],
    ].map(([text = '', expected = '']): [string, string, string, string] => {
      const around = (value: string) =>
        `info:\n  type: http\nhttp:\n  url: x\n  auth:\n    type: bearer\n    ${value}\n`;
      return ['/a.yml', 'yaml', around(text), around(expected)];
    }),
    ...[
      ['token: [§]', 'token: ["{{process.env.HL}}"]'],
      ['token: [ a, § ]', 'token: [ a, "{{process.env.HL}}" ]'],
      ['token: {a: §, b: c}', 'token: {a: "{{process.env.HL}}", b: c}'],
      ['token: {a: "x§"}', 'token: {a: "x{{process.env.HL}}"}'],
      ['token: |-\n      §', 'token: |-\n      {{process.env.HL}}'],
      ['token: >\n      a\n      "§"\n    b: c', 'token: >\n      a\n      "{{process.env.HL}}"\n    b: c'],
      ['token: §,b', 'token: "{{process.env.HL}},b"'],
      ['- token: §', '- token: "{{process.env.HL}}"'],
      ['- §', '- "{{process.env.HL}}"'],
    ].map(([text = '', expected = '']): [string, string, string, string] => {
      const around = (value: string) => `info:\n  type: http\nhttp:\n  url: x\n  auth:\n    ${value}\n`;
      return ['/a.yml', 'yaml', around(text), around(expected)];
    }),
    ...[
      'token: {§: a}',
      'token: !!str §',
      'token: §\n      b',
      "token: 'a\n      §'",
      'token: "\\§"',
      'token: § "b"',
      'code: const a = "§"',
      'code: |-\n      const a = "§";',
    ].map((text): [string, string, string, string] => {
      const around = (value: string) => `info:\n  type: http\nhttp:\n  url: x\n  auth:\n    ${value}\n`;
      return ['/a.yml', 'yaml', around(text), `placeholder: ${around(text.replace('§', 'HL'))}`];
    }),
    ...[
      '{{\nconst a = "§";\n}}\nGET https://x',
      'GET https://x\n\n> {%\nclient.log("§")\n%}\n',
      '< {% request.variables.set("a", "§") %}\nGET https://x',
      'GET https://x\nA: {{ "§" }}',
      'GET https://x\n\n?? js "a" == "§"',
    ].map((text): [string, string, string, string] => [
      ...(['/a.http', 'http', text, `placeholder: ${text.replace('§', 'HL')}`] as const),
    ]),
    [
      '/a.http',
      'http',
      '{{\na = 1;\n}}\nGET https://x/{{b}}?§',
      '{{\na = 1;\n}}\nGET https://x/{{b}}?{{$processEnv HL}}',
    ],
    [
      '/a.http',
      'http',
      '/*\nGET https://x\n{{\nA: §\n*/\nGET https://x',
      '/*\nGET https://x\n{{\nA: {{$processEnv HL}}\n*/\nGET https://x',
    ],
    [
      '/a.http',
      'http',
      'GET https://x\n\n{"a": "{{b}} §", "c": "{{d}}"}',
      'GET https://x\n\n{"a": "{{b}} {{$processEnv HL}}", "c": "{{d}}"}',
    ],
    [
      '/a.md',
      'markdown',
      '{{\n\n```http\n> {%\nx("§")\n%}\n```',
      'placeholder: {{\n\n```http\n> {%\nx("HL")\n%}\n```',
    ],
    ['/a.bru', 'bruno', 'tests {\n  x("§");\n}\n', 'placeholder: tests {\n  x("HL");\n}\n'],
    [
      '/a.bru',
      'bruno',
      'script:pre-request {\n  x("§");\n}\n',
      'placeholder: script:pre-request {\n  x("HL");\n}\n',
    ],
    [
      '/a.bru',
      'bruno',
      'tests {\n  x();\n}\n\nbody:json {\n  {"a": "§"}\n}\n',
      'tests {\n  x();\n}\n\nbody:json {\n  {"a": "{{process.env.HL}}"}\n}\n',
    ],
    ['/a.yml', 'yaml', 'a:\n  token: "§"', 'placeholder: a:\n  token: "HL"'],
    ['/a.json', 'json', '{"a": "§"}', 'placeholder: {"a": "HL"}'],
    ['/a.env', 'dotenv', 'A=§', 'placeholder: A=HL'],
  ];
  for (const [file, languageId, text, expected] of cases) {
    it(`${file}: ${JSON.stringify(text)}`, () => {
      assert.equal(replaced(file, languageId, text), expected);
    });
  }

  for (const [client, reference] of [
    ['restClient', '{{$processEnv HL}}'],
    ['httpYac', '{{$processEnv HL}}'],
    ['jetBrains', '{{$auth.token("hosted-login")}}'],
    ['kulala', '{{$env.HL}}'],
  ] as const) {
    it(`writes the reference for ${client} in request files and Markdown only`, () => {
      const request = 'GET https://x\nAuthorization: Bearer ';
      assert.equal(replaced('/a.http', 'http', `${request}§`, client), `${request}${reference}`);
      const block = '```http\n' + request;
      assert.equal(
        replaced('/a.md', 'markdown', `${block}§\n\`\`\``, client),
        `${block}${reference}\n\`\`\``,
      );
      assert.equal(replaced('/a.bru', 'bruno', '  token: §', client), '  token: {{process.env.HL}}');
    });
  }

  it('returns for several tokens what each would get alone', () => {
    const texts: readonly [file: string, languageId: string, text: string][] = [
      ['/a.sh', 'shellscript', `x '§' "§x" § "$(curl -H 'A: §')" # it's §\ncat <<E\n§\nE\nx $'§' '§`],
      [
        '/a.ps1',
        'powershell',
        `x '§' "§" §; y 'it''s §' '§ §' \`"§ # '§'\nx @'\n§\n'@ "\n'§' §" <# ' #> '§' ‘§’\nx '§`,
      ],
      [
        '/a.md',
        'markdown',
        "§\n```console\n$ x '§' \"§\"\n§\n$ y §\n```\n§\n> ```sh\n> x '§'\n> ```\n```pwsh\n'§'\n```\n§",
      ],
      ['/a.yml', 'yaml', 'opencollection: 1\na: §\nb: [§, § x, "§"]\nc: §/x: §\n'],
    ];
    for (const [path, languageId, template] of texts) {
      const lines = linesOf(template.replaceAll('§', token));
      const document = { lines, languageId, path, client: 'restClient' as const };
      const places = Array.from({ length: lines.lineCount }, (_, line) =>
        [...lines.line(line).matchAll(new RegExp(token.replace('.', '\\.'), 'g'))].map(({ index }) => ({
          ...{ line, start: index, end: index + token.length },
        })),
      ).flat();
      assert.ok(places.length > 4);
      const alone = places.map(place => referenceEdits(document, [place])[0]);
      assert.deepEqual(referenceEdits(document, places), alone);
    }
  });
});

describe('withFurtherReference', () => {
  it('takes out the other tokens of a string whose quotes an edit changed', () => {
    const further = (text: string) =>
      short(withFurtherReference(text.replaceAll('HL', tokenVariable), token));
    assert.equal(further(`"a=$env:HL&b=${token}c"`), '"a=$env:HL&b=${env:HL}c"');
    assert.equal(further(`"{{process.env.HL}} ${token}"`), '"{{process.env.HL}} {{process.env.HL}}"');
    assert.equal(further(`HL ${token}`), `HL ${token}`);
  });
});
