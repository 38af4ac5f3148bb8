// How the node about configuration access looks.
import { displayText } from '../../../core/common/displayText';
import { t } from '../../../core/common/l10n';
import type { ConfigurationAccess } from '../../../core/resourceRules/configurationAccess';
import { describeAccess } from '../../../core/resourceRules/lockoutRules';
import { describeScope } from '../../../core/scopes/describeScope';
import type { ConfigurationAccessStatus } from './accessStatus';
import { type NodePresentation, problemTooltip, withAriaLabel } from './nodePresentations';

export function accessStatusPresentation(
  status: ConfigurationAccessStatus,
  profile: string,
): NodePresentation {
  const presentation = { context: 'health', color: '', description: profile };
  switch (status.kind) {
    case 'loading':
      return withAriaLabel({
        ...presentation,
        label: t('Proving configuration access…'),
        tooltip: t(
          'Finding out which profiles of this machine get a token that can change clients and token policies.',
        ),
        icon: 'shield',
      });
    case 'failed':
      return withAriaLabel({
        ...presentation,
        label: t('Configuration access could not be proved'),
        ...problemTooltip(status.problem),
        icon: 'warning',
        color: 'list.warningForeground',
      });
    case 'loaded':
      return withAriaLabel({ ...presentation, ...describeProvedAccess(status.access, profile) });
  }
}

/** In characters. */
const maxLine = 500;

/** Scopes of which no more fit into a line. */
const maxDescribed = 50;

function describeProvedAccess(
  access: readonly ConfigurationAccess[],
  profile: string,
): Omit<NodePresentation, 'context' | 'ariaLabel'> {
  const lines = access.map(one => {
    const scopes = one.scopes.slice(0, maxDescribed).map(scope => describeScope(scope.slice(0, maxLine)));
    return `${describeAccess(one)}: ${scopes.join('; ')}`;
  });
  const tooltip = lines.map(line => displayText(line, maxLine)).join('\n');
  if (access.length === 0) {
    return {
      label: t('No configuration access proved'),
      description: t('nobody may be able to change the configuration'),
      tooltip: t(
        'No profile of this machine gets a token that can change clients and token policies. Access that cannot be proved does not count.',
      ),
      icon: 'error',
      color: 'list.errorForeground',
    };
  }
  if (access.length === 1) {
    return {
      // The name of the profile may be cut off, not what is wrong.
      label: t('Only one access'),
      description: t('create a spare · {0}', profile),
      tooltip: `${tooltip}\n${t('If it is lost, only Akamai can restore it.')}`,
      icon: 'warning',
      color: 'list.warningForeground',
    };
  }
  return {
    label: t('Configuration access: {0} proved', access.length),
    ...{ tooltip, icon: 'shield', color: 'testing.iconPassed' },
  };
}
