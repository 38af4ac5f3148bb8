import { httpFormat } from '../../../../src/core/formats/httpFormat';
import { markdownFormat } from '../../../../src/core/formats/markdownFormat';
import type { RequestFormat } from '../../../../src/core/formats/requestFormat';
import { cmdFormat, posixFormat, powershellFormat } from '../../../../src/core/formats/shellFormat';
import { fuzzedFormats } from './fuzzedFormats';

/** What random scripts consist of. */
export const pieces: readonly string[] = [
  ...[
    'curl ',
    'curl https://a/b',
    'curl.exe $u',
    'irm $u',
    'Invoke-RestMethod -Uri $u',
    ' -H ',
    ' -u a:b',
    ' -d ',
  ],
  ...[' --next ', ' --oauth2-bearer x', ' -sH', ' -Headers ', ' @{', ' }', ' Authorization = ', ' -Token $t'],
  ...[
    '"Authorization: Bearer $T"',
    "'Authorization: Bearer x'",
    '"Authorization: Basic x"',
    '"Bearer x"',
    ';',
  ],
  ...[
    '"',
    "'",
    '`',
    '\\',
    '^',
    '$(',
    ')',
    '(',
    '{',
    '}',
    '${',
    '$((',
    '))',
    '<<E',
    '<<-E',
    'E',
    '<(',
    '>',
    '2>&1',
  ],
  ...['|', '&&', '||', '&', '#', '# x', '<#', '#>', '@"', '"@', "$'", 'rem ', '%X%', '$x', '=', '-- '],
  ...[
    ' \\\n',
    ' `\n',
    ' ^\n',
    '\n',
    '\r\n',
    '\r',
    '\n\n',
    ' ',
    '\t',
    '> ',
    '$ ',
    'PS C:\\> ',
    '\0',
    '\u2028',
    'ü',
  ],
  ...[
    '```sh\n',
    '```http\n',
    '```powershell\n',
    '```\n',
    '~~~bat\n',
    'GET https://a/b\n',
    '###\n',
    'Authorization: Bearer y\n',
  ],
];
/** What about half of them begin with. */
export const beginnings: Readonly<Record<string, readonly string[]>> = {
  posix: ['curl https://a/b', 'x=$(curl -s "$u" \\\n  -H "A: b" ', "cat <<E\nit's\nE\n"],
  powershell: ['curl.exe $u', 'irm $u ', '$x = irm $u `\n  -Headers @{ A = "b" ', '<# x\n#>'],
  cmd: ['curl https://a/b', '@curl ^"a^" ^\n  -s ', 'rem x\n'],
  markdown: [
    '```sh\ncurl https://a/b',
    '```console\n$ curl $u \\\n> -s ',
    '```http\nGET https://a/b\n',
    '```ps1\nirm $u ',
    '> ```sh\n> curl https://a/b \\\n>   -s ',
    '> ```http\n> GET https://a/b\n> ',
  ],
  http: ['GET https://a/b', 'curl https://a/b \\\n  -s '],
};
/** The formats with scripts in them, and the one whose requests may be cURL commands. */
export const scriptFormats: Readonly<Record<string, RequestFormat>> = {
  posix: posixFormat,
  powershell: powershellFormat,
  cmd: cmdFormat,
  markdown: markdownFormat('restClient'),
  http: httpFormat('jetBrains'),
};

/** Documents of each format; those of all of them together, the mutated ones and the random scripts, are 10,000. */
export const documentsEach = Math.ceil(10_000 / (fuzzedFormats.length + Object.keys(scriptFormats).length));
