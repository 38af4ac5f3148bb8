import { header, type HeaderEditCase, mine, other, value } from './case';

/** Cases in which REST Client and httpYac were found to differ or to fail. */
export const measured: HeaderEditCase[] = [
  {
    name: 'lower-case header name',
    before: `GET ${mine}$$CURSOR$$\nauthorization: Bearer old\n`,
    after: `GET ${mine}\nauthorization: ${value}\n`,
    sent: true,
  },
  {
    name: 'mixed-case header name',
    before: `GET ${mine}$$CURSOR$$\nAccept: */*\nAUTHorization: bearer old\n`,
    after: `GET ${mine}\nAccept: */*\nAUTHorization: ${value}\n`,
    sent: true,
  },
  {
    name: 'two Authorization lines, same case',
    before: `GET ${mine}$$CURSOR$$\nAuthorization: Bearer a\nX-A: 1\nAuthorization: Bearer b\n`,
    after: `GET ${mine}\n${header}\nX-A: 1\n`,
    sent: true,
  },
  {
    name: 'two lines, different case',
    before: `GET ${mine}$$CURSOR$$\nauthorization: Bearer a\nAuthorization: Bearer b\n\nbody`,
    after: `GET ${mine}\nauthorization: ${value}\n\nbody`,
    sent: true,
  },
  {
    name: 'trailing comma after value',
    before: `GET ${mine}$$CURSOR$$\nAccept: */*,\n${header},\n`,
    after: `GET ${mine}\nAccept: */*,\n${header}\n`,
    sent: true,
  },
  {
    name: 'header placed before ?a=1 lines',
    before: `GET ${mine}$$CURSOR$$\n?a=1\n  &b=2\nAccept: */*\n`,
    after: `GET ${mine}\n?a=1\n  &b=2\n${header}\nAccept: */*\n`,
    sent: true,
  },
  {
    name: 'indented header',
    before: `GET ${mine}$$CURSOR$$\n  Accept: */*\n    Authorization: Bearer old  \n`,
    after: `GET ${mine}\n  Accept: */*\n    Authorization: ${value}\n`,
    sent: true,
  },
  {
    name: 'indented path continuation',
    before: 'GET http://hosted.example$$CURSOR$$\n  /mine\n  /path\n  ?a=1\n',
    after: `GET http://hosted.example\n  /mine\n  /path\n  ?a=1\n${header}\n`,
    sent: true,
  },
  {
    name: 'folded (indented) header value',
    before: `GET ${mine}$$CURSOR$$\nAuthorization: Bearer\n  eyJhbGciOi\n  .eyJzdWIi\nAccept: */*\n`,
    after: `GET ${mine}\n${header}\nAccept: */*\n`,
    sent: true,
  },
  {
    name: 'blank line between request line and header',
    before: `POST ${mine}$$CURSOR$$\n\nAuthorization: Bearer old`,
    after: `POST ${mine}\n${header}\n\nAuthorization: Bearer old`,
    sent: true,
  },
  {
    name: '#Authorization: x (no space)',
    before: `GET ${mine}$$CURSOR$$\n#Authorization: Bearer old\n`,
    after: `GET ${mine}\n${header}\n#Authorization: Bearer old\n`,
    sent: true,
  },
  {
    name: '# Authorization: x',
    before: `GET ${mine}$$CURSOR$$\nX-A: 1\n# Authorization: Basic old\n// authorization: x\n`,
    after: `GET ${mine}\n${header}\nX-A: 1\n# Authorization: Basic old\n// authorization: x\n`,
    sent: true,
  },
  {
    name: 'second request line without ###, cursor on the first',
    before: `GET ${mine}$$CURSOR$$\nGET ${other}\nAccept: */*\n`,
    after: `GET ${mine}\n${header}\nGET ${other}\nAccept: */*\n`,
    sent: true,
  },
  {
    name: 'second request line without ###, cursor on the second',
    before: `GET ${other}\n\nGET ${mine}\n$$CURSOR$$Accept: */*\n`,
    after: `GET ${other}\n\nGET ${mine}\n${header}\nAccept: */*\n`,
    sent: true,
  },
  {
    name: 'indented ###',
    before: `GET ${other}\n\n  ### next\nGET ${mine}$$CURSOR$$\n`,
    after: `GET ${other}\n\n  ### next\nGET ${mine}\n${header}\n`,
    sent: true,
  },
  {
    name: 'cursor on a ### line',
    before: `GET ${other}\n\n### ne$$CURSOR$$xt\n# c\nGET ${mine}\n\n###\nGET ${other}`,
    after: `GET ${other}\n\n### next\n# c\nGET ${mine}\n${header}\n\n###\nGET ${other}`,
    sent: true,
  },
  {
    name: '> {% %} right after headers',
    before: `GET ${mine}$$CURSOR$$\nX-A: 1\n> {%\nAuthorization: Bearer old\n%}\n`,
    after: `GET ${mine}\n${header}\nX-A: 1\n> {%\nAuthorization: Bearer old\n%}\n`,
  },
  {
    name: '{{ $processEnv X }} extra blanks',
    before: `GET ${mine}$$CURSOR$$\nAuthorization: Bearer {{ $processEnv HOSTED_LOGIN_TOKEN }}\n`,
    after: `GET ${mine}\n${header}\n`,
    sent: true,
  },
  {
    name: '{{$processEnv A-B}}',
    before: `GET ${mine}$$CURSOR$$\nAuthorization: Bearer {{$processEnv A-B}}\n`,
    after: `GET ${mine}\n${header}\n`,
  },
  {
    name: '$processenv, $dotEnv (wrong case)',
    before: `GET ${mine}$$CURSOR$$\nAuthorization: Bearer {{$processenv HOSTED_LOGIN_TOKEN}}\n`,
    after: `GET ${mine}\n${header}\n`,
  },
  {
    name: '{{process.env.X}}',
    before: `GET ${mine}$$CURSOR$$\nAuthorization: Bearer {{process.env.HOSTED_LOGIN_TOKEN}}\n`,
    after: `GET ${mine}\n${header}\n`,
  },
  {
    name: '{{$env.X}}',
    before: `GET ${mine}$$CURSOR$$\nAuthorization: Bearer {{$env.HOSTED_LOGIN_TOKEN}}\n`,
    after: `GET ${mine}\n${header}\n`,
  },
  {
    name: 'undefined {{name}}',
    before: `GET ${mine}$$CURSOR$$\nAuthorization: Bearer {{token}}\n`,
    after: `GET ${mine}\n${header}\n`,
    sent: true,
  },
  {
    name: 'X-Request-Type: graphql, file body < ./f',
    before: `POST ${mine}$$CURSOR$$\nX-Request-Type: graphql\n\n< ./query.graphql\n`,
    after: `POST ${mine}\n${header}\nX-Request-Type: graphql\n\n< ./query.graphql\n`,
  },
];
