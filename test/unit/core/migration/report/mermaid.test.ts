import assert from 'node:assert/strict';
import { readApplications } from '../../../../../src/core/migration/readApplications';
import { usageDiagram } from '../../../../../src/core/migration/report/mermaid';
import { parseFlowchart } from '../../../../support/migration/mermaid';
import { randomCustomer, resourceOf, snapshotOf } from '../../../../support/migration/randomCustomers';
import { randomSource } from '../../../../support/mutations';

function diagramOf(titles: readonly string[], policyCount = 1) {
  const policies = Array.from({ length: policyCount }, (_, index) =>
    resourceOf('tokenPolicies', { id: `t-${index}`, title: `T ${index}` }),
  );
  const clients = titles.map((name, index) =>
    resourceOf('clients', {
      id: `c-${index}`,
      name,
      type: 'public',
      tokenPolicy: `t-${index % policyCount}`,
    }),
  );
  return usageDiagram(readApplications(snapshotOf([...policies, ...clients]), 'acme').applications);
}

const numbered = (count: number) => Array.from({ length: count }, (_, index) => `App ${index}`);

describe('usageDiagram', () => {
  it('escapes every mark of Mermaid in titles', () => {
    const odd = [
      'say "x"',
      '#35;',
      '%%{init: {}}%%',
      '$$x$$',
      '`b`',
      '<b>x</b>',
      'a --> b',
      '```',
      'x;y',
      '\\n',
    ];
    const { nodes } = parseFlowchart(diagramOf(odd) ?? '');
    assert.deepEqual([...nodes.values()].slice(0, -1).sort(), [...odd].sort());
  });

  it('draws one node for many applications of the same policies', () => {
    const { nodes, edges } = parseFlowchart(diagramOf(numbered(100), 3) ?? '');
    assert.deepEqual(
      [...nodes.values()].filter(label => label.endsWith('applications')),
      ['34 applications', '33 applications', '33 applications'],
    );
    assert.equal(edges.length, 3);
  });

  it('draws nothing when there is nothing, or too much', () => {
    assert.equal(diagramOf([]), undefined);
    assert.equal(diagramOf(numbered(100), 100), undefined);
  });

  it('can be read for each customer', () => {
    for (let seed = 1; seed <= 300; seed++) {
      const { applications } = readApplications(randomCustomer(randomSource(seed)), 'acme');
      const diagram = usageDiagram(applications);
      if (diagram !== undefined) parseFlowchart(diagram);
    }
  });
});
