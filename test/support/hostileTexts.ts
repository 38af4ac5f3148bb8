/** A text that takes long to read, with about the given number of characters. */
export type HostileText = (size: number) => string;

/** The token that the leak guard of the tests looks for. */
export const leakedToken = 'aaaaaaaaaaaaaaaaaaaa';

/** A request of the profile of `readers.ts`, for what is read only in those. */
const ownUrl = 'https://v1.api.us.janrain.com/00000000-0000-0000-0000-000000000000/config/clients';

/** Each has a name, so that a failing test shows which one it was. */
export type HostileTexts = Readonly<Record<string, HostileText>>;

/** JSON, whole and broken. */
export const hostileJson: HostileTexts = {
  'lists in lists': size => '['.repeat(size / 2) + ']'.repeat(size / 2),
  'objects in objects that never end': repeated('{"a":'),
  'many members, deep down': size => `${'['.repeat(30)}${'1,'.repeat(size / 2)}1${']'.repeat(30)}`,
  secrets: numbered(n => `"a${n}Secret":"x",`, '{', '"a":1}'),
  'secrets in a list': repeated('{"secret":"x"},', '[', '1]'),
  masks: numbered(n => `"a${n}Secret":"••••••••",`, '{', '"a":1}'),
  'a very long name above secrets': size =>
    `{"${'a'.repeat(size / 2)}":[${'{"secret":"x"},'.repeat(size / 30)}1]}`,
  'redirect URIs': repeated('"https://x.example",', '{"redirectURIs":[', '1]}'),
  'redirect URIs to refuse': repeated('"http://x.example",', '{"redirectURIs":[', '1]}'),
  'numbers that would be rounded': repeated('12345678901234567890,', '[', '1]'),
  'a number with many zeros': repeated('0', '[1', '1]'),
  'different members': numbered(n => `"a${n}":${n},`, '{', '"a":1}'),
  'one member again and again': repeated('"a":1,', '{', '"b":1}'),
  'one long text': repeated('x', '{"a":"', '"}'),
  backslashes: repeated('\\', '{"a":"', '"}'),
  quotes: repeated('"'),
  'commas and colons': repeated(',:'),
  'open comments': repeated('/*', '{'),
  'line comments': repeated('//"\n', '{'),
  'different scopes': numbered(n => `"*:a${n}",`, '{"allowedScopes":[', '1]}'),
  'scopes without an action': repeated('"scope":":x",'),
  'scopes that are not closed': repeated('"scope":":'),
  'scopes without an action, line by line': repeated('"scope":":x",\n'),
  'scopes in objects': repeated('{"scope":":x",'),
  'lists that are not closed': repeated('"allowedScopes":["a",'),
  'lists in comments': repeated('"allowedScopes":[ // ', 'x '),
  'lists of comments': repeated('"allowedScopes":[ // \n //\n'),
  'settings that are not closed': repeated('"hostedLogin.scopePresets": [\n'),
};

/** Files of a configuration. */
export const hostileFiles: HostileTexts = {
  'members on lines': numbered(n => `"a${n}": ${n},\n`, '{\n', '"a": 1}'),
  'members on one line': numbered(n => `"a${n}": ${n},`, '{"x": {', '"a": 1}}'),
  'objects in a list': numbered(n => `{"n": ${n}},`, '{"list": [', '1]}'),
  'objects with comments': numbered(n => `  "a${n}": {}, // ${n}\n`, '{\n', '"a": 1}'),
  'one member again and again': repeated('"a": 1,\n', '{\n', '"b": 1}'),
  'kept secrets of entries': numbered(n => `{"n":${n},"secret":{"$secret":"keep"}},`, '{"list":[', '1]}'),
  'kept secrets without a match': repeated('{"key":{"secret":{"$secret":"keep"}}},', '{"list":[', '1]}'),
  'kept secrets in a list': repeated('{"$secret":"keep"},', '{"secrets":[', '1]}'),
};

