import assert from 'node:assert/strict';
import { linesOf } from '../../../../src/core/common/lines';
import { httpFormat } from '../../../../src/core/formats/httpFormat';
import type { RequestFormat } from '../../../../src/core/formats/requestFormat';
import { cmdFormat, posixFormat, powershellFormat } from '../../../../src/core/formats/shellFormat';
import { createInsertionChecker } from '../../../../src/core/requestAnalysis/insertionRules';

const own = 'v1.api.us.janrain.com';
const customerId = '00000000-0000-0000-0000-000000000000';
const profile = { id: 'x', name: 'x', clientId: 'x', origin: `https://${own}`, customerId };

/** What is asked about the request on the last line that has `CID`, for a reference; undefined if nothing is. */
function asked(format: RequestFormat, written: string): string | undefined {
  const file = written
    .replaceAll('OWN', own)
    .replaceAll('EVIL', 'evil.example.com')
    .replaceAll('CID', `${customerId}/config/clients`);
  const lines = linesOf(file);
  const line = file.split('\n').findLastIndex(each => each.includes(customerId));
  const checkInsertion = createInsertionChecker([profile], false);
  const plan = format.plan(lines, [line], { token: format.reference, eol: '\n', checkInsertion });
  assert.equal(plan.changed + plan.unconfirmed.length, 1, JSON.stringify(plan));
  const [unconfirmed] = plan.unconfirmed;
  if (!unconfirmed) return undefined;
  return unconfirmed.check.kind === 'unknown' ? unconfirmed.check.reason : unconfirmed.check.kind;
}

const curl = (url: string) => `curl "${url}/CID"`;
const irm = (url: string) => `irm "${url}/CID"`;

