// Links to our own commands, and what is passed to each.
import type * as vscode from 'vscode';
import type { SendingClient } from '../../core/requests/variables/fileVariables';
import type { ResourceKind } from '../../core/resources/resource';
import type { CommandId } from '../ids';

/** A request as its lens read it. The document may have changed when the lens is clicked. */
export interface LensRequest {
  /** The document's version when the lens was made. */
  readonly version: number;
  readonly line: number;
  readonly method: string;
  /** The method and URL as they are written. */
  readonly url: string;
}

/** A fix for a tracked secret: `id` is that of the secret in this window, `uri` that of the document it was found in. */
export interface LeakFix {
  readonly fix: 'file' | 'workspace' | 'revoke' | 'mute' | 'unmute';
  readonly id: string;
  readonly uri?: string | undefined;
}

/** What a link of a plan does: `plan` is the URI of its document, `address` that of an entry. */
export interface PlanAction {
  readonly plan: string;
  readonly action: 'applyAll' | 'showAll' | 'compare' | 'show' | 'apply' | 'take' | 'open' | 'delete';
  readonly address?: string;
}

/** A token to make the active one. */
export interface TokenForScope {
  readonly scope: string;
  /** Whether a live token that covers the scope is used instead of a new one. */
  readonly reuse: boolean;
  /** The name of the profile; the active one if undefined. */
  readonly profile?: string;
}

/** What our own code passes to commands of ours. A command that is not listed takes nothing: it asks the user. */
interface OwnArguments {
  requestToken: [options?: { readonly profile?: string; readonly scope?: string }];
  forgetToken: [options?: { readonly profile: string; readonly scope?: string }];
  switchProfile: [options?: { readonly name: string }];
  openResource: [resource: { readonly profile: string; readonly kind: ResourceKind; readonly id: string }];
  accessHealth: [document?: vscode.Uri];
  createSpareAccess: [document?: vscode.Uri];
  showUsers: [document: vscode.Uri];
  reviewAndApply: [document?: vscode.Uri];
  discardDraft: [document?: vscode.Uri];
  compareDrafts: [document: vscode.Uri];
  retryConfiguration: [node: object];
  loadAllClients: [node: object];
  acquireToken: [options: TokenForScope];
  authorizeRequest: [document: vscode.Uri, request: RequestToAuthorize];
  sendRequest: [document: vscode.Uri, request: LensRequest];
  fixLeak: [fix: LeakFix];
  planAction: [action: PlanAction];
}

/** The request of a document that gets our reference. */
export interface RequestToAuthorize {
  /** Of the document, when the line was read. */
  readonly version: number;
  readonly line: number;
  /** The client that sends it. */
  readonly client: SendingClient;
}

/** The commands of VS Code that we run or offer. */
interface VscodeArguments {
  'workbench.action.openSettings': [query: string];
  'workbench.extensions.search': [query: string];
  'workbench.trust.manage': [];
  'extension.open': [id: string];
  'editor.action.triggerSuggest': [];
  'hostedLogin.configuration.focus': [];
}

export type RunnableCommand = CommandId | keyof VscodeArguments;

export type ArgumentsOf<Id extends RunnableCommand> = Id extends keyof VscodeArguments
  ? VscodeArguments[Id]
  : Id extends `hostedLogin.${infer Name extends keyof OwnArguments}`
    ? OwnArguments[Name]
    : [];

/** The commands that run without arguments. */
export type PlainCommand = {
  [Id in RunnableCommand]: [] extends ArgumentsOf<Id> ? Id : never;
}[RunnableCommand];

/** A command with a title: a button, lens, quick fix or link. `commandLink` checks its arguments. */
export interface CommandLink {
  readonly title: string;
  readonly command: RunnableCommand;
  readonly arguments?: unknown[];
}

/** A command with a title and arguments of the right types. */
export function commandLink<Id extends RunnableCommand>(
  title: string,
  command: Id,
  ...args: ArgumentsOf<Id>
): CommandLink {
  return { title, command, arguments: args };
}