/** Request files, and Markdown with their fences. */
export const hostileRequests: HostileTexts = {
  'one variable with different values': numbered(n => `@a = ${n}\n`),
  'one variable with one value': repeated('@a = n\n'),
  'different variables': numbered(n => `@a${n} = {{a${n + 1}}}\n`),
  'variables of themselves': repeated('@a = {{a}}{{a}}\n', '', 'GET {{a}}'),
  prompts: numbered(n => `# @prompt a${n}\n`),
  'names of one answer': repeated(
    '# @name a\n',
    '',
    'GET http://x\n\n###\nGET http://x/{{a.response.body.$.id}}\n',
  ),
  'names of answers': numbered(n => `# @name a${n}\n`, '# @name a\n'),
  'requests with one name': repeated('### a\nGET x\n', '# @ref a\nGET http://x\n\n'),
  'names and references of one request': numbered(
    n => `# @name a${n}\n# @ref a${n}\n`,
    '# @ref a0\nGET http://x\n\n###\n',
    'GET x\n',
  ),
  'values that name the next variable': numbered(
    n => `@a${n} = ?1? 'a' 'b' {{a${n + 1}}}\n`,
    'GET https://{{a0}}.x/config/clients\n\n',
  ),
  requests: repeated('GET http://x/config/clients\nAuthorization: Bearer {{a}}\n\n'),
  'different requests': numbered(n => `DELETE {{a}}/x/config/clients/${n}\n###\n`),
  separators: repeated('###\n'),
  'scripts that never end': repeated('{{\n'),
  'comments that never end': repeated('/*\n', 'GET http://x\n'),
  'one long line of braces': repeated('{{', 'GET '),
  'one long line of separators': repeated('#', 'GET http://x\n', ' a b'),
  'one long URL of variables': repeated('{{a}}', 'GET '),
  blanks: repeated(' '),
  'blank lines': repeated(' \n', '@a = 1\n'),
  'options of curl': repeated('-H ', 'curl x '),
  'headers of curl': repeated('-H "Authorization: Bearer {{a}}" ', 'curl x '),
  'different references of one command': numbered(
    n => ` -H "Authorization: ${n}{{$processEnv HOSTED_LOGIN_TOKEN}}"`,
    `curl ${ownUrl}`,
  ),
  'versions before a line separator': repeated(' HTTP/', 'GET http://x', '\u2028x'),
  'open quotes after curl': repeated('"', 'curl x -H '),
  'transfers of curl': repeated(' -: a.b', 'curl a.b'),
  fences: repeated('```http\n'),
  'requests in fences': repeated('```http\nGET {{a}}/x\n```\n'),
  'fences with other ends': repeated('```http\ncurl {{a}}/x\n````\n'),
  'requests with another scheme': repeated(
    `GET ${ownUrl}\nAuthorization: {{$processEnv HOSTED_LOGIN_TOKEN}}\n\n`,
  ),
  'fences with another scheme': repeated(
    `\`\`\`http\nGET ${ownUrl}\nAuthorization: {{$processEnv HOSTED_LOGIN_TOKEN}}\n\`\`\`\n`,
  ),
  'values of one variable': numbered(n => `###\n@a = x${n}\nGET {{a}}/x\n`),
  'one variable that is set and used often': size => {
    const count = Math.ceil(size / 30);
    const each = (unit: (number: number) => string) =>
      Array.from({ length: count }, (_, n) => unit(n)).join('');
    const definitions = `${each(n => `@b${n} = {{a}}\n`)}${'@a = 1\n'.repeat(count)}`;
    return `${definitions}GET ${ownUrl}\nAuthorization: Bearer ${each(n => `{{b${n}}}`)}{{$processEnv HOSTED_LOGIN_TOKEN}}\n`;
  },
  'fences of tildes': repeated('~', '', '`'),
  'block quotes': repeated('> '),
  'rows of equal signs in expressions': repeated(`@a = {{${'='.repeat(90)};}}\n`, '', `GET ${ownUrl}`),
  'blanks before a line separator': repeated(' ', '@', 'x\u2028'),
  'equal signs before a line separator': repeated('=', '@a', 'x\u2028'),
  'a long name before line separators': size => `@${'a'.repeat(size / 2)}${'1\u2028'.repeat(size / 4)}`,
  'blanks in the mark of a script': repeated(' ', '{{@js', 'x'),
  'block quotes with fences': repeated('> ```http\n'),
  'lists with fences': repeated('- ```sh\n  curl x\n'),
};

