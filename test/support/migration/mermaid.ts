import assert from 'node:assert/strict';

export interface Flowchart {
  /** Labels by node. */
  readonly nodes: ReadonlyMap<string, string>;
  readonly edges: readonly (readonly [from: string, to: string])[];
}

/** Reads the flowcharts that we write, strictly: `id["label"]`, `id(["label"])` and `id --> id`, a line each. */
export function parseFlowchart(text: string): Flowchart {
  const [first, ...lines] = text.trimEnd().split('\n');
  assert.equal(first, 'flowchart LR');
  const nodes = new Map<string, string>();
  const edges: (readonly [string, string])[] = [];
  for (const line of lines) {
    const node = /^ {2}([a-z]\d+)(?:\["([^"]*)"\]|\(\["([^"]*)"\]\))$/.exec(line);
    const edge = /^ {2}([a-z]\d+) --> ([a-z]\d+)$/.exec(line);
    if (node) {
      const label = node[2] ?? node[3] ?? '';
      // What Mermaid would read as a mark, an entity of its own, a directive or a formula.
      assert.match(label, /^(?:[\p{L}\p{M}\p{N} .,:/_-]|#\d+;)*$/u);
      assert.ok(!nodes.has(node[1] ?? ''), line);
      nodes.set(
        node[1] ?? '',
        label.replace(/#(\d+);/g, (_, code) => String.fromCodePoint(Number(code))),
      );
    } else {
      assert.ok(edge, line);
      edges.push([edge[1] ?? '', edge[2] ?? '']);
    }
  }
  for (const id of edges.flat()) assert.ok(nodes.has(id), `a node ${id}`);
  return { nodes, edges };
}
