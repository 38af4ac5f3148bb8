// Draws which applications use which policies, as a Mermaid flowchart.
import { addToList } from '../../common/collections';
import { t } from '../../common/l10n';
import { displayTitle } from '../../resources/displayTitle';
import type { Resource } from '../../resources/resource';
import { type Application, usedPolicies } from '../applications';

/** Above that, clients of the same policies are one node. */
const maxNodes = 30;

/** With more, nobody can read the diagram. */
const maxGroups = 60;

/** In characters. */
const maxLabel = 60;

/**
 * A Mermaid flowchart of applications and the policies that they use. Undefined if there are none, or too many to draw.
 */
export function usageDiagram(applications: readonly Application[]): string | undefined {
  const groups = groupByPolicies(applications);
  const isGrouped = applications.length > maxNodes;
  if (applications.length === 0 || (isGrouped && groups.length > maxGroups)) return undefined;
  const policies = new Map<Resource, string>();
  const policyId = (policy: Resource) => {
    const id = policies.get(policy) ?? `p${policies.size + 1}`;
    policies.set(policy, id);
    return id;
  };
  const nodes: string[] = [];
  const edges: string[] = [];
  const drawn = isGrouped ? groups : applications.map(application => [application]);
  drawn.forEach((group, index) => {
    const [first] = group;
    if (!first) return;
    const label =
      group.length === 1 ? labelOf(first.client) : escapeLabel(t('{0} applications', group.length));
    nodes.push(`  a${index + 1}["${label}"]`);
    for (const policy of usedPolicies(first)) edges.push(`  a${index + 1} --> ${policyId(policy)}`);
  });
  for (const [policy, id] of policies) {
    const kind = policy.kind === 'loginPolicies' ? t('Login policy') : t('Token policy');
    nodes.push(`  ${id}(["${escapeLabel(kind)}: ${labelOf(policy)}"])`);
  }
  return ['flowchart LR', ...nodes, ...edges, ''].join('\n');
}

function groupByPolicies(applications: readonly Application[]): readonly (readonly Application[])[] {
  const groups = new Map<string, Application[]>();
  for (const application of applications) {
    const key = JSON.stringify([application.login?.policy.id, application.tokens?.policy.id]);
    addToList(groups, key, application);
  }
  return [...groups.values()];
}

function labelOf(resource: Resource): string {
  return escapeLabel(displayTitle(resource, maxLabel));
}

/** Mermaid reads marks, entities, directives and formulas in labels. Everything but words is a numbered entity. */
function escapeLabel(text: string): string {
  return text.replace(/[^\p{L}\p{M}\p{N} .,:/_-]/gu, mark => `#${mark.codePointAt(0) ?? 0};`);
}