/** Scripts, transcripts, and the files of other clients. */
export const hostileScripts: HostileTexts = {
  'an array that never closes': repeated('curl "${a[@]}" https://h/x\n', 'a=(-s\n'.repeat(15)),
  'words of an array of many commands': size =>
    `a=(${'x '.repeat(size / 8)})\n${`curl ${ownUrl} "\${a[@]}"\n`.repeat(size / 100)}`,
  'escaped blanks in a header': repeated('\\ ', `curl ${ownUrl} -H `, '$x'),
  'different short options': size => `curl ${ownUrl} -d scope=.:a -${differentLetters(size)}`,
  'marks of requirements': repeated(';#requires ', `irm ${ownUrl}\n`),
  'variables in one value that never closes': size =>
    `${numbered(n => `$a${n} `, 'curl ')(size / 2)}\n${numbered(n => `a${n}=`, '', '"x\n')(size / 2)}`,
  'variables in values of the same word': size =>
    `${numbered(n => `$a${n} `, 'curl ')(size / 2)}\n${numbered(n => (n % 300 === 0 ? '\n' : `a${n}=`))(size / 2)}`,
  'values in values, with cases': repeated(
    `${'HOST=('.repeat(100)}${'('.repeat(230)}${'case '.repeat(130)}esac ${';;)'.repeat(300)}`,
    `curl "${ownUrl.replace(/v1[^/]*/, '$HOST')}"\nexit\n: '`,
    "'",
  ),
  commands: repeated('curl x -H "Authorization: x" \\\n'),
  'lines of a command without a URL': repeated('-d a \\\n', 'curl '),
  'one long value for many requests': size =>
    `A=${'b'.repeat(size / 2)}\n${repeated('curl "$A/x"\n')(size / 2)}`,
  'options that nobody knows': repeated('--x ', 'curl x '),
  'beginnings of options': repeated('-H "Authorization;" --heade ', 'curl x '),
  'commands with open quotes': repeated("curl '"),
  'commands in substitutions': repeated('curl "$('),
  'commands in closed substitutions': repeated('curl "$(a)'),
  'commands that go on': repeated('curl \\\n'),
  'options of a command': repeated('-H "Authorization: x" ', 'curl x '),
  'transfers of curl': repeated(' -: a.b', 'curl a.b'),
  'words before a command': size => `${'! '.repeat(size / 4)}sudo ${'1 '.repeat(size / 4)}curl x`,
  'assignments before a command': size => `${'A=b '.repeat(size / 8)}sudo ${'-a '.repeat(size / 6)}curl x`,
  'mentions of a proxy': repeated('$http_proxy ', 'curl x '),
  quotes: repeated('"a" ', 'curl '),
  'open quotes': repeated("'", 'curl '),
  brackets: repeated('(', 'curl '),
  'brackets with numbers': numbered(n => `(${n}`),
  substitutions: repeated('$(', 'curl "'),
  braces: repeated('${', 'curl '),
  'arithmetic that never ends': repeated('(('),
  'blocks that never end': repeated('{'),
  'here-strings that never end': repeated('@"\n'),
  'comments that never end': repeated('<#'),
  redirections: repeated('> ', 'curl x '),
  'here-documents of one line': repeated('<<E1 '),
  'loops over open output': repeated("for /f %i in (' & "),
  'here-documents that never end': numbered(n => `cat <<E${n}\n`),
  arrays: repeated('a+=(x) ', '', '\ncurl "${a[@]}"'),
  'commas in braces': repeated(',', 'curl {'),
  backslashes: repeated('\\', 'curl '),
  'backslashes in a word with blanks': repeated('\\', 'curl.exe http://x -H "a ', '"'),
  'quotes after backslashes': repeated('\\"', 'curl.exe http://x -o '),
  'names of a proxy': repeated('env:https_prox ', 'ri ', '\nirm http://x'),
  'keys of a table': repeated('$h.add(', '$h = @{}\n', '\nirm http://x -Headers $h'),
  carets: repeated('^', 'curl '),
  'carets at ends of lines': repeated('^\n', 'curl '),
  backticks: repeated('`\n', 'irm '),
  'loops over output': repeated("for /f %%i in ('"),
  'loops over output, closed in a later line': repeated("for /f %%i in ('curl -s https://x'\n", '', "')"),
  'lines that end in two bars': repeated('test -f x ||\n'),
  'bars in comments': repeated('# | id | name |\n'),
  'bars on lines of their own': repeated('|\n', ' '),
  'bars that are escaped': repeated('`|\n'),
  'a table of bars': repeated('|| a || b ||\n'),
  'names in brackets': repeated('(a@) ', '', '<))'),
  'variables in a word with other letters': repeated('$customer/', 'curl.exe -d "', `é" ${ownUrl}`),
  'one long variable before another letter': repeated('a', 'curl.exe -d $', `é ${ownUrl}`),
  'brackets in targets of redirections': repeated(
    `>${')'.repeat(10)}`,
    `curl ${ownUrl} -d scope=.:a )`,
    ' x',
  ),
  'brackets before else': repeated('(b )else ', `curl ${ownUrl} -d scope=.:a `),
  'tables that never close': repeated(
    `$h=@{ a="${'x'.repeat(70)}"\n`,
    `$h=@{}\nif (1) {\nirm ${ownUrl} -Headers $h\n`,
  ),
  'tables above that never close': repeated(
    `$h=@{ a="${'x'.repeat(70)}"\n`,
    '',
    `\nirm ${ownUrl} -Headers $h\n`,
  ),
  'beginnings of a return': repeated(':[return', `curl.exe ${ownUrl}\n`),
  'commands between line separators': repeated(' .cd\u2028', `curl.exe ${ownUrl}\n`),
  'line separators beside a table': repeated('a\u2028', '$h=@{}\n', `\nirm ${ownUrl} -Headers $h`),
  'blanks in the name of an entry': repeated(' ', "irm x -Headers @{'", "'=1}"),
  'hash tables': repeated('@{', 'irm x -Headers '),
  'entries of a hash table': repeated('a=1;', 'irm x -Headers @{', '}'),
  parameters: repeated('-Authentication x ', 'irm x '),
  'commands in a pipeline': repeated('irm x | '),
  'names at hosts': repeated('a@'),
  'names at hosts in braces': size => '@{'.repeat(size / 4) + '['.repeat(size / 2),
  prompts: repeated('$ curl x\n'),
  'prompts of cmd': repeated('C:\\>curl x\n'),
  'prompts of PowerShell': repeated('PS> irm x\n'),
  'pairs of Bruno': repeated('  Authorization: x\n', 'get {\n}\nheaders {\n', '}\n'),
  'blocks of Bruno': repeated('auth:bearer {\n}\n', 'get {\n  auth: bearer\n}\n'),
  'texts of Bruno that never end': repeated("a: '''\n", 'get {\n'),
  'lists of Bruno that never end': repeated('a: [\n', 'get {\n'),
  'annotations of Bruno': repeated('@a(\n', 'get {\n'),
  'entries of OpenCollection': numbered(n => `a${n}: 1\n`, 'http:\n  method: GET\n'),
  'headers of OpenCollection': repeated(
    '    - name: Authorization\n      value: x\n',
    'http:\n  method: GET\n  headers:\n',
  ),
  'requests of Hurl': repeated('GET x\nAuthorization: x\n'),
  'fences of Hurl that never end': repeated('```\n"`', 'GET x\n'),
  'XML of Hurl that never ends': repeated('<a <!-- ', 'GET x\n'),
  'options of Hurl': repeated('user: x\n', 'GET x\n[Options]\n'),
};

