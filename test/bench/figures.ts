/** The results of what is measured in several windows. Plain numbers, because the measuring process writes them as JSON. */
import type { Row } from '../../scripts/bench/table.mjs';

/** The times of all rounds, in ms. */
export type Times = readonly number[];

/** The tasks of a window with their results. */
export interface WindowTasks {
  /** The activation of our extension beside empty ones. `hasToken`: with a profile that has a live token. */
  readonly activation: { readonly hasToken: boolean; readonly controlFirst: boolean };
  /** Header insertion and completion in request files. */
  readonly editing: object;
  /** Token requests with VS Code's `fetch`. */
  readonly tokenRequest: object;
  /** The configuration tree of a customer with many clients. */
  readonly configurationTree: object;
  /** The whole command `requestToken`. */
  readonly tokenCommand: object;
  /** The first request of a window with the same `fetch`. */
  readonly coldFloor: object;
  /** How busy the extension host is after the activation. */
  readonly afterActivation: object;
  /** Stalls of the extension host while documents are opened and typed in. */
  readonly typing: { readonly withUs: boolean };
  /** Lists and the countdown as a person sees them. `lineCount`: of the request file that is open; 0 for none. */
  readonly choices: { readonly lineCount: number };
  /** Typing in one long line of JSON. */
  readonly longLine: { readonly withUs: boolean };
  /** Adds a profile with a live token for later windows, and `count` more profiles with a token. */
  readonly addProfileAndToken: { readonly more?: number };
}

/** A task for the extension host of a window. */
export type WindowTask = {
  [Name in keyof WindowTasks]: { readonly task: Name } & WindowTasks[Name];
}[keyof WindowTasks];

/** The results of the tasks of one window. */
export interface WindowFigures {
  /** Why the tasks failed. */
  readonly error?: string;
  readonly activation?: ActivationFigures;
  readonly editing?: Row[];
  readonly tokenRequest?: Row[];
  readonly configurationTree?: Row[];
  readonly tokenCommand?: TokenCommandFigures;
  readonly coldFloor?: FloorTimes;
  readonly afterActivation?: AfterActivationFigures;
  readonly typing?: readonly TypingFigures[];
}

/** The longest stalls of the extension host with one document, in ms. */
export interface TypingFigures {
  /** The extension of the file. */
  readonly language: string;
  readonly lineCount: number;
  readonly openingMs: Times;
  readonly typingMs: Times;
}

/** The cost of one extension. */
export interface Activation {
  /** The duration of `extension.activate()`, in ms. */
  readonly ms: number;
  /** The growth of the heap once everything is done, in bytes. */
  readonly heapBytes: number;
}

/** Extensions in the same host. */
export interface ActivationFigures {
  readonly ours: Activation;
  /** Empty extensions, as many before ours as after it. */
  readonly empty: readonly Activation[];
  /** One that does nothing either, activated right before or after ours: what it takes more than the others is noise. */
  readonly control: Activation;
  /** From the start of our activation until the shared variable is set, in ms; 0 without a token. */
  readonly tokenBackMs: number;
}

/** The times of one `requestToken`, in ms. */
export interface TokenCommandTimes {
  /** Until the variable is set, and the countdown shown. */
  readonly shownMs: number;
  /** Until the command resolves. */
  readonly storedMs: number;
}

/** Reading a secret and plain `fetch`, in ms: the lower bound. Storing a token writes a secret too. */
export interface FloorTimes {
  readonly secretMs: number;
  readonly fetchMs: number;
  readonly storeMs: number;
}

/** The whole command `requestToken`, and plain `fetch` in the same host. */
export interface TokenCommandFigures {
  /** The first one of a window, from Enter on a scope until the variable is set. The lower bound is of another window. */
  readonly firstMs: number;
  readonly later: readonly TokenCommandTimes[];
  readonly floor: readonly FloorTimes[];
  /** From Enter on a scope until the variable is set. */
  readonly chosenMs: readonly number[];
  /** From Enter in a plain quick pick until it resolves. */
  readonly bareChoiceMs: readonly number[];
}

/** CPU time of the extension host after the activation, in ms. */
export interface AfterActivationFigures {
  readonly profiles: number;
  readonly oursMs: number;
  /** With an empty extension in the place of ours. */
  readonly emptyMs: number;
  /** In an equally long time without anything to do. */
  readonly restMs: number;
}
