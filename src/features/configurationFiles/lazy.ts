import * as vscode from 'vscode';
import { useBundle } from '../../core/common/l10n';
import { FileSecrets } from '../../storage/configuration/fileSecrets';
import type { Command } from '../../ui/commands/commandRegistry';
import type { publicFileCommands } from '../../ui/ids';
import { createPulledVersions } from '../../ui/storageFolder';
import { applyConfiguration } from './applyCommand';
import { compareConfiguration } from './compareCommand';
import { compareProfiles } from './compareProfilesCommand';
import type { FilesDeps, FilesServices } from './deps';
import { registerFileLanguage } from './fileLanguage';
import { Plans } from './plans';
import { promoteConfiguration } from './promoteCommand';
import { pullConfiguration } from './pullCommand';

type FileCommand = (typeof publicFileCommands)[number];

/** The commands of the configuration as files. */
export type ConfigurationFiles = Readonly<Record<FileCommand, Command>> & {
  /** Registers findings, completions and hovers on the first call. */
  readonly registerLanguage: () => void;
  readonly planAction: (action: unknown) => Promise<void>;
  readonly dispose: () => void;
};

export function createFeature(deps: FilesDeps): ConfigurationFiles {
  useBundle(vscode.l10n.bundle);
  const { context, warn } = deps;
  const plans = new Plans(() => services);
  const services: FilesServices = {
    ...deps,
    pulledVersions: createPulledVersions(context, warn),
    fileSecrets: new FileSecrets(context.secrets),
    plans,
  };
  let language: vscode.Disposable | undefined;
  return {
    pullConfiguration: pullConfiguration(services),
    compareConfiguration: compareConfiguration(services),
    applyConfiguration: applyConfiguration(services),
    compareProfiles: compareProfiles(services),
    promoteConfiguration: promoteConfiguration(services),
    planAction: action => plans.run(action),
    registerLanguage: () => {
      language ??= registerFileLanguage(services);
    },
    dispose: () => {
      language?.dispose();
      plans.dispose();
    },
  };
}
