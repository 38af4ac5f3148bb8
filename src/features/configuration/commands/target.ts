import * as vscode from 'vscode';
import { t } from '../../../core/common/l10n';
import { Problem } from '../../../core/common/problem';
import { parseResourcePath, type ResourceRef } from '../../../core/resources/resourceUri';
import { resourceScheme } from '../../../ui/ids';
import { CollectionNode, AccessStatusNode, ProfileNode, resourceNodeOf, ResourceNode } from '../tree/nodes';

/**
 * The resource that a person means: the node or the document that a menu was opened on, else the document that is open.
 * Throws a `Problem` of kind `missingInput`.
 */
export function resolveTarget(clicked: readonly unknown[]): ResourceRef {
  const place = findTarget(clicked);
  if (place) return place;
  throw new Problem(
    'missingInput',
    t('There is no policy or client to do this with.'),
    t('Choose one in the Hosted Login view, or open one.'),
  );
}

/** The same, undefined where there is none. */
export function findTarget(clicked: readonly unknown[]): ResourceRef | undefined {
  const node = resourceNodeOf(clicked);
  if (node) return { profile: node.profile.name, ...node.key };
  const [uri] = clicked;
  const shown = uri instanceof vscode.Uri ? uri : vscode.window.activeTextEditor?.document.uri;
  return shown?.scheme === resourceScheme ? parseResourcePath(shown.path) : undefined;
}

/**
 * The name of the profile whose node or document a command was called on; undefined where it was on none, and the active
 * one is meant.
 */
export function targetProfileName([what]: readonly unknown[]): string | undefined {
  if (what instanceof vscode.Uri)
    return what.scheme === resourceScheme ? parseResourcePath(what.path)?.profile : undefined;
  const hasProfile = [ResourceNode, CollectionNode, ProfileNode, AccessStatusNode].some(
    Node => what instanceof Node,
  );
  return hasProfile ? (what as AccessStatusNode).profile.name : undefined;
}

/** The collection that a command was called on, or that of the resource that it was called on; undefined where neither. */
export function targetCollection([node]: readonly unknown[]):
  Pick<CollectionNode, 'profile' | 'kind'> | undefined {
  if (node instanceof CollectionNode) return node;
  return node instanceof ResourceNode ? { profile: node.profile, kind: node.key.kind } : undefined;
}