describe('a host that only a variable names: what is asked', () => {
  /** Files that may set the host to `EVIL`. */
  const others: readonly [RequestFormat, readonly string[]][] = [
    [
      posixFormat,
      [
        `URLS=(https://OWN https://EVIL)\nfor u in "\${URLS[@]}"; do ${curl('$u')}; done`,
        `URLS=(\n  "https://OWN" # it's the first\n  "https://EVIL"\n)\nfor u in "\${URLS[*]}"\ndo\n  ${curl('$u')}\ndone`,
        `PROD=https://OWN; DEV=https://EVIL\nfor u in "\${PROD}" "\${DEV}"; do ${curl('$u')}; done`,
        `for u in \\\n  https://OWN \\\n  https://EVIL \\\ndo\n  ${curl('$u')}\ndone`,
        `for u in \${URLS:-https://OWN https://EVIL}; do ${curl('$u')}; done`,
        `for u in {https://OWN,https://EVIL}; do ${curl('$u')}; done`,
        `ls\nURLS="https://OWN\nhttps://EVIL"\nfor u in $URLS; do ${curl('$u')}; done`,
        `HOSTS="OWN EVIL"; for h in $HOSTS; do ${curl('https://$h')}; done`,
        `HOSTS=(OWN EVIL); ${curl('https://${HOSTS[1]}')}`,
        `H[dev]=EVIL; ${curl('https://${H[$1]}')}`,
        curl('https://${HOST:-EVIL}'),
        curl('${BASE:-https://EVIL}'),
        `ls\nBASE=https://"EVIL"\n${curl('$BASE')}`,
        `ls\nBASE=https://"$HOST"\nHOST=EVIL\n${curl('$BASE')}`,
        `BASE=$(if [ "$1" ]; then\n  echo https://EVIL\nfi)\n${curl('$BASE')}`,
        `ls\nREGION=eu\n${curl('https://v1.api.$REGION.janrain.com')}`,
        `for r in us eu; do\n  ${curl('https://v1.api.$r.janrain.com')}\ndone`,
        curl('https://v1.api.${REGION:-eu}.janrain.com'),
        `ls\nHOST=localhost:8080\n${curl('https://$HOST')}`,
        `base_url() {\n  case "$1" in prod) echo "https://OWN" ;; *) echo "https://EVIL" ;; esac\n}\nBASE=$(base_url "$1")\n${curl('$BASE')}`,
        `function base_url {\n  printf '%s\\n' https://EVIL\n}\n${curl('$(base_url)')}`,
        `REGION=$([[ $STAGE == prod ]] && echo us || echo eu)\n${curl('https://v1.api.$REGION.janrain.com')}`,
        `REGION=$(case $1 in prod) echo us;; *) echo eu;; esac)\n${curl('https://v1.api.$REGION.janrain.com')}`,
        `BASE=$(case $1 in eu) echo https://EVIL;; *) echo https://OWN;; esac)\n${curl('$BASE')}`,
        `URLS=(\n  "https://OWN" # prod :)\n  "https://EVIL"\n)\nfor u in "\${URLS[@]}"; do ${curl('$u')}; done`,
        `ls\nHOST=OWN@EVIL\n${curl('https://$HOST')}`,
        `ls\nHOST=localhost:8080\n${curl('http://$HOST')}`,
        `ls\nHOST=wiremock:1080\n${curl('https://$HOST')}`,
        `ls\nHOST=staging\n${curl('https://$HOST')}`,
        `get() {\n  local host="\${1:-EVIL}"\n  ${curl('https://$host')}\n}`,
        `case "$1" in\n  prod) export HOST=OWN;;\n  *) export HOST=EVIL;;\nesac\n${curl('https://$HOST')}`,
      ],
    ],
    [
      powershellFormat,
      [
        `foreach ($u in @(\n  'https://OWN',\n  'https://EVIL'\n)) { ${irm('$u')} }`,
        `'https://OWN','https://EVIL' | ForEach-Object { ${irm('$_')} }`,
        `@(\n  'https://OWN'\n  'https://EVIL'\n) | % { ${irm('$_')} }`,
        `$urls = 'https://OWN', 'https://EVIL'\n$urls | % {\n  ${irm('$_')}\n}`,
        `$b = $env:BASE ?? 'https://EVIL'\n${irm('$b')}`,
        `$b = $prod ? 'https://OWN' : 'https://EVIL'\n${irm('$b')}`,
        `$b = [uri]'https://EVIL'\n${irm('$b')}`,
        `$b = 'https://' + 'EVIL'\n${irm('$b')}`,
        `$h = 'EVIL'\n$b = 'https://' + $h\n${irm('$b')}`,
        `$b = 'https://{0}' -f 'EVIL'\n${irm('$b')}`,
        `$S.Base = 'https://EVIL'\n${irm('$($S.Base)')}`,
        `$S['Base'] = 'https://EVIL'\n${irm("$($S['Base'])")}`,
        `$h = 'EVIL'\n$b = "https://$($h)"\n${irm('$b')}`,
        `$hosts = @('OWN','EVIL')\nforeach ($h in $hosts) { ${irm('https://$h')} }`,
        `$b = if ($dev) { 'https://EVIL' } else { 'https://OWN' }\n${irm('$b')}`,
        `$config = @{\n  Base = 'https://EVIL'\n}\n$b = $config.Base\n${irm('$b')}`,
        `function Get-BaseUrl($Stage) { switch ($Stage) { 'eu' { return 'https://EVIL' } } }\n$b = Get-BaseUrl $Stage\n${irm('$b')}`,
        `$r = if ($eu) { 'eu' } else { 'us' }\n${irm('https://v1.api.$r.janrain.com')}`,
        `$r = switch ($Stage) { 'prod' {'us'} default {'eu'} }\n${irm('https://v1.api.$r.janrain.com')}`,
        `$r = $isEu ? 'eu' : 'us'\n${irm('https://v1.api.$r.janrain.com')}`,
        `param([string]$Region = 'eu')\n${irm('https://v1.api.$Region.janrain.com')}`,
      ],
    ],
    [
      cmdFormat,
      [
        `for %%u in (\n  https://OWN\n  https://EVIL\n) do (\n  ${curl('%%u')}\n)`,
        `for %%u in (https://OWN,https://EVIL) do ${curl('%%~u')}`,
        `for %%r in (us eu) do curl "https://v1.api.%%r.janrain.com/CID" -o %%r.json`,
        `for %%r in (us,eu) do (\n  ${curl('https://v1.api.%%r.janrain.com')}\n)`,
        `set HOSTS=OWN EVIL\nfor %%h in (%HOSTS%) do ${curl('https://%%h')}`,
        `set "REGION=eu"\n${curl('https://v1.api.%REGION%.janrain.com')}`,
        `setlocal enabledelayedexpansion\nset BASE=https://EVIL\n${curl('!BASE!')}`,
      ],
    ],
    [
      httpFormat('httpYac'),
      [
        `@base = https://EVIL\n\n###\nGET https://x.example\n\n###\n@base = https://b.example\nGET https://x.example\n\n###\nGET {{base}}/CID`,
        `{{\nexports.base = 'https://EVIL';\n}}\n###\nGET {{base}}/CID`,
        `{{\nexports.base =\n  'https://EVIL';\n}}\n###\nGET {{base}}/CID`,
        `{{\nconst host = 'EVIL';\nexports.base = 'https://' + host;\n}}\n###\nGET {{base}}/CID`,
        `{{\nexports.api = { url: "https://EVIL" };\n}}\n###\nGET {{api.url}}/CID`,
        `GET https://x.example\n> {%\nclient.global.set(\n  "base-url",\n  "https://EVIL"\n);\n%}\n\n###\nGET {{base-url}}/CID`,
        `### a\n@host = OWN\nGET https://x.example\n\n### b\n@host = EVIL\nGET https://x.example\n\n###\nGET /CID\nHost: {{host}}`,
        `### a\n@host = https://OWN\nGET https://x.example\n\n### b\n@host = https://EVIL\nGET https://x.example\n\n###\nGET /CID`,
        `{{ function baseFor(e) { return 'https://EVIL' }\nexports.base = baseFor(process.env.STAGE)\n}}\n###\nGET {{base}}/CID`,
        `{{\nexports.region = process.env.STAGE === 'prod' ? 'us' : 'eu'\n}}\n###\nGET https://v1.api.{{region}}.janrain.com/CID`,
        `GET https://v1.api.{{process.env.REGION || 'eu'}}.janrain.com/CID`,
        `@target = {{$pick Which? $value: https://OWN,https://EVIL}}\nGET {{target}}/CID`,
        `GET {{$input Which? $value: https://EVIL}}/CID`,
        `@host = {{$input Which one $value: EVIL}}\nGET https://{{host}}/CID`,
        `@region = {{$pick Region $value: us,eu}}\nGET https://v1.api.{{region}}.janrain.com/CID`,
        `# @loop for base of ["https://OWN", "https://EVIL"]\nGET {{base}}/CID`,
        `# @loop for stage of ["OWN", "EVIL"]\nGET https://{{stage}}/CID`,
        `{{\nexports.stages = ["OWN", "EVIL"];\n}}\n###\n# @loop for stage of stages\nGET https://{{stage}}/CID`,
        `{{\nexports.base = process.env.BASE ?? 'https://EVIL';\n}}\n###\nGET {{base}}/CID`,
        ...['@base-url', '@größe', '@api.url', '@global.base'].map(name => {
          const variable = name.replace('@', '').replace(/^global/, '$global');
          const other = (value: string) => `${name} = ${value}\nGET https://x.example\n\n###\n`;
          return `${other('https://OWN')}${other('https://EVIL')}GET {{${variable}}}/CID`;
        }),
        `${'###\n@b = https://OWN\nGET https://x.example\n\n'.repeat(60)}###\n@b = https://EVIL\nGET https://x.example\n\n###\nGET {{b}}/CID`,
      ],
    ],
  ];
  for (const [format, files] of others)
    for (const file of files)
      it(`another host: ${file}`, () => {
        const reason = asked(format, file) ?? 'nothing';
        assert.match(
          reason,
          /^its file may send it to (?:another host|(?:https?:\/\/)?(?:v1\.api\.us\.janrain\.com@)?(?:evil\.example\.com|b\.example|v1\.api\.eu\.janrain\.com|localhost:8080|wiremock:1080|staging))$/,
        );
      });

  /** Where a word of the file may be something else than a host. */
  const secret: readonly [RequestFormat, readonly string[]][] = [
    [
      powershellFormat,
      [
        `$apiKey = 's3cr3t'\n$cfg = irm https://OWN/cfg -Headers @{ 'X-Api-Key' = $apiKey }\n$apiHost = $cfg.host\nirm "https://$apiHost/CID"`,
        `Connect-Portal -User "joe" -Password $password\n$password = "s3cr3t"\n$session = Connect-Portal $password\n$h = $session.ApiHost\nirm "https://$h/CID"`,
        `$apiHost = Get-Secret -Name "api-host" -Vault "dev" -Password "s3cr3t"\nirm "https://$apiHost/CID"`,
        `$apiHost = Get-ApiHost "joe" "s3cr3t"\nirm "https://$apiHost/CID"`,
        `$region = Get-Region -ClientSecret "s3cr3t"\nirm "https://v1.api.$region.janrain.com/CID"`,
        `$password = "s3cr3t.rain"\n$s = Connect-Portal -User "joe" -Password $password\nirm "https://$($s.ApiHost)/CID"`,
        `$vault = Unlock-Vault -Password "s3cr3t"\n$h = Get-Secret -Vault $vault\nirm "https://$h/CID"`,
      ],
    ],
    [
      posixFormat,
      [
        `API_HOST=$(echo s3cr3t | sudo -S cat /etc/apihost)\n${curl('https://$API_HOST')}`,
        `API_HOST=$(PGPASSWORD=s3cr3t.rain psql -tc "select host from cfg")\n${curl('https://$API_HOST')}`,
        `DB=$(echo "s3cr3t" | openssl enc -d -in host.enc)\n${curl('https://$DB')}`,
      ],
    ],
    [
      httpFormat('httpYac'),
      [
        `{{ exports.host = await getHost("joe", "s3cr3t"); }}\nGET https://{{host}}/CID`,
        `{{\nconst config = await lookup("s3cr3t");\nexports.host = config.host;\n}}\n###\nGET https://{{host}}/CID`,
      ],
    ],
  ];
  for (const [format, files] of secret)
    for (const file of files)
      it(`another host, which is not named: ${file}`, () => {
        assert.equal(asked(format, file), 'its file may send it to another host');
      });

  /** Files that set the host to that of the profile, or do not tell. */
  const none: readonly [RequestFormat, readonly string[]][] = [
    [
      posixFormat,
      [
        `HOST="\${HOST:-OWN}"\n${curl('https://$HOST')}`,
        `HOST="\${1:-OWN}"\n${curl('https://$HOST')}`,
        `HOST="\${X:-$DEFAULT}"\n${curl('https://$HOST')}`,
        `HOST="\${HOST:?HOST is required}"\n${curl('https://$HOST')}`,
        `: "\${HOST:?set the host, for instance example.com}"\n${curl('https://$HOST')}`,
        `REGION=\${REGION:-us}\n${curl('https://v1.api.$REGION.janrain.com')}`,
        `API="https://v1.api.\${REGION:-us}.janrain.com"\n${curl('$API')}`,
        `ls\nHOST=OWN\nBASE=\${BASE:-https://$HOST}\n${curl('$BASE')}`,
        `BASE=$(grep BASE= .env | cut -d= -f2)\n${curl('$BASE')}`,
        `BASE=$(jq -r .base config.json)\n${curl('$BASE')}`,
        `BASE=$(cat "$DIR/hosts.txt")\n${curl('$BASE')}`,
        `BASE="$(terraform output -raw api_url)"\n${curl('$BASE')}`,
        `ls\nBASE="https://OWN/" # https://docs.example.com\n${curl('$BASE')}`,
        `URLS=("https://OWN" "https://OWN:443")\nfor u in "\${URLS[@]}"; do ${curl('$u')}; done`,
        `for env in dev prod; do\n  BASE=$(lookup $env)\n  ${curl('$BASE')}\ndone`,
        `OTHER=https://EVIL curl https://EVIL/x; ls\nBASE=$1\n${curl('$BASE')}`,
        `ls\nTOKEN=abc.def.ghi\nBASE=https://OWN\n${curl('$BASE')}`,
        `BASE=$(aws ssm get-parameter --name /x --query Parameter.Value --output text)\n${curl('$BASE')}`,
        `BASE=$(python3 -c "import json,sys; print(json.load(sys.stdin)['base'])")\n${curl('$BASE')}`,
        `BASE=$(node -e 'console.log(process.env.ISSUER)')\n${curl('$BASE')}`,
        `BASE=$(git config --get hostedlogin.url)\n${curl('$BASE')}`,
        `HOST=$(grep ^host= my.properties | cut -d= -f2)\n${curl('https://$HOST')}`,
        `REGION=\${1:-us}\nDOMAIN="$REGION.janrain.com"\n${curl('https://v1.api.$DOMAIN')}`,
        `REGION=us\nls\nAPI="api.$REGION"\n${curl('https://v1.$API.janrain.com')}`,
        `REGION=$([ "$ENVIRONMENT" = prod ] && echo us)\n${curl('https://v1.api.$REGION.janrain.com')}`,
        `host() {\n  echo OWN\n}\n${curl('https://$(host)')}`,
        `while read -r HOST; do\n  ${curl('https://$HOST')}\ndone < hosts.txt`,
      ],
    ],
    [
      powershellFormat,
      [
        `$b = $config.BaseUrl\n${irm('$b')}`,
        `$b = $config.Hosts.Prod\n${irm('$b')}`,
        `irm -Uri $cfg.Base/CID`,
        `$b = Read-Host 'URL'\n${irm('$b')}`,
        `$region = Read-Host 'Region'\n${irm('https://v1.api.$region.janrain.com')}`,
        `[xml]$x = Get-Content 'app.config'\n$b = $x.url\n${irm('$b')}`,
        `$r = if ($env:STAGE -eq 'prod') { 'us' } else { 'us' }\n${irm('https://v1.api.$r.janrain.com')}`,
        `$b = Get-Content base.txt\n${irm('$b')}`,
        `$b = (Get-Content config.json | ConvertFrom-Json).base\n${irm('$b')}`,
        `$b = if ($x) { 'https://OWN' } else { 'https://OWN:443' }\n${irm('$b')}`,
        `$b = $env:BASE ?? 'https://OWN'\n${irm('$b')}`,
        `param([Parameter(Mandatory)][string]$Base)\n${irm('$Base')}`,
        `$h = 'OWN'\n$b = "https://$h"\n${irm('$b')}`,
      ],
    ],
    [
      cmdFormat,
      [
        `set /p HOST=Host: \n${curl('https://%HOST%')}`,
        `set /p "HOST=Enter host: "\n${curl('https://%HOST%')}`,
        `set BASE=%1\n${curl('%BASE%')}`,
        `set "BASE=https://OWN"\n${curl('%BASE%')}`,
        `set REGION=us\nset BASE=https://v1.api.%REGION%.janrain.com\n${curl('%BASE%')}`,
      ],
    ],
    [
      httpFormat('httpYac'),
      [
        'GET {{base}}/CID',
        `# @base = https://EVIL\nGET {{base}}/CID`,
        ...['process.env.HOST', 'env.host', 'login.response.body.host'].map(
          value => `@host = {{${value}}}\nGET https://{{host}}/CID`,
        ),
        `@region = {{process.env.REGION || 'us'}}\nGET https://v1.api.{{region}}.janrain.com/CID`,
        `{{\nexports.base = process.env.HOST;\n}}\n###\nGET {{base}}/CID`,
        `{{\nexports.base = isProd ? 'https://OWN' : 'https://OWN:443';\n}}\n###\nGET {{base}}/CID`,
        `GET https://x.example\n> {%\nclient.global.set("base", response.body.host.name);\n%}\n\n###\nGET {{base}}/CID`,
        `POST https://x.example?base=https://EVIL\n\nbase=https://EVIL&x=1\n\n###\nGET {{base}}/CID`,
        `### a\n@host = OWN:443\nGET https://x.example\n\n###\nGET /CID\nHost: {{h}}`,
      ],
    ],
    [httpFormat('restClient'), [`# see\nBASE=https://OWN\n\n###\nGET {{base}}/CID`]],
  ];
  for (const [format, files] of none)
    for (const file of files)
      it(`nothing: ${file}`, () => {
        assert.equal(asked(format, file), undefined);
      });
});
