import * as vscode from 'vscode';
import { type Operation, operations } from '../../../core/catalogue/operations';
import { t } from '../../../core/common/l10n';
import { neededScope } from '../../../core/requestAnalysis/neededScopes';
import { pluralLabel } from '../../../core/resources/resource';
import { askPick, cancelled, type PickItem } from '../../../ui/quickInput';

interface OperationItem extends PickItem {
  readonly operation?: Operation;
}

/** Asks for an operation, listed by resource in plain words. Rejects with a `cancelled` problem. */
export async function askOperation(): Promise<Operation> {
  const answer = await askPick({
    title: t('New Request'),
    placeholder: t('What should the request do?'),
    items: operationItems(),
  });
  if (!answer.operation) throw cancelled();
  return answer.operation;
}

function operationItems(): readonly OperationItem[] {
  const all = operations();
  return all.flatMap((operation, index) => {
    const { resource, title, method, path } = operation;
    // A placeholder for an ID would widen the scope to the whole collection, so it counts as an ID.
    const scope = neededScope({ method, path: path.replace(/[<>]/g, '') });
    const item: OperationItem = {
      label: title,
      description: `${method} ${path}`,
      detail: t('Needs {0}', scope.replace(/\w+Id\b/, '<$&>')),
      operation,
    };
    if (all[index - 1]?.resource === resource) return [item];
    return [{ label: pluralLabel(resource), kind: vscode.QuickPickItemKind.Separator }, item];
  });
}
