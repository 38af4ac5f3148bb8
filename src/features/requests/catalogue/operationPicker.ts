import * as vscode from 'vscode';
import { type Operation, operations } from '../../../core/catalogue/operations';
import { t } from '../../../core/common/l10n';
import { neededScope } from '../../../core/requestAnalysis/neededScopes';
import { pluralLabel } from '../../../core/resources/resource';
import { askPick, cancelled, type PickItem } from '../../../ui/quickInput';

interface OperationItem extends PickItem {
  readonly operation?: Operation;
}

/** Asks which operation, by resource and in plain words. Rejects with a `cancelled` problem. */
export async function askOperation(): Promise<Operation> {
  const answer = await askPick({
    title: t('New Request'),
    placeholder: t('What should the request do?'),
    items: operationItems(),
  });
  if (typeof answer === 'symbol' || !answer.operation) throw cancelled();
  return answer.operation;
}

function operationItems(): readonly OperationItem[] {
  const all = operations();
  return all.flatMap((operation, index) => {
    const { resource, title, method, path } = operation;
    const item: OperationItem = {
      label: title,
      description: `${method} ${path}`,
      // As it is with an ID: what stands for one would widen it to all of the collection.
      detail: t('Needs {0}', neededScope({ method, path: path.replace(/[<>]/g, '') })),
      operation,
    };
    if (all[index - 1]?.resource === resource) return [item];
    return [{ label: pluralLabel(resource), kind: vscode.QuickPickItemKind.Separator }, item];
  });
}
