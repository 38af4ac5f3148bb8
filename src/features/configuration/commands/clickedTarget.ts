// What a command was called on: a node of the tree, a document, or the active editor.
import * as vscode from 'vscode';
import type { ProfileConfiguration } from '../../../configuration/profileConfiguration';
import { t } from '../../../core/common/l10n';
import { Problem } from '../../../core/common/problem';
import { parseResourceUri, type ResourceRef } from '../../../core/resources/resourceUri';
import { resourceScheme } from '../../../ui/ids';
import { CollectionNode, AccessStatusNode, ProfileNode, resourceNodeOf, ResourceNode } from '../tree/nodes';
import type { CommandDeps } from './commandDeps';

/**
 * The resource that a command is for: the node or document of the menu, otherwise the active document. Throws a `Problem`
 * of kind `missingInput`.
 */
export function resolveTarget(clicked: readonly unknown[]): ResourceRef {
  const ref = findTarget(clicked);
  if (ref) return ref;
  throw new Problem(
    'missingInput',
    t('No policy or client is selected.'),
    t('Select one in the Hosted Login view, or open one.'),
  );
}

/** The document of the resource that a command is for. Throws a `Problem` of kind `missingInput`. */
export function documentTarget(
  { configurations, documents }: Pick<CommandDeps, 'configurations' | 'documents'>,
  clicked: readonly unknown[],
): vscode.Uri {
  const { profile, kind, id } = resolveTarget(clicked);
  const configuration = configurations.forDocument(profile);
  const node = resourceNodeOf(clicked);
  if (node)
    return documents.uriOf(configuration, {
      kind,
      id,
      title: configuration.resourceCache.titleOf({ kind, id }),
    });
  return shownUri(clicked) ?? documents.uriOf(configuration, { kind, id, title: '' });
}

/**
 * The configuration that a command is for: that of the profile in its argument, otherwise of what it was called on. Throws a
 * `Problem` of kind `noProfile`.
 * @param clicked the name of the profile in the URI of the document, or of the node
 */
export function targetConfiguration(
  configurations: CommandDeps['configurations'],
  args: { readonly profile?: string | undefined } | undefined,
  clicked: string | undefined,
): ProfileConfiguration {
  return args ? configurations.get(args.profile) : configurations.forDocument(clicked);
}

/** As `resolveTarget`, but undefined if there is none. */
export function findTarget(clicked: readonly unknown[]): ResourceRef | undefined {
  const node = resourceNodeOf(clicked);
  if (node) return { profile: node.profile.name, ...node.key };
  const shown = shownUri(clicked);
  return shown?.scheme === resourceScheme ? parseResourceUri(shown) : undefined;
}

/** The document of the menu, otherwise the active one. */
function shownUri([uri]: readonly unknown[]): vscode.Uri | undefined {
  return uri instanceof vscode.Uri ? uri : vscode.window.activeTextEditor?.document.uri;
}

/** The profile of the node or document that a command was called on; undefined for the active profile. */
export function targetProfileName([what]: readonly unknown[]): string | undefined {
  if (what instanceof vscode.Uri)
    return what.scheme === resourceScheme ? parseResourceUri(what)?.profile : undefined;
  const hasProfile = [ResourceNode, CollectionNode, ProfileNode, AccessStatusNode].some(
    Node => what instanceof Node,
  );
  return hasProfile ? (what as AccessStatusNode).profile.name : undefined;
}

/** The collection that a command was called on, directly or through one of its resources. */
export function targetCollection([node]: readonly unknown[]):
  Pick<CollectionNode, 'profile' | 'kind'> | undefined {
  if (node instanceof CollectionNode) return node;
  return node instanceof ResourceNode ? { profile: node.profile, kind: node.key.kind } : undefined;
}