/** Scopes in bodies, URLs and commands. */
export const hostileForms: HostileTexts = {
  'values of one line': repeated('scope=.:a '),
  'values of one URL': repeated('&scope=.:a', 'GET http://x?'),
  'different scopes in one value': numbered(n => `*:config/clients/${n}+`, 'scope='),
  'lines of a form': repeated('scope=*:config/**\n', 'POST http://x/login/token\n\n'),
  'token requests': repeated(
    'POST http://x/login/token\n\ngrant_type=client_credentials&scope=*:config/**\n\n###\nGET http://x/config/clients\n\n###\n',
  ),
  'options of one curl': repeated('-H scope=', 'curl '),
  'data of one curl': repeated('-d "scope=.:a" ', 'curl '),
  'lines of one curl': repeated('-d "scope=.:a" \\\n', 'curl '),
  'data that never ends': repeated('-d scope="', 'curl '),
  'names of commands': repeated('http wget '),
  'commands in commands': repeated('$(http '),
  'parts of a body': repeated('content-disposition: form-data; name="scope"\n\n.:a\n'),
  'names of one part': repeated('content-disposition: form-data; name=scope\n', '', '\n.:a\n'),
  'here-documents of commands on one line': size =>
    `${'curl u -d @- <<E;'.repeat(size / 30)}\n${'scope=.:a\nE\n'.repeat(size / 30)}`,
  'different short options': size => `curl x -d scope=.:a -${differentLetters(size)}`,
  'percent signs': repeated('%', 'scope='),
  'percent signs and digits': repeated('%41', 'scope='),
  braces: repeated('{{', 'scope='),
  'fences of tildes': repeated('~', '', '`'),
};

