// The environment that is selected in REST Client or httpYac.
import fs from 'node:fs/promises';
import * as vscode from 'vscode';
import { parseJsonObject } from '../../../core/json/json';
import { optionVariables } from '../../../core/requests/requestDoubts';
import type { ClientContext } from '../../../core/requests/variables/fileVariables';
import { httpYacId } from '../../../ui/ids';
import { exists, restClientFile } from '../../../ui/restClientFiles';
import { call, isObject, member } from './httpyacObjects';
import type { InstalledClient } from './installedClients';

/** The variables of an environment that have a text. */
export type Environment = ReadonlyMap<string, string>;

/** What is known of how a client reads a document now. Never rejects. */
export async function readClientContext(
  client: InstalledClient,
  document: vscode.TextDocument,
): Promise<ClientContext> {
  const environment = await environmentOf(client, document);
  if (client.name === 'httpYac') return { client: client.name, environment };
  const settings = vscode.workspace.getConfiguration('rest-client', document.uri);
  return { client: client.name, environment, hasDefaultHost: namesHost(settings.get('defaultHeaders')) };
}

/** Whether `rest-client.defaultHeaders` has a `Host`. */
function namesHost(defaultHeaders: unknown): boolean {
  return Object.keys(objectOf(defaultHeaders)).some(name => name.trim().toLowerCase() === 'host');
}

/**
 * The variables of the environment that is selected in a client, for a document; undefined if they cannot be read.
 * Never rejects.
 * Source: docs/request-files.md, What the clients do
 */
async function environmentOf(
  { command }: InstalledClient,
  document: vscode.TextDocument,
): Promise<Environment | undefined> {
  try {
    return command === 'httpyac.send'
      ? await httpYacEnvironment(document)
      : restClientEnvironment(
          vscode.workspace.getConfiguration('rest-client', document.uri).get('environmentVariables'),
          await selectedInRestClient(),
        );
  } catch {
    return undefined;
  }
}

/**
 * `rest-client.environmentVariables` of the selected environment, merged over the shared ones. REST Client converts
 * values that are not strings; if the result is not obvious, `{{name}}` stands for a value that only REST Client knows.
 */
function restClientEnvironment(settings: unknown, selected: string | undefined): Environment {
  const own = selected === undefined ? undefined : member(settings, selected);
  const all = { ...objectOf(member(settings, '$shared')), ...objectOf(own) };
  return new Map(
    Object.entries(all).map(([name, value]) => [
      name,
      /^(?:string|number|boolean)$/.test(typeof value) ? String(value) : `{{${name}}}`,
    ]),
  );
}

/** What REST Client keeps for "No Environment". Settings with this name do not count. */
const noEnvironment = 'c0cfe680-4fcd-4b71-a4ba-8cfaee57680a';

/** The environment that REST Client keeps in a file and reads whenever it sends; undefined if none is selected. */
async function selectedInRestClient(): Promise<string | undefined> {
  const file = await restClientFile('environment.json', process.env['XDG_CONFIG_HOME']);
  if (!(await exists(file))) return undefined;
  const name = parseJsonObject(await fs.readFile(file, 'utf8'))?.['name'];
  return typeof name === 'string' && name !== noEnvironment ? name : undefined;
}

/** Read as httpYac does, through the exports of its extension. */
async function httpYacEnvironment(document: vscode.TextDocument): Promise<Environment | undefined> {
  const exported: unknown = await vscode.extensions.getExtension<unknown>(httpYacId)?.activate();
  const store = member(exported, 'documentStore');
  const httpFile: unknown = await call(store, 'getHttpFile', document);
  if (!isObject(httpFile)) return undefined;
  const asksByFile = typeof member(store, 'getActiveEnvironment') === 'function';
  const activeEnvironment = asksByFile
    ? call(store, 'getActiveEnvironment', httpFile)
    : member(store, 'activeEnvironment');
  const config: unknown = await call(
    exported,
    'getEnvironmentConfig',
    asksByFile ? httpFile : httpFile['fileName'],
  );
  const variables: unknown = await call(member(exported, 'httpyac'), 'getVariables', {
    ...{ httpFile, config, activeEnvironment },
  });
  return isObject(variables) ? textsOf(variables) : undefined;
}

function textsOf(variables: Readonly<Record<string, unknown>>): Environment {
  const isOption = (name: string) => optionVariables.some(each => each === name);
  return new Map(
    Object.entries(variables)
      .filter(([name, value]) => typeof value === 'string' || isOption(name))
      .map(([name, value]) => [name, String(value)]),
  );
}

function objectOf(value: unknown): Readonly<Record<string, unknown>> {
  return isObject(value) ? value : {};
}
