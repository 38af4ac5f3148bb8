import assert from 'node:assert/strict';
import { posixFormat } from '../../../../src/core/formats/shellFormat';
import { edited, type FormatCase, testFormat } from '../../../support/formatCases';

const url = 'https://hosted.example/a';
const option = '-H "Authorization: Bearer $HOSTED_LOGIN_TOKEN"';

describe('shell scripts', () => {
  describe('where the command stands', () => {
    testFormat(posixFormat, [
      { name: 'alone', before: `curl ${url}$$CURSOR$$`, after: `curl ${url} ${option}` },
      ...[
        `curl -X DELETE ${url}/<client-id>§`,
        `curl ${url}/<client id>/x?y=<z>§ -v`,
        `curl --url https://hosted.example/<customer>/config/<id>§ \\\n  -v`,
        `curl ${url}§<body.json`,
        `curl ${url}§ <body >out`,
      ].map(command => ({
        name: `a placeholder in the URL, or a redirection: ${command}`,
        before: `${command.replace('§', '')}$$CURSOR$$\n`,
        after: `${command.includes('\n') ? command.replace('§ \\', ` \\\n  ${option} \\`) : command.replace('§', ` ${option}`)}\n`,
      })),
      {
        name: 'a placeholder in the URL, and another authorization',
        before: `curl --url ${url}/<id> \\\n  --header 'Authorization: Bearer <token>'$$CURSOR$$\n`,
        after: `curl --url ${url}/<id> \\\n  --header "Authorization: Bearer $HOSTED_LOGIN_TOKEN"\n`,
        removed: `curl --url ${url}/<id>\n`,
      },
      { name: 'before --', before: `curl -s -- "$URL"$$CURSOR$$`, after: `curl ${option} -s -- "$URL"` },
      {
        name: 'indented',
        before: `\tcurl -s "$URL"$$CURSOR$$ -d x\n`,
        after: `\tcurl -s "$URL" ${option} -d x\n`,
      },
      {
        name: 'one option a line',
        before: `set -e\ncurl -X PUT \\\n  "$URL" \\\n  -H 'A: b' \\$$CURSOR$$\n  -d x\necho`,
        after: `set -e\ncurl -X PUT \\\n  "$URL" \\\n  ${option} \\\n  -H 'A: b' \\\n  -d x\necho`,
      },
      {
        name: 'one option a line, URL last, CRLF',
        before: `curl \\\r\n  -s \\\r\n  "$URL"$$CURSOR$$\r\necho\r\n`,
        after: `curl \\\r\n  -s \\\r\n  "$URL" ${option}\r\necho\r\n`,
      },
      {
        name: 'one option a line, CRLF',
        before: `curl "$URL" \\\r\n  -s \\\r\n  -d x$$CURSOR$$\r\necho\r\n`,
        after: `curl "$URL" \\\r\n  ${option} \\\r\n  -s \\\r\n  -d x\r\necho\r\n`,
      },
      {
        name: 'odd blanks around continuations',
        before: `curl "$URL"   \\\n\t-s    \\\n  -d x$$CURSOR$$\n`,
        after: `curl "$URL"   \\\n\t${option} \\\n\t-s    \\\n  -d x\n`,
      },
      {
        name: 'a substitution',
        before: `x=$(curl -s "$URL"$$CURSOR$$)\n`,
        after: `x=$(curl -s "$URL" ${option})\n`,
      },
      {
        name: 'a substitution in quotes',
        before: `x="$(curl -s "$URL" | jq -r ".a | \\"b\\"")"$$CURSOR$$\n`,
        after: `x="$(curl -s "$URL" ${option} | jq -r ".a | \\"b\\"")"\n`,
      },
      {
        name: 'backticks',
        before: 'x=`curl -s "$URL"$$CURSOR$$`\n',
        after: `x=\`curl -s "$URL" ${option}\`\n`,
      },
      {
        name: 'a substitution in backticks',
        before: 'x=`curl -s https://a/$(b)/c -d $(d) -X PUT >e`; curl f$$CURSOR$$\n',
        after: `x=\`curl -s https://a/$(b)/c ${option} -d $(d) -X PUT >e\`; curl f\n`,
      },
      {
        name: 'an option after a substitution in backticks',
        before: 'x=`curl -s "$URL" -d $(d) -H "Authorization: Bearer old"$$CURSOR$$`\n',
        after: `x=\`curl -s "$URL" -d $(d) ${option}\`\n`,
        removed: 'x=`curl -s "$URL" -d $(d)`\n',
      },
      ...['>b', '2>/dev/null', '2>&1'].map((redirection): FormatCase => ({
        name: `below backticks in quotes with ${redirection}`,
        before: `x="\`a ${redirection}\`"\ncurl "$URL"$$CURSOR$$\n`,
        after: `x="\`a ${redirection}\`"\ncurl "$URL" ${option}\n`,
      })),
      ...[
        'A=$(b) §',
        'A=$(b)$(c) B=`d` sudo §',
        'f $(b) | §',
        'f $(b $(c)) && §',
        'f $(b); §',
        'f() { b $(c); §; }',
        'f() §',
        'case $(b) in (c) §;; esac',
        'case $(b) in c) §;; esac',
        'if (b) then §; fi',
        'x=$( (b) && §)',
        'echo $(b $(c); §)',
        'diff <(b $(c)) <(§)',
      ].map((line): FormatCase => ({
        name: `around and in substitutions: ${line}`,
        before: `${line.replace('§', 'curl "$URL"')}$$CURSOR$$\n`,
        after: `${line.replace('§', `curl "$URL" ${option}`)}\n`,
      })),
      { name: 'a pipe', before: `curl "$URL"$$CURSOR$$ | jq .\n`, after: `curl "$URL" ${option} | jq .\n` },
      {
        name: 'a pipe on the next line, the cursor there',
        before: `curl "$URL" \\\n  | jq . \\\n  | head$$CURSOR$$\n`,
        after: `curl "$URL" ${option} \\\n  | jq . \\\n  | head\n`,
      },
      {
        name: 'a pipe at the end of a line, the cursor below',
        before: `curl "$URL" |\n  jq .$$CURSOR$$\n`,
        after: `curl "$URL" ${option} |\n  jq .\n`,
      },
      {
        name: 'after &&',
        before: `cd x && curl "$URL" && y$$CURSOR$$\n`,
        after: `cd x && curl "$URL" ${option} && y\n`,
      },
      {
        name: 'a condition',
        before: `if ! curl -fsS "$URL"; then$$CURSOR$$\n  x\nfi\n`,
        after: `if ! curl -fsS "$URL" ${option}; then\n  x\nfi\n`,
      },
      {
        name: 'a loop',
        before: `for i in 1 2; do curl "$URL/$i"; done$$CURSOR$$\n`,
        after: `for i in 1 2; do curl "$URL/$i" ${option}; done\n`,
      },
      {
        name: 'a case',
        before: `case "$1" in\n  get|show) curl "$URL" ;;$$CURSOR$$\n  *) exit 1 ;;\nesac\n`,
        after: `case "$1" in\n  get|show) curl "$URL" ${option} ;;\n  *) exit 1 ;;\nesac\n`,
      },
      {
        name: 'a function',
        before: `get() {\n  curl "$URL/$1"$$CURSOR$$\n}\nget a\n`,
        after: `get() {\n  curl "$URL/$1" ${option}\n}\nget a\n`,
      },
      ...[
        'sudo',
        'sudo -u bob -E',
        'sudo -nu bob',
        '/usr/bin/sudo --user bob --',
        'sudo -E timeout -s KILL 5',
        'env -u A B=c',
        'stdbuf -o L',
        'exec -a name',
        'xargs -P 4 -I {}',
        'env A=b',
        'A=b C="d e"',
        'time',
        'timeout 10',
        'command',
        'xargs -n 1',
        'nohup',
        '! ',
        '{',
      ].map((prefix): FormatCase => ({
        name: `after ${prefix}`,
        before: `${prefix} curl "$URL"$$CURSOR$$\n`,
        after: `${prefix} curl "$URL" ${option}\n`,
      })),
      {
        name: 'a prefix on the line above',
        before: `sudo \\$$CURSOR$$\n  curl "$URL"\n`,
        after: `sudo \\\n  curl "$URL" ${option}\n`,
      },
      {
        name: 'with a path',
        before: `/usr/bin/curl ${url}$$CURSOR$$`,
        after: `/usr/bin/curl ${url} ${option}`,
      },
      {
        name: 'redirections',
        before: `curl "$URL" > out 2>&1 -d x$$CURSOR$$\n`,
        after: `curl "$URL" ${option} > out 2>&1 -d x\n`,
      },
      {
        name: 'a redirection before the next line',
        before: `curl "$URL" > out \\\n  -d x$$CURSOR$$\n`,
        after: `curl "$URL" > out \\\n  ${option} \\\n  -d x\n`,
      },
      {
        name: 'a here-document, the cursor in it',
        before: `curl "$URL" -d @- <<'X'\n{ "it's": "$$CURSOR$$curl ${url}" }\nX\necho\n`,
        after: `curl "$URL" ${option} -d @- <<'X'\n{ "it's": "curl ${url}" }\nX\necho\n`,
      },
      {
        name: 'a body of several lines, the cursor in it',
        before: `curl "$URL" -d '{\n  "a": 1$$CURSOR$$\n}'\n`,
        after: `curl "$URL" ${option} -d '{\n  "a": 1\n}'\n`,
      },
      {
        name: 'a body of several lines with double quotes',
        before: `curl "$URL" -d "{\n  \\"a\\": \\"$(date "+%F")\\"$$CURSOR$$\n}"\n`,
        after: `curl "$URL" ${option} -d "{\n  \\"a\\": \\"$(date "+%F")\\"\n}"\n`,
      },
      {
        name: 'of several on a line the first',
        before: `curl ${url}$$CURSOR$$; curl ${url}/b\n`,
        after: `curl ${url} ${option}; curl ${url}/b\n`,
      },
      {
        name: 'several cursors',
        before: `curl ${url}$$CURSOR$$\n\ncurl ${url}/b \\$$CURSOR$$\n  -d x$$CURSOR$$\n`,
        after: `curl ${url} ${option}\n\ncurl ${url}/b \\\n  ${option} \\\n  -d x\n`,
        plan: { changed: 2, requests: 2 },
      },
      {
        name: 'another request of the command after --next, with another scheme',
        before: `curl ${url}$$CURSOR$$ --next -H "Authorization: Basic x" ${url}/b\n`,
        after: `curl ${url} ${option} --next -H "Authorization: Basic x" ${url}/b\n`,
        plan: { requests: 2, changed: 1 },
        removed: `curl ${url} --next ${url}/b\n`,
      },
      {
        name: 'arithmetic and lookalikes above',
        before: `x=$((1 << 2)); ((y = x << 3)); z=\${x#"'"}; echo it\\'s $# \${#x} # don't\ncurl ${url}$$CURSOR$$\n`,
        after: `x=$((1 << 2)); ((y = x << 3)); z=\${x#"'"}; echo it\\'s $# \${#x} # don't\ncurl ${url} ${option}\n`,
      },
      {
        name: 'here-documents above, one with tabs',
        before: `cat <<A; cat <<-"B b"\nit's\nA\n\tdon't\n\tB b\ncurl ${url}$$CURSOR$$\n`,
        after: `cat <<A; cat <<-"B b"\nit's\nA\n\tdon't\n\tB b\ncurl ${url} ${option}\n`,
      },
      {
        name: 'a here-string above',
        before: `cat <<<"x"\ncurl ${url}$$CURSOR$$`,
        after: `cat <<<"x"\ncurl ${url} ${option}`,
      },
      {
        name: 'mixed ends of line',
        before: `echo\r\ncurl "$URL" \\\n  -s \\\r\n  -d x$$CURSOR$$\recho\n`,
        after: `echo\r\ncurl "$URL" \\\n  ${option} \\\r\n  -s \\\r\n  -d x\recho\n`,
      },
    ]);
  });

  describe('what is there already', () => {
    const right = [
      `-H "Authorization: Bearer $HOSTED_LOGIN_TOKEN"`,
      '-H "authorization: Bearer ${HOSTED_LOGIN_TOKEN}"',
      `--header 'Authorization: Bearer '"$HOSTED_LOGIN_TOKEN"`,
      '-H Authorization:\\ Bearer\\ $HOSTED_LOGIN_TOKEN',
    ];
    const replaced: readonly (readonly [present: string, wanted: string, removed?: string])[] = [
      [`-H 'Authorization: Bearer $HOSTED_LOGIN_TOKEN'`, option],
      [`-H "Authorization: Bearer \\$HOSTED_LOGIN_TOKEN"`, option],
      [`-H 'authorization: Bearer old'`, '-H "authorization: Bearer $HOSTED_LOGIN_TOKEN"'],
      [`-H "Authorization: Bearer $(cat token)"`, option],
      [`-H "Authorization: Bearer $HOSTED_LOGIN_TOKEN2"`, option],
      [`--header "Authorization: Bearer $TOKEN"`, `--header "Authorization: Bearer $HOSTED_LOGIN_TOKEN"`],
      // To curl, `--header=` is an unknown option.
      [`--header='Authorization: Bearer x'`, `--header "Authorization: Bearer $HOSTED_LOGIN_TOKEN"`],
      [
        `--header="Authorization: Bearer $HOSTED_LOGIN_TOKEN"`,
        `--header "Authorization: Bearer $HOSTED_LOGIN_TOKEN"`,
      ],
      ['--oauth2-bearer "$TOKEN"', option],
      [`-H'Authorization: Bearer x'`, option],
      [`-sH 'Authorization: Bearer x'`, `-s ${option}`, `curl -s ${url} -k\n`],
      ['-H "Authorization:"', option],
      ['-u user:pass', option],
      ['-u "$ID:$SECRET"', option],
      ['--user="$ID:$SECRET"', option],
      ['-H "Authorization: $AUTH"', option],
      ['-H "Authorization;"', option],
      [`--header 'authorization ;'`, '--header "authorization: Bearer $HOSTED_LOGIN_TOKEN"'],
      [`--heade 'Authorization: Bearer x'`, '--heade "Authorization: Bearer $HOSTED_LOGIN_TOKEN"'],
      [`--Header 'Authorization: Bearer x'`, '--Header "Authorization: Bearer $HOSTED_LOGIN_TOKEN"'],
      ['--oauth x', option],
      [
        `--expand-header 'Authorization: Bearer {{T}}'`,
        `--header "Authorization: Bearer $HOSTED_LOGIN_TOKEN"`,
      ],
      [`--expand-oauth2-bearer '{{T}}'`, option],
      [
        `--proto https --max-t 5 -H 'Authorization: Bearer x'`,
        `--proto https --max-t 5 ${option}`,
        `curl --proto https --max-t 5 ${url} -k\n`,
      ],
      [`-H 'Authorization: Bearer a' -H "Authorization: Bearer b" -u c:d`, option],
    ];
    testFormat(posixFormat, [
      ...right.map((present): FormatCase => ({
        name: `right already: ${present}`,
        before: `curl ${url}$$CURSOR$$ ${present} -k\n`,
        plan: { changed: 0, requests: 1 },
        removed: `curl ${url} -k\n`,
      })),
      ...replaced.map(([present, wanted, removed = `curl ${url} -k\n`]): FormatCase => ({
        name: `replaced: ${present}`,
        before: `curl ${present} ${url}$$CURSOR$$ -k\n`,
        after: `curl ${wanted} ${url} -k\n`,
        removed,
        replaceOtherSchemes: true,
      })),
      ...[
        '-u user:pass',
        '-u "$ID:$SECRET"',
        '-H "Authorization: Basic x"',
        '-H "Authorization: Basic $(x)"',
      ].map((present): FormatCase => ({
        name: `asked about: ${present}`,
        before: `curl ${url} \\\n  ${present}$$CURSOR$$`,
        plan: { changed: 0, requests: 1, otherSchemes: [{ line: 1, scheme: 'Basic' }] },
      })),
      {
        name: 'a header on a line of its own, first, middle and last',
        before: `curl \\\n  -H 'Authorization: Bearer a' \\\n  ${url} \\\n  -u b:c \\\n  -d x \\\n  --oauth2-bearer y$$CURSOR$$\n`,
        after: `curl \\\n  ${option} \\\n  ${url} \\\n  -d x\n`,
        removed: `curl \\\n  ${url} \\\n  -d x\n`,
        replaceOtherSchemes: true,
      },
      {
        name: 'two on lines of their own at the end',
        before: `curl ${url} \\\n  -H 'Authorization: Bearer a' \\\n  -u b:c$$CURSOR$$\necho\n`,
        after: `curl ${url} \\\n  ${option}\necho\n`,
        removed: `curl ${url}\necho\n`,
        replaceOtherSchemes: true,
      },
      {
        name: 'two on lines of their own at the end, none kept',
        before: `curl ${url} \\\n  ${option} \\\n  -H "Authorization: Bearer $HOSTED_LOGIN_TOKEN"$$CURSOR$$\n`,
        after: `curl ${url} \\\n  ${option}\n`,
        removed: `curl ${url}\n`,
      },
      {
        name: 'a redirection between options stays',
        before: `curl ${url} > out -H 'Authorization: Bearer a'$$CURSOR$$ -k\n`,
        after: `curl ${url} > out ${option} -k\n`,
        removed: `curl ${url} > out -k\n`,
      },
      {
        name: 'the token itself',
        token: 'eyJ.a-b_c~/+=',
        before: `curl ${url}$$CURSOR$$ -H "Authorization: Bearer $HOSTED_LOGIN_TOKEN"\n`,
        after: `curl ${url} -H "Authorization: Bearer eyJ.a-b_c~/+="\n`,
        removed: `curl ${url}\n`,
      },
      {
        name: 'the token itself, in the quotes that are there',
        token: 'a$b`c"d\\e',
        before: `curl ${url}$$CURSOR$$ -H 'Authorization: Bearer x' -k\n`,
        after: `curl ${url} -H 'Authorization: Bearer a$b\`c"d\\e' -k\n`,
        removed: `curl ${url} -k\n`,
      },
      {
        name: 'the token itself, escaped',
        token: 'a$b`c"d\\e',
        before: `curl ${url}$$CURSOR$$ -H "Authorization: Bearer x" -k\n`,
        after: `curl ${url} -H "Authorization: Bearer a\\$b\\\`c\\"d\\\\e" -k\n`,
        removed: `curl ${url} -k\n`,
      },
    ]);
  });

  describe('as the command writes its other options', () => {
    const long = '--header "Authorization: Bearer $HOSTED_LOGIN_TOKEN"';
    const small = '-H "authorization: Bearer $HOSTED_LOGIN_TOKEN"';
    testFormat(
      posixFormat,
      [
        [`--header 'A: b'`, long],
        ['--request PUT', long],
        ['--request PUT -s', option],
        [`-H 'accept: */*'`, small],
        [`-H 'accept: */*' -H 'A: b'`, option],
        [`--header='A: b'`, long],
      ].map(([present = '', wanted = '']): FormatCase => ({
        name: present,
        before: `curl ${present} ${url}$$CURSOR$$\n`,
        after: `curl ${present} ${url} ${wanted}\n`,
      })),
    );
    testFormat(posixFormat, [
      {
        name: 'in the place of another option',
        before: `curl --header 'a: b' --user "$ID:$SECRET" ${url}$$CURSOR$$\n`,
        after: `curl --header 'a: b' --header "authorization: Bearer $HOSTED_LOGIN_TOKEN" ${url}\n`,
        removed: `curl --header 'a: b' ${url}\n`,
        replaceOtherSchemes: true,
      },
      {
        name: 'the token itself, in backticks, which read double quotes twice',
        token: 'a"$b',
        before: 'x=`curl "$URL"$$CURSOR$$`\n',
        after: `x=\`curl "$URL" -H 'Authorization: Bearer a"$b'\`\n`,
      },
      {
        name: 'the token itself, in their quotes',
        token: 'eyJ.a',
        before: `curl --header 'A: b' ${url}$$CURSOR$$\n`,
        after: `curl --header 'A: b' ${url} --header 'Authorization: Bearer eyJ.a'\n`,
      },
    ]);
  });

  describe('options that stand out of sight', () => {
    const refused: readonly [text: string, source: string][] = [
      [`AUTH="Authorization: Bearer $T"\ncurl -H "$AUTH" ${url}`, '$AUTH'],
      [`AUTH='authorization: x'\ncurl -sH "\${AUTH}" ${url}`, '$AUTH'],
      [`curl --header="$HEADER" ${url}`, '$HEADER'],
      [`curl -H "$(auth_header)" ${url}`, '$(…)'],
      [`curl -H "Author$X" ${url}`, '$X'],
      [`A="$B"\nB="Authorization: x"\ncurl -H "$A" ${url}`, '$A'],
      [`OPTS="-s -H Authorization:x"\ncurl $OPTS ${url}`, '$OPTS'],
      [`OPTS="-u $U:$P"\ncurl \${OPTS} ${url}`, '$OPTS'],
      [`OPTS="-s"\nOPTS="$OPTS $MORE"\ncurl $OPTS ${url}`, '$OPTS'],
      [`URL=https://h/x\nOPTS="-H Authorization:x"\ncurl $URL $OPTS`, '$OPTS'],
      [`curl $OPTS "$URL"`, '$OPTS'],
      [`curl "$@" ${url}`, '$@'],
      [`curl \${@:2} ${url}`, '$@'],
      [`curl $(auth) ${url}`, '$(…)'],
      [`curl \`auth\` ${url}`, '`…`'],
      [`curl \${AUTH:+-H "Authorization: Bearer $AUTH"} ${url}`, '$AUTH'],
      [`curl \${AUTH:+-H} \${AUTH:+"Authorization: $AUTH"} ${url}`, '$AUTH'],
      [`curl -H @headers.txt ${url}`, '-H @headers.txt'],
      [`curl --header=@- ${url}`, '--header @-'],
      [`curl -K cfg ${url}`, '-K cfg'],
      [`curl --config=cfg ${url}`, '--config cfg'],
      // No secret of the file appears in a message.
      [`curl -K <(printf 'header = "Authorization: Bearer s3cr3t"') ${url}`, '-K …'],
      [`curl -H @<(echo "Authorization: Bearer s3cr3t") ${url}`, '-H …'],
      [`curl --config "user = a:s3cr3t" ${url}`, '--config …'],
    ];
    testFormat(
      posixFormat,
      refused.map(([text, source]) => ({
        name: `refused: ${text}`,
        before: `${text}$$CURSOR$$\n`,
        plan: {
          requests: 0,
          changed: 0,
          refused: [{ kind: 'elsewhere', line: text.split('\n').length - 1, source }],
        },
      })),
    );
    const inserted: readonly [text: string, after: string][] = [
      [`curl -s $BASE/config/clients`, ''],
      [`curl -s $URL`, ''],
      [`URL=https://h/authorization/x\ncurl $URL`, ''],
      [`curl -H "X-Trace: $ID" "$URL"`, ''],
      [`ACCEPT="Accept: a/b"\ncurl -H "$ACCEPT" "$URL"`, ''],
      [`curl -H "X-$NAME: a" "$URL"`, ''],
      [`curl \${VERBOSE:+-v} ${url}`, ''],
      [`OPTS="-s"\nOPTS+=" --fail"\ncurl $OPTS ${url}`, ''],
      [`curl "$URL"`, ' -o $FILE -d $BODY'],
    ];
    testFormat(
      posixFormat,
      inserted.map(([text, after]) => ({
        name: `inserted: ${text}${after}`,
        before: `${text}${after}$$CURSOR$$\n`,
        after: `${text} ${option}${after}\n`,
      })),
    );
  });

  describe('a command in an array', () => {
    testFormat(posixFormat, [
      {
        name: 'on one line',
        before: `c=(curl -s "$URL")$$CURSOR$$\n"\${c[@]}"\n`,
        after: `c=(curl -s "$URL" ${option})\n"\${c[@]}"\n`,
      },
      {
        name: 'on several lines, without continuations',
        before: `c=(\n  curl -s$$CURSOR$$\n  "$URL" # it's\n  # x\n  -d x\n)\n`,
        after: `c=(\n  curl -s\n  "$URL" ${option} # it's\n  # x\n  -d x\n)\n`,
      },
      {
        name: 'one option a line',
        before: `c=(\n  curl\n  "$URL"\n  -d x$$CURSOR$$\n)\n`,
        after: `c=(\n  curl\n  "$URL"\n  ${option}\n  -d x\n)\n`,
      },
      {
        name: 'with another header on a further line',
        before: `c=(\n  curl "$URL"\n  -H "Authorization: Bearer x"$$CURSOR$$\n)\n`,
        after: `c=(\n  curl "$URL"\n  ${option}\n)\n`,
        removed: `c=(\n  curl "$URL"\n)\n`,
      },
      {
        name: 'a command below it',
        before: `c=(\n  curl\n  it\n)\ncurl "$URL"$$CURSOR$$\n`,
        after: `c=(\n  curl\n  it\n)\ncurl "$URL" ${option}\n`,
      },
    ]);
  });

  describe('options in an array', () => {
    const elsewhere = (name: string, line: number): NonNullable<FormatCase['plan']> => ({
      requests: 0,
      changed: 0,
      refused: [{ kind: 'elsewhere', line, source: name }],
    });
    testFormat(posixFormat, [
      {
        name: 'the header is among them',
        before: `args=(-s -H "Authorization: Bearer $T")\ncurl "\${args[@]}" ${url}$$CURSOR$$\n`,
        plan: elsewhere('args', 1),
      },
      {
        name: 'the header came to them, on several lines',
        before: `args=( -s )\nargs+=(\n  -d "$(date)" # it's\n  -u \\\n "$A:$B"\n)\ncurl \${args[@]} ${url}$$CURSOR$$\n`,
        plan: elsewhere('args', 6),
      },
      {
        name: 'nobody knows what they are',
        before: `. ./args.sh\ncurl -s "\${more[@]}" ${url}$$CURSOR$$\n`,
        plan: elsewhere('more', 1),
      },
      {
        name: 'it never closes',
        before: `args=(-s\ncurl "\${args[@]}" ${url}$$CURSOR$$\n`,
        plan: { refused: [{ kind: 'noRequest', line: 1 }] },
      },
      {
        name: 'those of another array are among them',
        before: `more=(-u "$A:$B")\nargs=(-s "\${more[@]}")\ncurl "\${args[@]}" ${url}$$CURSOR$$\n`,
        plan: elsewhere('args', 2),
      },
      {
        name: 'the name of another array',
        before: `args=(-s)\nmy_args=(-u a:b)\ncurl "\${args[@]+"\${args[@]}"}" ${url}$$CURSOR$$\n`,
        after: `args=(-s)\nmy_args=(-u a:b)\ncurl "\${args[@]+"\${args[@]}"}" ${url} ${option}\n`,
      },
      {
        name: 'the header is not among them',
        before: `args=(-s -H "Accept: */*"\n  -d '{"a": "Authorization: x"}')\ncurl "\${args[@]}" ${url}$$CURSOR$$\n`,
        after: `args=(-s -H "Accept: */*"\n  -d '{"a": "Authorization: x"}')\ncurl "\${args[@]}" ${url} ${option}\n`,
      },
      {
        name: 'the header is at the command',
        before: `curl "\${more[@]}" -H "Authorization: Bearer x" ${url}$$CURSOR$$\n`,
        after: `curl "\${more[@]}" ${option} ${url}\n`,
        removed: `curl "\${more[@]}" ${url}\n`,
      },
      {
        name: 'a member, a number and a text of them',
        before: `curl "\${a[0]}" "\${#a[@]}" -d "x \${a[*]}"$$CURSOR$$\n`,
        after: `curl "\${a[0]}" ${option} "\${#a[@]}" -d "x \${a[*]}"\n`,
      },
    ]);
  });

  it('removes several at the end without leaving a continuation', () => {
    const text = `curl ${url} \\\n  -H 'Authorization: Bearer a' \\\n  --oauth2-bearer x\necho\n`;
    assert.equal(edited(posixFormat, text, [0], { token: undefined }).text, `curl ${url}\necho\n`);
  });

  describe('what is not a request', () => {
    const none = [
      `# curl ${url}$$CURSOR$$\n`,
      `echo x # curl ${url}$$CURSOR$$\n`,
      `echo "curl ${url}"$$CURSOR$$\n`,
      `echo curl ${url}$$CURSOR$$\n`,
      `cat > x.sh <<'EOF'\ncurl ${url}$$CURSOR$$\nEOF\n`,
      `bash -c 'curl ${url}'$$CURSOR$$\n`,
      'command -v curl$$CURSOR$$ >/dev/null || exit 1\n',
      'sudo apt install curl -y$$CURSOR$$\n',
      `sudo -E ssh -q server curl ${url}$$CURSOR$$\n`,
      `sudo -u bob ssh -q server curl ${url}$$CURSOR$$\n`,
      `env -i ssh -q server curl ${url}$$CURSOR$$\n`,
      `sudo -E echo curl ${url}$$CURSOR$$\n`,
      ...[
        'ssh $(cat host) §',
        'ssh u@$(cat host) \\\n  §',
        'ssh h -p $(port)$(digit) §',
        'sudo ssh `cat host` §',
        'ssh -F <(config) §',
        'x=$(docker exec -it $(docker ps -qf name=a) §)',
        'if ssh $(cat "$(file)" | head -1; echo) §; then',
        'f() { A=$(b) ssh $(cat host) §; }',
        '$(which ssh) §',
        'A=b $(which ssh) §',
      ].map(line => `${line.replace('§', `curl -s ${url}`)}$$CURSOR$$\n`),
      // Strings for another program, below quotes that are easily misread.
      ...[
        `body=\${1:-'{"name":"test"}'}`,
        `name=\${name//'"'/}\ncurl -s https://other.example/x -d "{\\"name\\": \\"$name\\"}"`,
        `name="\${name#*'"'}"`,
        `name="\${map['a"b']}"`,
        `name=\${name//$'"'/}`,
        "msg=$'it\\'s done'",
        "x=$(echo a | sed $'s/\\'//g')",
        `msg="$(case $1 in\n  up) echo "it's up" ;;\n  *) echo "down" ;;\nesac)"`,
        `msg="$(case $1 in (a|b) case $2 in x) echo "it's" ;; esac ;; esac; echo "x")"`,
        "curl -s `# body, e.g. it's` \\\n  https://other.example",
        "cat <<''\nit's\n",
      ].flatMap(above =>
        ["'", '"'].map(quote => `${above}\nssh deploy@edge ${quote}\n  curl -s ${url}$$CURSOR$$\n${quote}\n`),
      ),
      'curl --version$$CURSOR$$\n',
      `mycurl ${url}$$CURSOR$$\n`,
      `curl ${url}\n$$CURSOR$$\ncurl ${url}\n`,
      `curl ${url} -d 'open\necho$$CURSOR$$\n`,
      `x='\ncurl ${url}$$CURSOR$$\n'`,
      '$$CURSOR$$',
    ];
    testFormat(
      posixFormat,
      none.map(before => ({ name: JSON.stringify(before), before, plan: { requests: 0, changed: 0 } })),
    );
    it('is refused, with the line of the cursor', () => {
      const { plan } = edited(posixFormat, `# x\n\ncurl ${url}`, [1]);
      assert.deepEqual(plan.refused, [{ kind: 'noRequest', line: 1 }]);
    });
  });

  describe('below quotes that are easily misread', () => {
    testFormat(
      posixFormat,
      [
        `id="\${id//'"'/}"`,
        `body=\${1:-'{"a":1}'}`,
        `v="\${line#*'"'}"`,
        `b=("\${a[@]/#/'"'}")`,
        `m="\${m['a"b']}"`,
        `x=\${x//$'"'/}`,
        `x="\${x:-'ab'}"`,
        "x=$'it\\'s'",
        `x="$(case $1 in a) echo "it's";; esac)"`,
        "echo `# it's` b",
        "cat <<''\nit's\n",
      ].map(above => ({
        name: above,
        before: `${above}\ncurl ${url}$$CURSOR$$\n`,
        after: `${above}\ncurl ${url} ${option}\n`,
      })),
    );
    testFormat(posixFormat, [
      {
        name: 'at the command itself',
        before: `curl -H "X: \${b//'"'/}" -d \${b:-'{"a":"b"}'} ${url}$$CURSOR$$\n`,
        after: `curl -H "X: \${b//'"'/}" -d \${b:-'{"a":"b"}'} ${url} ${option}\n`,
      },
      {
        name: 'comments in backticks',
        before: `curl -s \`# silent\` \\\n  -X POST \`# the method\` \\\n  ${url}$$CURSOR$$ \\\n  -d x\n`,
        after: `curl -s \`# silent\` \\\n  -X POST \`# the method\` \\\n  ${url} \\\n  ${option} \\\n  -d x\n`,
      },
    ]);
  });

  testFormat(posixFormat, [
    {
      name: 'a quote that never ends: only what stands before it',
      before: `curl ${url}$$CURSOR$$ -H 'x\ncurl ${url}/b\n`,
      after: `curl ${url} ${option} -H 'x\ncurl ${url}/b\n`,
    },
    {
      name: 'a continuation that never goes on',
      before: `curl ${url}\\$$CURSOR$$`,
      after: `curl ${url} ${option}\\`,
    },
    {
      name: 'a substitution that never ends',
      before: `x=$(curl ${url}$$CURSOR$$\n`,
      after: `x=$(curl ${url} ${option}\n`,
    },
    {
      name: 'a here-document that never ends',
      before: `cat <<X\ncurl ${url}$$CURSOR$$\n`,
      after: `cat <<X\ncurl ${url} ${option}\n`,
    },
  ]);
});
