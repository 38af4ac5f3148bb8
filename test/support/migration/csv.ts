import assert from 'node:assert/strict';

/** Reads CSV by RFC 4180 §2, and fails on anything that it forbids. Each row by the names of the first one. */
export function parseCsv(text: string): readonly ReadonlyMap<string, string>[] {
  const rows: string[][] = [[]];
  const cell = /"((?:[^"]|"")*)"|([^",\r\n]*)/y;
  let rest = text.replace(/^\ufeff/, '');
  assert.ok(rest.endsWith('\r\n'), 'the last line ends');
  for (let at = 0; at < rest.length;) {
    cell.lastIndex = at;
    const found = cell.exec(rest);
    assert.ok(found, `a cell at ${at}`);
    rows.at(-1)?.push(found[1]?.replaceAll('""', '"') ?? found[2] ?? '');
    at = cell.lastIndex;
    if (rest.startsWith(',', at)) at += 1;
    else {
      assert.equal(rest.slice(at, at + 2), '\r\n', `a cell ends at ${at}: ${rest.slice(at - 40, at + 40)}`);
      at += 2;
      if (at < rest.length) rows.push([]);
    }
  }
  rest = '';
  const [header = [], ...body] = rows;
  assert.equal(new Set(header).size, header.length, 'names of columns');
  return body.map(row => {
    assert.equal(row.length, header.length, 'cells of a row');
    return new Map(header.map((name, index) => [name, row[index] ?? '']));
  });
}
