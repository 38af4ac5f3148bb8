/** What the benchmarks measure, as plain numbers: they travel as JSON from the process that measured. */

/** The times of all rounds, in ms. */
export type Times = readonly number[];

/** What a window is opened for, with what the task gives back. */
export interface WindowTasks {
  /** Our extension's activation beside empty ones. `hasToken`: a profile with a live token is there. */
  readonly activation: { readonly hasToken: boolean; readonly controlFirst: boolean };
  /** Header insertion and completion in request files. */
  readonly editing: object;
  /** Requests for tokens, by VS Code's own `fetch`. */
  readonly tokenRequest: object;
  /** The tree of the configuration of a customer with very many clients. */
  readonly configurationTree: object;
  /** `requestToken` as a whole command. */
  readonly tokenCommand: object;
  /** A first request of a window by the same `fetch`. */
  readonly coldFloor: object;
  /** How busy the host is after the activation. */
  readonly afterActivation: object;
  /** Stalls of the extension host while documents are opened and typed in. */
  readonly typing: { readonly withUs: boolean };
  /** Leaves a profile with a live token for the windows to come; `count` more profiles, with a token each. */
  readonly addProfileAndToken: { readonly more?: number };
}

/** A task for the extension host of a window. */
export type WindowTask = {
  [Name in keyof WindowTasks]: { readonly task: Name } & WindowTasks[Name];
}[keyof WindowTasks];

/** What the tasks of one window measured. */
export interface WindowFigures {
  /** Why the tasks came to no end. */
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

/** What one extension costs its host. */
export interface Activation {
  /** From the call of `extension.activate()` to its end, in ms. */
  readonly ms: number;
  /** By how much the heap in use has grown when everything has come to rest, in bytes. */
  readonly heapBytes: number;
}

/** Extensions in one and the same host. */
export interface ActivationFigures {
  readonly ours: Activation;
  /** Extensions that do nothing: as many before ours as behind it. */
  readonly empty: readonly Activation[];
  /** One that does nothing either, activated right before or after ours: what it takes more than the others is noise. */
  readonly control: Activation;
  /** From the call of our activation to the moment when the shared variable is back, in ms; 0 where there is no token. */
  readonly tokenBackMs: number;
}

/** The same action in documents of different lengths. */
export interface ActionByDocument {
  /** The very first time, in the long document: nothing is compiled yet. In ms. */
  readonly firstMs: number;
  /** 2,000 lines, a request every ten. */
  readonly short: Times;
  /** 20,000 lines, a request every ten. */
  readonly long: Times;
  /** 20,000 lines that are one single request. */
  readonly oneRequest: Times;
}

/** What goes through a whole document: what is linear takes ten times as long in the long one. */
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
  /** Judging what was read, at each tick of the countdown. */
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
  /** Ours: transport, status, zod. */
  readonly oursMs: Times;
  /** curl as a process of its own, as in a script; empty where there is none, and where it was not asked for. */
  readonly curlMs: Times;
}

/** Requests for tokens by how long the service takes. */
export interface TokenRequestFigures {
  /** It answers at once: what is seen is the work on our side alone. */
  readonly atOnce: TokenRequestTimes;
  /** It takes 20 ms, as one nearby would. */
  readonly near: TokenRequestTimes;
}

/** What it takes until the clients are in the tree. */
export interface ConfigurationTreeFigures {
  readonly clients: number;
  /** undici's `request` for their list, and the answer as JSON. */
  readonly bareMs: Times;
  readonly oursMs: Times;
}

/** How often time alone wakes us up. */
export interface IdleFigures {
  /** While a token of one hour lives, without its last minute. */
  readonly hour: number;
  readonly lastMinute: number;
  /** In the hour after its end. */
  readonly expiredHour: number;
  /** The time of the processor for our work in the first of these three, in ms. */
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
  /** Of the long one, in millions of characters. */
  readonly megabytes: number;
}

/** Reading all requests of a request file of 20,000 lines, ours beside httpYac's parser. */
export interface ParsingFigures {
  readonly requests: number;
  readonly oursMs: Times;
  readonly httpyacMs: Times;
}

/** Reading a configuration from a sandbox that takes 20 ms for each answer. */
export interface ConfigurationFigures {
  readonly list: {
    readonly clients: number;
    /** undici's `request`, and the answer as JSON. */
    readonly bareMs: Times;
    readonly oursMs: Times;
  };
  readonly resources: {
    readonly resources: number;
    /** Those for tokens among them. */
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
  /** Comparing a folder of files with what was read: the time of the processor. */
  readonly compare: {
    readonly resources: number;
    /** Nothing is compiled yet. */
    readonly firstMs: number;
    /** The median. */
    readonly cpuMs: number;
  };
}

/** A reader with the text of those made for it that takes longest. */
export interface HostileFigures {
  readonly reader: string;
  readonly text: string;
  /** For 10 KB, 100 KB and 1 MB; the last one is left out where the one before took far too long. */
  readonly ms: readonly Times[];
}

/** What our own code takes for tokens. */
export interface TokenWorkFigures {
  /** For the first search of an answer for a token of this length, in ms of the processor. */
  readonly firstMasks: readonly { readonly characters: number; readonly cpuMs: number }[];
  readonly requests: number;
  /** For each of them, one after the other: the time of the processor, the mean of a round. */
  readonly cpuMs: Times;
  /** The time of one line by the number of tokens that were masked before. */
  readonly logLines: readonly { readonly known: number; readonly ms: Times }[];
}

/** From Save until the difference can be shown. */
export interface SavingFigures {
  readonly clients: number;
  /** What the service takes for each answer. */
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
  /** Until the variable is set, and with it the countdown. */
  readonly shownMs: number;
  /** Until the command resolves. */
  readonly storedMs: number;
}

/** Reading a secret and plain `fetch`, in ms: less cannot be done. To store a token, a secret must be written, too. */
export interface FloorTimes {
  readonly secretMs: number;
  readonly fetchMs: number;
  readonly storeMs: number;
}

/** `requestToken` as a whole command, over plain `fetch` in the same host. */
export interface TokenCommandFigures {
  /** The first of the window, from Enter on a scope until the variable is set; the floor is that of another window. */
  readonly firstMs: number;
  readonly later: readonly TokenCommandTimes[];
  readonly floor: readonly FloorTimes[];
  /** From Enter on a scope until the variable is set. */
  readonly chosenMs: readonly number[];
  /** From Enter in a bare quick pick until it is answered. */
  readonly bareChoiceMs: readonly number[];
}

/** How busy the extension host was after the activation, in ms of the processor. */
export interface AfterActivationFigures {
  readonly profiles: number;
  readonly oursMs: number;
  /** As long before or after, with nothing to do. */
  readonly restMs: number;
}

/** What is measured in plain Node; only what was asked for. */
export interface PlainFigures {
  readonly idle?: IdleFigures;
  readonly callers?: CallersFigures;
  readonly tokenRequest?: TokenRequestFigures;
  readonly tokenWork?: TokenWorkFigures;
  readonly leakSearch?: LeakSearchFigures;
  readonly configuration?: ConfigurationFigures;
  readonly saving?: readonly SavingFigures[];
  readonly parsing?: ParsingFigures;
}
