// The stages of the check as the result of the command, and in words.
import { t } from '../../core/common/l10n';
import type { Profile } from '../../core/profile/profile';
import { wrapText } from '../../ui/text/wrapText';
import type { Stage, StageName } from './stages';

/** A stage in the result of the command (contract). Never holds a secret or a token. */
interface StageResult {
  readonly name: StageName;
  readonly ok: boolean;
  readonly message: string;
}

/** The stages as the result of the command; one that was not reached is not ok. */
export function stageResults(stages: readonly Stage[]): readonly StageResult[] {
  return stages.map(stage => ({
    name: stage.name,
    ok: stage.state === 'passed',
    message: stage.state === 'failed' ? `${stage.message} ${stage.nextStep}`.trim() : sentence(stage),
  }));
}

/** The checklist as plain text, for a document that a screen reader reads line by line. */
export function checklistText({ name, origin }: Profile, stages: readonly Stage[]): string {
  const count = stages.filter(({ state }) => state === 'passed').length;
  const summary =
    count === stages.length
      ? t('All {0} stages passed.', count)
      : t('{0} of {1} stages passed.', count, stages.length);
  return [
    t('Connection of “{0}” to {1}', name, origin),
    '',
    summary,
    '',
    ...stages.flatMap(listed),
    '',
    ...wrapText(t('Run Check Connection to check again.')),
    '',
  ].join('\n');
}

function sentence(stage: Stage): string {
  return stage.state === 'notReached' ? t('Not reached.') : stage.message;
}

/** The lines of a stage. A word follows each symbol, because screen readers may skip symbols. */
function listed(stage: Stage): readonly string[] {
  const name = title(stage.name);
  switch (stage.state) {
    case 'passed':
      return [`✓ ${t('{0}: passed', name)}`, ...wrapText(stage.message, '    ')];
    case 'failed':
      return [
        `✗ ${t('{0}: FAILED', name)}`,
        ...wrapText(stage.message, '    '),
        ...(stage.nextStep === '' ? [] : wrapText(`→ ${stage.nextStep}`, '    ')),
      ];
    case 'notReached':
      return [`· ${t('{0}: not reached', name)}`];
  }
}

function title(name: StageName): string {
  const titles: Readonly<Record<StageName, string>> = {
    name: t('Name'),
    tcp: t('TCP connection'),
    tls: t('TLS'),
    discovery: t('Discovery'),
    credentials: t('Credentials'),
    grantedScope: t('Granted scope'),
    read: t('Test read'),
  };
  return titles[name];
}
