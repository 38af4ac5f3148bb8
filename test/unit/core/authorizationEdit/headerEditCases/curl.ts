import { header, type HeaderEditCase, mine, other, text, value } from './case';

const option = `-H "${header}"`;
export const curl: HeaderEditCase[] = [
  {
    name: 'curl on one line',
    before: `curl -s ${mine} -d "a b" | jq .$$CURSOR$$\n`,
    after: `curl -s ${mine} ${option} -d "a b" | jq .\n`,
  },
  {
    name: 'curl without line break at the end',
    before: `  curl ${mine}$$CURSOR$$`,
    after: `  curl ${mine} ${option}`,
  },
  {
    name: 'curl with one option a line',
    before: `curl -X POST ${mine} \\\n   -H "Accept: */*" \\$$CURSOR$$\n   -d '{\n\n"a": 1\n}'\n`,
    after: `curl -X POST ${mine} \\\n   ${option} \\\n   -H "Accept: */*" \\\n   -d '{\n\n"a": 1\n}'\n`,
  },
  {
    name: 'curl with one option a line, CRLF, URL last',
    before: `curl \\\r\n  -H 'A: b' \\\r\n  ${mine}$$CURSOR$$\r\n`,
    after: `curl \\\r\n  -H 'A: b' \\\r\n  ${mine} -H '${header}'\r\n`,
    eol: '\r\n',
  },
  {
    name: 'curl with one option a line, CRLF',
    before: `curl ${mine} \\\r\n\t-H 'A: b'$$CURSOR$$\r\n`,
    after: `curl ${mine} \\\r\n\t-H '${header}' \\\r\n\t-H 'A: b'\r\n`,
    eol: '\r\n',
  },
  {
    name: 'curl with a dangling continuation',
    before: `curl ${mine} \\$$CURSOR$$\n\n`,
    after: `curl ${mine} ${option} \\\n\n`,
  },
  {
    name: 'curl, right already',
    before: `curl ${mine} \\\n  ${option}$$CURSOR$$`,
    plan: { changed: 0, requests: 1 },
  },
  {
    name: 'curl, right already in a variable',
    before: `@a = ${value}\n\ncurl ${mine} -H "Authorization: {{a}}"$$CURSOR$$`,
    plan: { changed: 0, requests: 1, otherSchemes: [] },
  },
  {
    name: 'curl, replaced with case and quotes kept',
    before: `curl ${mine} \\\n  -H 'authorization: Bearer old' \\\n  -d x$$CURSOR$$`,
    after: `curl ${mine} \\\n  -H 'authorization: ${value}' \\\n  -d x`,
  },
  ...[
    ['--header "Authorization: Bearer old"', `--header "${header}"`],
    ['--header="Authorization: Bearer old"', `--header="${header}"`],
    ["--header='Authorization: Bearer old'", `--header='${header}'`],
    ['-H"Authorization: Bearer old"', option],
    ['-sH "Authorization: Bearer old"', `-s ${option}`],
    ['-H Authorization:\\ Bearer\\ old', option],
    ['-H Authorization:{{ a b }}', option],
    ["-H $'Authorization: Bearer o\\'ld'", `-H '${header}'`],
    ['-H "Authorization: Bearer "$TOKEN', option],
    ['-H "Authorization: Bearer \\"x\\""', option],
    ['-H "Authorization:"', option],
    ['--oauth2-bearer abc', option],
    ['-u user:pass', option],
    ['-uuser:pass', option],
    ['-su "user:pass"', `-s ${option}`],
    ['--user=user:pass', option],
  ].map(([present = '', wanted = '']): HeaderEditCase => ({
    name: `curl ${present}`,
    before: `curl ${present} ${mine}$$CURSOR$$ -k\n`,
    after: `curl ${wanted} ${mine} -k\n`,
    replaceOtherSchemes: true,
  })),
  ...['-u user:pass', '-uuser:pass', '-ksu user:pass', '--user user:pass', '-H "Authorization: Basic x"'].map(
    (present): HeaderEditCase => ({
      name: `curl asks before replacing ${present}`,
      before: `curl ${mine} \\\n  ${present}$$CURSOR$$`,
      plan: { changed: 0, requests: 1, otherSchemes: [{ line: 1, scheme: 'Basic' }] },
    }),
  ),
  {
    name: 'curl, duplicates and user removed, last line too',
    before: text(
      `curl ${mine} \\`,
      '  -su a:b \\',
      '  -H "Authorization: Bearer x" \\',
      '  -d y \\',
      '  -H "authorization: Bearer z" \\',
      '  -u c:d$$CURSOR$$',
    ),
    after: `curl ${mine} \\\n  -s \\\n  ${option} \\\n  -d y`,
    replaceOtherSchemes: true,
    plan: { changed: 1 },
  },
  {
    name: 'curl, data that looks like a header',
    before: `curl ${mine} -d '-H "Authorization: Basic x"' --data-raw -uabc$$CURSOR$$`,
    after: `curl ${mine} ${option} -d '-H "Authorization: Basic x"' --data-raw -uabc`,
  },
  {
    name: 'curl without URL',
    before: '###\ncurl -k --url {{host}}/x$$CURSOR$$\n###',
    after: `###\ncurl -k --url {{host}}/x ${option}\n###`,
  },
  {
    name: 'curl with an open quote takes the rest of its block only',
    before: `curl ${mine} -d '{$$CURSOR$$\na\n###\nGET ${other}`,
    after: `curl ${mine} ${option} -d '{\na\n###\nGET ${other}`,
  },
  {
    name: 'curl, header with a forgotten quote on the last line',
    before: `curl ${mine} -H "Authorization: Bearer old$$CURSOR$$`,
    after: `curl ${mine} ${option}`,
  },
  {
    name: 'curl, URL with a forgotten quote',
    before: `curl -k "${mine}$$CURSOR$$\n  text`,
    after: `curl ${option} -k "${mine}\n  text`,
  },
  {
    name: 'curl with a literal token in place of the reference',
    before: `curl ${mine} ${option}$$CURSOR$$`,
    after: `curl ${mine} -H "Authorization: Bearer eyJ.a-b_c"`,
    value: 'Bearer eyJ.a-b_c',
  },
  {
    name: 'curl with long options, as other tools export it',
    before: text(
      `curl --location --request PUT '${mine}' \\$$CURSOR$$`,
      "--header 'Content-Type: application/json' \\",
      `--data '{"name":"x"}'`,
    ),
    after: text(
      `curl --location --request PUT '${mine}' \\`,
      `--header '${header}' \\`,
      "--header 'Content-Type: application/json' \\",
      `--data '{"name":"x"}'`,
    ),
  },
  // REST Client reads `-H` or `--header`: with both, it drops the headers of the second one.
  ...[
    [`--header "A: b" ${mine}`, `--header "A: b" ${mine} --header "${header}"`],
    [`--header='A: b' ${mine}`, `--header='A: b' ${mine} --header='${header}'`],
    [`--header "A: b" -H "C: d" ${mine}`, `--header "A: b" -H "C: d" ${mine} -H "${header}"`],
    [`--request PUT '${mine}'`, `--request PUT '${mine}' --header '${header}'`],
    [`--request PUT '${mine}' -s`, `--request PUT '${mine}' -H '${header}' -s`],
    [`--compressed '${mine}'`, `--compressed '${mine}' -H '${header}'`],
    [`-H 'accept: */*' ${mine}`, `-H 'accept: */*' ${mine} -H '${header.replace('A', 'a')}'`],
    [
      `-H "A: b" --header "authorization: Bearer x" ${mine}`,
      `-H "A: b" -H "authorization: ${value}" ${mine}`,
    ],
    [`-H "A: b" --header "${header}" ${mine}`, `-H "A: b" ${option} ${mine}`],
    [`--header "A: b" ${option} ${mine}`, `--header "A: b" --header "${header}" ${mine}`],
    [`--header "A: b" -u c:d ${mine}`, `--header "A: b" --header "${header}" ${mine}`],
  ].map(([present = '', wanted = '']): HeaderEditCase => ({
    name: `curl ${present}`,
    before: `curl ${present}$$CURSOR$$`,
    after: `curl ${wanted}`,
    replaceOtherSchemes: true,
  })),
  {
    name: 'curl, a quote that is not closed and goes on below',
    before: `curl ${mine} -u "a:b \\$$CURSOR$$`,
    after: `curl ${mine} ${option} -u "a:b \\`,
    replaceOtherSchemes: true,
  },
  {
    name: 'curl and a further request',
    before: `curl ${other}\n\nGET ${mine}$$CURSOR$$`,
    after: `curl ${other}\n\nGET ${mine}\n${header}`,
  },
];
