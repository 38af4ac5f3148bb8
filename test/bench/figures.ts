/** The results of the benchmarks. Plain numbers, because the measuring process writes them as JSON. */

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
  readonly editing?: EditingFigures;
  readonly tokenRequest?: TokenRequestFigures;
  readonly configurationTree?: ConfigurationTreeFigures;
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

/** The same action in documents of different lengths. */
export interface ActionByDocument {
  /** The first time, in the long document, when nothing is compiled yet. In ms. */
  readonly firstMs: number;
  /** 2,000 lines, a request every ten. */
  readonly short: Times;
  /** 20,000 lines, a request every ten. */
  readonly long: Times;
  /** One request of 20,000 lines. */
  readonly oneRequest: Times;
}

/** An action on a whole document. A linear one takes ten times as long in the long document. */
export interface WholeDocument {
  /** 2,000 lines, with a request every ten. */
  readonly short: Times;
  /** 20,000 lines. */
  readonly long: Times;
}

/** The same in the files of a format. */
export interface FormatFigures extends WholeDocument {
  readonly name: string;
}

/** The actions in an editor. */
export interface EditingFigures {
  readonly header: ActionByDocument;
  readonly completion: ActionByDocument;
  /** Reading the references to the shared token, once per change. */
  readonly references: WholeDocument;
  /** Checking what was read, at each tick of the countdown. */
  readonly findings: WholeDocument;
  /** An edit in the files of each format. */
  readonly formats: readonly FormatFigures[];
}

/** One request for a token over a kept-alive connection, by the way it is sent. */
export interface TokenRequestTimes {
  /** undici's `request`, and the answer as JSON. */
  readonly undiciMs: Times;
  /** `globalThis.fetch`, and the answer as JSON. */
  readonly fetchMs: Times;
  /** Our transport, with the checks of status and answer. */
  readonly oursMs: Times;
  /** curl as a process of its own, as in a script; empty where there is none, and where it was not asked for. */
  readonly curlMs: Times;
}

/** Token requests by the delay of the service. */
export interface TokenRequestFigures {
  /** No delay: shows only our own work. */
  readonly atOnce: TokenRequestTimes;
  /** 20 ms, like a service nearby. */
  readonly near: TokenRequestTimes;
}

/** What it takes until the clients are in the tree. */
export interface ConfigurationTreeFigures {
  readonly clients: number;
  /** undici's `request` for their list, and the answer as JSON. */
  readonly bareMs: Times;
  readonly oursMs: Times;
}

/** How often our timers fire while nobody does anything. */
export interface IdleFigures {
  /** While a token of one hour lives, without its last minute. */
  readonly hour: number;
  readonly lastMinute: number;
  /** In the hour after its end. */
  readonly expiredHour: number;
  /** The CPU time for our work in the first of these three, in ms. */
  readonly hourCpuMs: Times;
}

/** Callers that ask for the same token at once. */
export interface CallersFigures {
  readonly callers: number;
  /** Token requests sent, the most of all rounds. */
  readonly requests: number;
  /** Until all have it. */
  readonly ms: Times;
}

/** The leak guard's search of whole documents. */
export interface LeakSearchFigures {
  /** 2,000 lines. */
  readonly shortMs: Times;
  /** 20,000 lines. */
  readonly longMs: Times;
  /** The size of the long document, in millions of characters. */
  readonly megabytes: number;
}

/** The longest slices at a pause in typing in large JSON. */
export interface LargeJsonFigures {
  /** Scope findings and leak guard, 0.5 MB. */
  readonly scopesMs: Times;
  readonly leaksMs: Times;
  /** 5 MB, in which scopes are not checked. */
  readonly leaksOf5MBMs: Times;
  /** Scope findings of 0.9 MB with a scope on each line. */
  readonly manyScopesMs: Times;
  /** How many findings are shown of those. */
  readonly shownFindings: number;
}

/** Reading all requests of a request file of 20,000 lines, ours beside httpYac's parser. */
export interface ParsingFigures {
  readonly requests: number;
  readonly oursMs: Times;
  readonly httpyacMs: Times;
}

/** Reading a configuration from a sandbox that waits 20 ms before each answer. */
export interface ConfigurationFigures {
  readonly list: {
    readonly clients: number;
    /** undici's `request`, and the answer as JSON. */
    readonly bareMs: Times;
    readonly oursMs: Times;
  };
  readonly resources: {
    readonly resources: number;
    /** How many of them are token requests. */
    readonly requests: number;
    readonly ms: Times;
    /** The requests alone, six at a time. */
    readonly idealMs: number;
  };
  /** Who uses a policy, with nothing known but a token. */
  readonly users: {
    readonly clients: number;
    readonly requests: number;
    readonly ms: Times;
    /** The requests alone, six at a time. */
    readonly idealMs: number;
  };
  /** Comparing a folder of files with a snapshot: CPU time. */
  readonly compare: {
    readonly resources: number;
    /** The first time, when nothing is compiled yet. */
    readonly firstMs: number;
    /** The median. */
    readonly cpuMs: number;
    /** Of the snapshot, the files, what was pulled last, and the plan. */
    readonly heldBytes: number;
  };
}

/** A reader, with the slowest of the hostile texts for it. */
export interface HostileFigures {
  readonly reader: string;
  readonly text: string;
  /** For 10 KB, 100 KB and 1 MB; the last one is left out where the one before took far too long. */
  readonly ms: readonly Times[];
}

/** The CPU time of our own code for tokens. */
export interface TokenWorkFigures {
  /** For the first search of an answer for a token of this length, in ms of CPU time. */
  readonly firstMasks: readonly { readonly characters: number; readonly cpuMs: number }[];
  readonly requests: number;
  /** For each of them, one after the other: the CPU time, the mean of a round. */
  readonly cpuMs: Times;
  /** The time of one line by the number of tokens that were masked before. */
  readonly logLines: readonly { readonly known: number; readonly ms: Times }[];
}

/** From Save until the diff can be shown. */
export interface SavingFigures {
  readonly clients: number;
  /** The delay of each answer. */
  readonly answerMs: number;
  readonly first: SavingTimes;
  readonly again: SavingTimes;
}

export interface SavingTimes {
  readonly ms: Times;
  /** The most of all rounds. */
  readonly requests: number;
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

/** The results of what is measured in plain Node. */
export interface PlainFigures {
  readonly idle?: IdleFigures;
  readonly callers?: CallersFigures;
  readonly tokenRequest?: TokenRequestFigures;
  readonly tokenWork?: TokenWorkFigures;
  readonly leakSearch?: LeakSearchFigures;
  readonly largeJson?: LargeJsonFigures;
  readonly configuration?: ConfigurationFigures;
  readonly saving?: readonly SavingFigures[];
  readonly parsing?: ParsingFigures;
}
