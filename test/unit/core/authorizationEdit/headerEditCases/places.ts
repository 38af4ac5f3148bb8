import { header, type HeaderEditCase, mine, value } from './case';

/** Where the header is inserted, and what must not be taken for it. */
export const places: HeaderEditCase[] = [
  {
    name: 'right already',
    before: `GET ${mine}$$CURSOR$$\n${header}\n`,
    plan: { changed: 0, requests: 1 },
  },
  {
    name: 'filled where it was empty',
    before: `GET ${mine}$$CURSOR$$\nAccept: */*\nAuthorization:\n`,
    after: `GET ${mine}\nAccept: */*\n${header}\n`,
    sent: true,
  },
  {
    // The file does not tell whether it was empty before, and clients send an empty header.
    name: 'removed with its line, also if it was empty before',
    before: `GET ${mine}$$CURSOR$$\nAccept: */*\n${header}\n`,
    after: `GET ${mine}\nAccept: */*\n`,
    value: undefined,
  },
  {
    name: 'right already, odd blanks',
    before: `GET ${mine}$$CURSOR$$\n  authorization :\t${value}  \n`,
  },
  {
    name: 'other headers in small letters',
    before: `GET ${mine}$$CURSOR$$\naccept: */*\nx-a: b\n`,
    after: `GET ${mine}\nauthorization: ${value}\naccept: */*\nx-a: b\n`,
    sent: true,
  },
  {
    name: 'request line is the last line without newline',
    before: `GET ${mine}$$CURSOR$$`,
    after: `GET ${mine}\n${header}`,
    sent: true,
  },
  {
    name: 'request line is the last line without newline, CRLF',
    before: `@a = 1\r\nGET ${mine}$$CURSOR$$`,
    after: `@a = 1\r\nGET ${mine}\r\n${header}`,
    eol: '\r\n',
    sent: true,
  },
  {
    name: 'CRLF',
    before: `GET ${mine}$$CURSOR$$\r\nAccept: */*\r\n\r\nbody\r\n`,
    after: `GET ${mine}\r\n${header}\r\nAccept: */*\r\n\r\nbody\r\n`,
    eol: '\r\n',
    sent: true,
  },
  {
    name: 'CRLF, replaced and duplicate removed at the end',
    before: `GET ${mine}$$CURSOR$$\r\nAuthorization: Bearer a\r\nauthorization: Bearer b`,
    after: `GET ${mine}\r\n${header}`,
    eol: '\r\n',
    sent: true,
  },
  {
    name: 'lone CR',
    before: `GET ${mine}$$CURSOR$$\rAccept: */*\r`,
    after: `GET ${mine}\r${header}\nAccept: */*\r`,
  },
  {
    name: 'indented request gets an indented header',
    before: `\t GET ${mine}\n\t Accept: */*$$CURSOR$$\n`,
    after: `\t GET ${mine}\n\t ${header}\n\t Accept: */*\n`,
    sent: true,
  },
  {
    name: 'duplicates in a run up to the last line',
    before: `GET ${mine}$$CURSOR$$\nAuthorization: Bearer a\nAuthorization: Bearer b\nauthorization: Bearer c`,
    after: `GET ${mine}\n${header}`,
    sent: true,
  },
  {
    name: 'right header kept, duplicates before and after headers removed',
    before: `GET ${mine}$$CURSOR$$\n${header}\nX-A: 1\n${header}\n   fold\nX-B: 2\n${header}\n\nbody`,
    after: `GET ${mine}\n${header}\nX-A: 1\nX-B: 2\n\nbody`,
    sent: true,
  },
  {
    name: 'empty value',
    before: `GET ${mine}$$CURSOR$$\nAuthorization:\nX-A: 1\n`,
    after: `GET ${mine}\n${header}\nX-A: 1\n`,
    sent: true,
  },
  {
    name: 'empty value with everything folded',
    before: `GET ${mine}$$CURSOR$$\nAuthorization:   \n\tBearer abc\n`,
    after: `GET ${mine}\n${header}\n`,
    sent: true,
  },
  {
    name: 'no blank after the colon stays so',
    before: `GET ${mine}$$CURSOR$$\nAuthorization:Bearer old\n`,
    after: `GET ${mine}\nAuthorization:${value}\n`,
    sent: true,
  },
  {
    name: 'an indented body without blank line is not a fold',
    before: `POST ${mine}$$CURSOR$$\nAuthorization: Bearer old\n  {"a": 1}\n`,
    after: `POST ${mine}\n${header}\n  {"a": 1}\n`,
    sent: true,
  },
  {
    name: 'an indented header is not a fold',
    before: `GET ${mine}$$CURSOR$$\nAuthorization: Bearer old\n  X-A: 1\n  # c\n  ?a=1\n`,
    after: `GET ${mine}\n${header}\n  X-A: 1\n  # c\n  ?a=1\n`,
    sent: true,
  },
  {
    name: 'comment lines between headers and continuation lines',
    before: `GET ${mine}\n# c\n  ?a=1\n// c\n  &b=2\n# d\nX-A: 1\n# e\nAuthorization: Bearer x$$CURSOR$$\n`,
    after: `GET ${mine}\n# c\n  ?a=1\n// c\n  &b=2\n# d\nX-A: 1\n# e\n${header}\n`,
    sent: true,
  },
  {
    name: 'inserted after continuation lines with comments between them',
    before: `GET ${mine}\n  ?a=1\n// c$$CURSOR$$\n  &b=2\n# d\nX-A: 1\n`,
    after: `GET ${mine}\n  ?a=1\n// c\n  &b=2\n${header}\n# d\nX-A: 1\n`,
    sent: true,
  },
  {
    name: 'comments below the URL only',
    before: `GET ${mine}$$CURSOR$$\n# c\n// d\nX-A: 1\n`,
    after: `GET ${mine}\n${header}\n# c\n// d\nX-A: 1\n`,
    sent: true,
  },
  {
    name: 'asserts right after the URL',
    before: `GET ${mine}$$CURSOR$$\n?? status == 200\n`,
    after: `GET ${mine}\n${header}\n?? status == 200\n`,
    sent: true,
  },
  {
    name: 'script block right after headers',
    before: `GET ${mine}$$CURSOR$$\nX-A: 1\n{{@response\nauthorization: 1\n}}\n`,
    after: `GET ${mine}\n${header}\nX-A: 1\n{{@response\nauthorization: 1\n}}\n`,
  },
  {
    name: 'handler file and saved response right after headers',
    before: `GET ${mine}$$CURSOR$$\nX-A: 1\n> ./check.js\n<> ./saved.json\nAuthorization: Bearer x\n`,
    after: `GET ${mine}\n${header}\nX-A: 1\n> ./check.js\n<> ./saved.json\nAuthorization: Bearer x\n`,
  },
  {
    name: 'body right after headers',
    before: `POST ${mine}$$CURSOR$$\nX-A: 1\n{\n  authorization: "x"\n}\n`,
    after: `POST ${mine}\n${header}\nX-A: 1\n{\n  authorization: "x"\n}\n`,
    sent: true,
  },
  {
    name: 'block comment right after headers',
    before: `POST ${mine}$$CURSOR$$\nX-A: 1\n/*\nAuthorization: Bearer x\n*/\n`,
    after: `POST ${mine}\n${header}\nX-A: 1\n/*\nAuthorization: Bearer x\n*/\n`,
    sent: true,
  },
  {
    name: 'saved response below the request',
    before: `GET ${mine}$$CURSOR$$\nX-A: 1\n\nHTTP/1.1 200 OK\nAuthorization: Bearer x\n\n{}\n`,
    after: `GET ${mine}\n${header}\nX-A: 1\n\nHTTP/1.1 200 OK\nAuthorization: Bearer x\n\n{}\n`,
    sent: true,
  },
  {
    name: 'a body of one word directly below a token, which is no part of it',
    before: `POST ${mine}$$CURSOR$$\nAuthorization: Bearer ${'0ld-T0ken_'.repeat(6)}\n    name=x\n`,
    after: `POST ${mine}\n${header}\n    name=x\n`,
  },
  {
    name: 'the same when it is removed',
    before: `POST ${mine}$$CURSOR$$\nAuthorization: Bearer ${'0ld-T0ken_'.repeat(6)}\n    name=x\n`,
    after: `POST ${mine}\n    name=x\n`,
    value: undefined,
  },
];
