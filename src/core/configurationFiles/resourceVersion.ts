// The version of a resource that files are compared with, and the members that only files have.
import { jsonObject, parseJson, parseJsonObject } from '../json/json';
import { parseJsonTree } from '../json/jsonTree';
import {
  type LoginPolicyOptions,
  type OptionName,
  optionNames,
  optionNamesOf,
} from '../resources/configurationSnapshot';
import type { Resource, ResourceKind } from '../resources/resource';
import { secretNodes, secretPlaceholder } from '../resources/secretPlaces';
import { writeJson } from './text/fileJson';

export type Options = Readonly<Partial<Record<OptionName, string>>>;

/** The member of a file for what is below a login policy. */
export function optionMember(name: OptionName): string {
  return `$${name}`;
}

/** Whether a member belongs to the service, and to no file. */
export function isOfService(name: string): boolean {
  return name === 'id' || name === '_links';
}

/** A member for editors, which is not sent. */
const schemaMember = '$schema';

/** The members of the top level of a file that are not members of the resource. */
export function fileOnlyMembers(kind: ResourceKind): ReadonlySet<string> {
  return new Set([schemaMember, ...optionNamesOf(kind).map(optionMember)]);
}

/**
 * A resource at one time, with secrets masked: what a file is compared with. It has no addresses, so that renaming files does
 * not change it.
 */
export interface ResourceVersion {
  /** The body as JSON on one line. */
  readonly document: string;
  /** Without those that were not read, or are not JSON. */
  readonly options: Options;
}

/** Throws `invalidInput` if the JSON is nested too deep, which `parseJson` refuses when a service is read. */
export function versionOf({ body }: Pick<Resource, 'body'>, options?: LoginPolicyOptions): ResourceVersion {
  return { document: masked(body), options: readOptions(options) };
}

/** What is below a login policy, with secrets masked, on one line each. */
function readOptions(options: LoginPolicyOptions | undefined): Options {
  const read = optionNames.flatMap((name): [OptionName, string][] => {
    const text = options?.[name];
    return text === undefined || parseJson(text) === undefined ? [] : [[name, masked(text)]];
  });
  return Object.fromEntries(read);
}

function masked(text: string): string {
  const root = parseJsonTree(text);
  if (!root) return text;
  const mask = JSON.stringify(secretPlaceholder);
  return writeJson(text, root, new Map(Array.from(secretNodes(root), node => [node, mask])));
}

/** As text, to be stored. */
export function versionText({ document, options }: ResourceVersion): string {
  return JSON.stringify({ document, options });
}

/** Undefined if the text is not what `versionText` writes. */
export function parseVersion(text: string): ResourceVersion | undefined {
  const value = parseJsonObject(text);
  const options = jsonObject(value?.['options']);
  if (!options || typeof value?.['document'] !== 'string') return undefined;
  const read = optionNames.flatMap((name): [OptionName, string][] => {
    const option = options[name];
    return typeof option === 'string' ? [[name, option]] : [];
  });
  return { document: value['document'], options: Object.fromEntries(read) };
}
