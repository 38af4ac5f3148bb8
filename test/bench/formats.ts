import type * as vscode from 'vscode';
import { linesOf } from '../../src/core/common/lines';
import { brunoFormat } from '../../src/core/formats/bruno/brunoFormat';
import { hurlFormat } from '../../src/core/formats/hurl/hurlFormat';
import { openCollectionFormat } from '../../src/core/formats/openCollectionFormat';
import type { RequestFormat } from '../../src/core/formats/requestFormat';
import { posixFormat, powershellFormat } from '../../src/core/formats/shellFormat';

/** A format, and a file of it. */
export interface MeasuredFormat {
  readonly name: string;
  readonly file: (lineCount: number) => string[];
  /** Plans the header for the request at a line. Throws if there is no request. */
  readonly edit: (document: vscode.TextDocument, line: number) => void;
}

/** The formats whose files are read as a whole. */
export const measuredFormats: readonly MeasuredFormat[] = [
  measured('bruno.bru', brunoFormat, lineCount => [
    ...['get {', '  url: https://{{host}}/x', '  auth: none', '}', '', 'body:json {'],
    ...repeated(lineCount - 7, '  { "a": "b" }'),
    '}',
  ]),
  measured('openCollection.yml', openCollectionFormat, lineCount => [
    ...['info:', '  type: http', 'http:', '  method: GET', '  url: x', '  body:', '    data: |-'],
    ...repeated(lineCount - 7, '      { "a": "b" }'),
  ]),
  measured('requests.hurl', hurlFormat, lineCount =>
    repeated(
      lineCount / 10,
      '# x',
      'POST https://{{host}}/x',
      'Accept: */*',
      '{',
      '"a": "b"',
      '}',
      'HTTP 200',
      '',
      '',
      '',
    ),
  ),
  measured('script.sh', posixFormat, lineCount =>
    repeated(
      lineCount / 10,
      'curl -sS -X PUT \\',
      '  "https://$HOST/x" \\',
      "  -H 'Accept: */*' \\",
      '  -d "{ \\"a\\": \\"$A\\" }" | jq .',
      '# it is done',
      'if [ -n "$X" ]; then',
      "  echo 'it is'",
      'fi',
      'y=$(date +%F)',
      '',
    ),
  ),
  measured('script.ps1', powershellFormat, lineCount =>
    repeated(
      lineCount / 10,
      '$x = Invoke-RestMethod `',
      '  -Uri "https://$name/x" `',
      '  -Method Put `',
      '  -Body (@{ a = 1 } | ConvertTo-Json)',
      "# it's done",
      'if ($x.a) {',
      "  Write-Host 'it is'",
      '}',
      '$y = Get-Date',
      '',
    ),
  ),
];

function measured(name: string, format: RequestFormat, file: MeasuredFormat['file']): MeasuredFormat {
  return {
    name,
    file,
    edit(document, line) {
      const edit = { token: format.reference, eol: '\n' } as const;
      // A new version, as after a change: otherwise it would not be read again.
      const { changed } = format.plan(linesOf(document.getText()), [line], edit);
      if (changed !== 1) throw new Error(`No header in ${name}, line ${line}.`);
    },
  };
}

function repeated(count: number, ...lines: string[]): string[] {
  return Array.from({ length: count }, () => lines).flat();
}
