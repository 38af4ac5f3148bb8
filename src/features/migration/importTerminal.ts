import * as vscode from 'vscode';
import * as z from 'zod/mini';
import { readSecret } from '../../configuration/clientSecret';
import { escapeMarkup } from '../../core/common/escapeMarkup';
import { t } from '../../core/common/l10n';
import { Problem } from '../../core/common/problem';
import { workspaceValues } from '../../core/common/strictestValue';
import {
  type Application,
  type ConfidentialApplication,
  isConfidential,
} from '../../core/migration/applications';
import { readApplications } from '../../core/migration/readApplications';
import { displayTitle } from '../../core/resources/displayTitle';
import type { Command } from '../../ui/commands/commandRegistry';
import { defineCommand } from '../../ui/commands/defineCommand';
import { confirm } from '../../ui/notifications';
import { withProgress } from '../../ui/progress';
import type { MigrationDeps } from './deps';
import { assertExportTrusted, readProfile } from './readSource';

/** How many clients a question names. More do not fit on a screen. */
const maxNamed = 30;

/**
 * Opens a terminal that has the secrets of the login clients in its environment, after a question that names the clients.
 * VS Code does not save the terminal. Never without the question: rejects if other code calls it.
 */
export function openImportTerminal(deps: MigrationDeps): Command {
  return defineCommand(z.strictObject({}), async args => {
    if (args)
      throw new Problem(
        'missingInput',
        t('Only a person can open a terminal with client secrets.'),
        t('Run the command from the command palette.'),
      );
    assertExportTrusted();
    const profile = deps.profiles.get();
    const source = readApplications(await readProfile(deps, profile, true), profile.name);
    const applications = source.applications.filter(isConfidential);
    if (applications.length === 0)
      throw new Problem('missingInput', t('No application of “{0}” has a client secret.', profile.name));
    await confirm(
      applications.length === 1
        ? t('Open a terminal with 1 client secret of “{0}”?', profile.name)
        : t('Open a terminal with {0} client secrets of “{1}”?', applications.length, profile.name),
      t('Open Terminal'),
      [...workspaceDetail(), ...questionDetail(applications)].join('\n'),
    );
    const configuration = deps.configurations.for(profile);
    const env = await withProgress(t('Reading the client secrets…'), async signal => {
      const secrets: Record<string, string> = {};
      for (const { client, secretVariable } of applications) {
        signal.throwIfAborted();
        const secret = await readSecret(configuration, client.id);
        if (secret === undefined) throw noAccess(client);
        deps.mask(secret);
        // VS Code resolves variables in the environment of a terminal, as in settings.
        if (secret.includes('${')) throw variableProblem(client, secretVariable);
        secrets[secretVariable] = secret;
      }
      return secrets;
    });
    vscode.window
      .createTerminal({ name: escapeMarkup(t('Import: {0}', profile.name)), env, isTransient: true })
      .show();
    return undefined;
  });
}

function questionDetail(applications: readonly ConfidentialApplication[]): readonly string[] {
  const named = applications.slice(0, maxNamed).map(({ client }) => displayTitle(client, 60));
  const more = applications.length - named.length;
  return [
    ...named,
    ...(more > 0 ? [t('and {0} more', more)] : []),
    '',
    t(
      'Programs in this terminal can read the secrets, and so can other extensions of VS Code. They are in no file, and gone when the terminal is closed.',
    ),
  ];
}

/** The settings that choose the program of a terminal, and its environment. */
const terminalSettings = ['linux', 'osx', 'windows'].flatMap(system =>
  ['defaultProfile', 'profiles', 'env'].map(name => `${name}.${system}`),
);

/** Says which of these a workspace has set: then its program gets the secrets. */
function workspaceDetail(): readonly string[] {
  const settings = vscode.workspace.getConfiguration('terminal.integrated');
  const set = terminalSettings.filter(
    name => workspaceValues(settings.inspect<unknown>(name) ?? {}).length > 0,
  );
  if (set.length === 0) return [];
  const names = set.map(name => `terminal.integrated.${name}`).join(', ');
  return [
    t(
      'The settings of this workspace choose what runs in the terminal, and it gets the secrets, too: {0}.',
      names,
    ),
    '',
  ];
}

function noAccess(client: Application['client']): Problem {
  return new Problem(
    'forbidden',
    t('The secret of “{0}” could not be read. No terminal was opened.', displayTitle(client)),
    t('The profile needs access to {0}.', '*:config/clients/**'),
  );
}

function variableProblem(client: Application['client'], name: string): Problem {
  return new Problem(
    'invalidInput',
    t(
      'The secret of “{0}” contains {1}, which VS Code would take for the start of a variable. No terminal was opened.',
      ...[displayTitle(client), '${'],
    ),
    t('Open a terminal, and set {0} there yourself.', name),
  );
}
