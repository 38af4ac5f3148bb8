import * as vscode from 'vscode';
import { t } from '../../core/l10n';
import { type Operation, operations, resourceLabel, scopeOf } from '../../core/requestCatalogue';
import { askPick, cancelled } from '../../ui/quickInput';

interface OperationItem extends vscode.QuickPickItem {
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
      detail: t('Needs {0}', scopeOf(operation)),
      operation,
    };
    if (all[index - 1]?.resource === resource) return [item];
    return [{ label: resourceLabel(resource), kind: vscode.QuickPickItemKind.Separator }, item];
  });
}