/** Texts that may begin a sign of Hosted Login. */
export const hostileSigns: HostileTexts = {
  'parts of a path': repeated('/a'),
  'one long part of a path': repeated('a', '/'),
  slashes: repeated('/'),
  'variables in a path': repeated('/{{a}}/config/clientsX'),
  'variables that never end': repeated('/{{'),
  'one long variable': repeated('a', '/{{'),
  'variables of a shell': repeated('/$a'),
  'hosts of the service': repeated('v1.api.'),
  'token requests': repeated('/login/tokenx'),
  'scopes that never end': repeated(' .:config/tokenPolicies'),
  grants: repeated('client_credentialsx\n'),
};

/** Documents full of a token. */
export const hostileLeaks: HostileTexts = {
  'tokens in commands': repeated(`$ curl https://h/x -H "Authorization: Bearer ${leakedToken}"\n`),
  'tokens on one line': repeated(`'${leakedToken}' "${leakedToken}" `),
  'tokens in one string': repeated(`${leakedToken} `, "x '", "'"),
  'tokens in a string that never ends': repeated(`${leakedToken} `, "x '"),
  'tokens in substitutions': repeated(`"$(x ${leakedToken} `),
  'tokens in here-documents': repeated(`cat <<E\n${leakedToken}\nE\n`),
  'tokens in YAML': repeated(`  token: ${leakedToken} x\n`, 'opencollection: 1\n'),
  'quotes in YAML that are escaped': repeated(`\\"`, `opencollection: 1\ntoken: ${leakedToken} "`),
  'tokens in YAML on one line': repeated(`token: ${leakedToken} x `, 'opencollection: 1\n'),
  'tokens in fences': repeated(`\`\`\`sh\n${leakedToken}\n\`\`\`\n${leakedToken}\n`),
};

/** Lists of scopes, and texts that a service may answer. */
export const hostileAnswers: HostileTexts = {
  'settings of many clients': numbered(n => `A${n}_CLIENT_ID=1a\n`),
  'settings of one client again and again': repeated('client_id: a1\n\nclient_secret: "\\\n'),
  'settings in objects': repeated('{"customer_id":"a","a":{"client_id":"a1","b":', '[', '1'),
  'settings in a list': numbered(n => `{"key":"a${n}_client_id","value":"1a"},`, '{"values":[', '1]}'),
  'names of settings': repeated('client_id\n\n'),
  'a row of a table that never ends': repeated(' ', '| a | ', 'x'),
  'a row of a table with one bar': repeated(' ', '|', 'x'),
  'numbers of a list': repeated('[ 101 , '),
  'members with numbers': repeated('"1" : "a",', '{'),
  'different scopes of a list': numbered(n => `*:config/clients/${n} `),
  'scopes that cover each other': numbered(n => `*:config/clients/${n % 7}** `),
  'one deep scope': repeated('a/', '*:', 'a**'),
  'deep scopes': numbered(n => `*:${'a/'.repeat(n % 50)}a `),
  words: repeated('a '),
  'labels of a host': repeated('a.', '', '@'),
  'backslashes alone': repeated('\\'),
  'backslashes in a text': repeated('\\\\', '{"errors":"', '"}'),
  'paths of clients': repeated('/clients/a'),
  'different paths of clients': numbered(n => `"\\/clients\\/${n}",`),
  'names of secrets': repeated('secret: "'),
  tokens: repeated('Bearer a'),
  'URLs with users': repeated('http://a:'),
  'brackets and blanks': repeated('[ '),
  'different clients': numbered(n => `{"id":"${n}","name":"a"},`, '{"_embedded":{"clients":[', '{}]}}'),
  'lists without a name': numbered(n => `"a${n}":[],`, '{"_embedded":{', '"a":1}}'),
};

/** Letters that are not ASCII. */
function differentLetters(count: number): string {
  return Array.from({ length: count }, (_, n) => String.fromCharCode(0x100 + (n % 50_000))).join('');
}

/** A unit, repeated. */
export function repeated(unit: string, before = '', after = ''): HostileText {
  return size => before + unit.repeat(Math.ceil(size / unit.length)) + after;
}

/** A unit, repeated with another number each time. */
export function numbered(unit: (number: number) => string, before = '', after = ''): HostileText {
  return size => {
    const parts: string[] = [];
    for (let number = 0, length = 0; length < size; number++) {
      const part = unit(number);
      parts.push(part);
      length += part.length;
    }
    return before + parts.join('') + after;
  };
}
