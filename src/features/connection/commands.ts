// The command Check Connection.
import * as z from 'zod/mini';
import type { Send } from '../../api/http';
import { t } from '../../core/common/l10n';
import { Problem } from '../../core/common/problem';
import type { ProfileStore } from '../../storage/profiles/profileStore';
import { clickedProfile } from '../../ui/commands/clickedProfile';
import type { Command } from '../../ui/commands/commandRegistry';
import { defineCommand } from '../../ui/commands/defineCommand';
import { ReadOnlyDocuments } from '../../ui/documents/readOnlyDocuments';
import { showProblem } from '../../ui/notifications';
import { withProgress } from '../../ui/progress';
import { checklistText, stageResults } from './checklist';
import { checkStages } from './connectionCheck';
import type { Stage } from './stages';

export interface ConnectionDeps {
  readonly profiles: ProfileStore;
  readonly checkDeps: { readonly send: Send; readonly mask: (secret: string) => void };
  /** A text without our secrets and tokens. */
  readonly redact: (text: string) => string;
}

const Args = z.strictObject({ profile: z.optional(z.string()) });

/** The documents for checklists, one for each profile. */
export function createChecklistDocuments(): ReadOnlyDocuments {
  const gone = t('This was an earlier check. Run Check Connection again.');
  return new ReadOnlyDocuments('hosted-login-check', gone);
}

/** Resolves with the stages, also if one failed (contract). The user gets the checklist and the problem that failed it. */
export function checkConnection(
  { profiles, checkDeps, redact }: ConnectionDeps,
  documents: ReadOnlyDocuments,
): Command {
  return defineCommand(Args, async (args, clicked) => {
    const profile = clickedProfile(profiles, clicked) ?? profiles.get(args?.profile);
    const deps = { ...checkDeps, withSecret: profiles.readWithSecret.bind(profiles) };
    const title = args ? undefined : t('Checking the connection of “{0}”…', profile.name);
    const found = await withProgress(title, signal => checkStages(deps, profile, signal));
    const stages = found.map(stage => redacted(stage, redact));
    if (args) return { stages: stageResults(stages) };
    await documents.show(`${t('Connection of {0}', profile.name)}.txt`, '', checklistText(profile, stages));
    const stage = stages.find(({ state }) => state === 'failed');
    if (stage?.state === 'failed') void showProblem(new Problem(stage.kind, stage.message, stage.nextStep));
    return undefined;
  });
}

/** The messages may quote an answer of the service, which may repeat what was sent. */
function redacted(stage: Stage, redact: (text: string) => string): Stage {
  if (stage.state === 'notReached') return stage;
  const message = redact(stage.message);
  return stage.state === 'passed'
    ? { ...stage, message }
    : { ...stage, message, nextStep: redact(stage.nextStep) };
}
