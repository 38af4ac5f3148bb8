import * as vscode from 'vscode';

/** VS Code refuses every edit while something happens. @returns how many it refused */
export async function whileEditsAreRefused(act: () => Promise<void>): Promise<number> {
  const workspace: { applyEdit: unknown } = vscode.workspace;
  const { applyEdit } = workspace;
  let refused = 0;
  workspace.applyEdit = () => {
    refused += 1;
    return Promise.resolve(false);
  };
  try {
    await act();
  } finally {
    workspace.applyEdit = applyEdit;
  }
  return refused;
}
