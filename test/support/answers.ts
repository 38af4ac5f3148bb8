import * as vscode from 'vscode';

/** What the extension asks the user: a message, a list of choices or an input box. */
export interface Asked {
  readonly kind: 'information' | 'warning' | 'error' | 'list' | 'text';
  /** The message, or what a list or a box asks. */
  readonly text: string;
  /** What a modal question says below. */
  readonly detail: string;
  /** The buttons, or the labels of a list. */
  readonly choices: readonly string[];
  /** Of a list or a box. */
  readonly input?: {
    /** The text that is in a box already, or the label of a list's item that Enter accepts. */
    readonly proposed: string;
    /** Whether it stays open when the user clicks elsewhere. */
    readonly staysOpen: boolean;
    readonly hasBackButton: boolean;
  };
}

/** The back button, as an answer. */
export const backButton = Symbol('back button');

/** One of the choices, the text for a box, or the back button; undefined closes it. */
type Given = string | typeof backButton | undefined;
type Answer = (asked: Asked) => Given | Promise<Given>;

/**
 * Answers what the extension asks, as a user would, until the end of each test. No list or box is drawn.
 * @returns what was asked in this test, and a function that takes the answers; without it, all is closed
 */
export function useAnswers(): {
  readonly asked: readonly Asked[];
  readonly answerBy: (answer: Answer) => void;
} {
  const window = vscode.window as unknown as Record<string, unknown>;
  const names = [
    ...['showInformationMessage', 'showWarningMessage', 'showErrorMessage'],
    ...['createQuickPick', 'createInputBox'],
  ];
  const before = Object.fromEntries(names.map(name => [name, window[name]]));
  const asked: Asked[] = [];
  let answer: Answer = () => undefined;

  const ask = async (each: Asked) => {
    asked.push(each);
    const given = await answer(each);
    if (typeof given === 'string' && each.kind !== 'text' && !each.choices.includes(given))
      throw new Error(
        `“${each.text}” does not offer “${given}”, but ${each.choices.join(', ') || 'nothing'}.`,
      );
    if (given === backButton && each.input?.hasBackButton !== true)
      throw new Error(`“${each.text}” has no back button.`);
    return given;
  };
  const messages =
    (kind: Asked['kind']) =>
    (text: string, ...more: (string | vscode.MessageOptions)[]) => {
      const choices = more.filter(each => typeof each === 'string');
      const [{ detail = '' } = {}] = more.filter(each => typeof each !== 'string');
      return ask({ kind, text, detail, choices });
    };

  beforeEach(() => {
    asked.length = 0;
    answer = () => undefined;
    window['showInformationMessage'] = messages('information');
    window['showWarningMessage'] = messages('warning');
    window['showErrorMessage'] = messages('error');
    window['createQuickPick'] = () => new Input('list', ask);
    window['createInputBox'] = () => new Input('text', ask);
  });
  afterEach(() => {
    Object.assign(window, before);
  });
  return {
    asked,
    answerBy: given => {
      answer = given;
    },
  };
}

/** A list or a box that is not drawn. */
class Input {
  readonly #accepted = new vscode.EventEmitter<void>();
  readonly #hidden = new vscode.EventEmitter<void>();
  readonly #typed = new vscode.EventEmitter<string>();
  readonly #clicked = new vscode.EventEmitter<vscode.QuickInputButton>();
  title = '';
  placeholder = '';
  prompt = '';
  value = '';
  items: readonly vscode.QuickPickItem[] = [];
  activeItems: readonly vscode.QuickPickItem[] = [];
  buttons: readonly vscode.QuickInputButton[] = [];
  ignoreFocusOut = false;
  readonly onDidAccept = this.#accepted.event;
  readonly onDidHide = this.#hidden.event;
  readonly onDidChangeValue = this.#typed.event;
  readonly onDidTriggerButton = this.#clicked.event;

  constructor(
    private readonly kind: 'list' | 'text',
    private readonly ask: (asked: Asked) => Promise<Given>,
  ) {}

  show(): void {
    const items = this.items.filter(({ kind }) => kind !== vscode.QuickPickItemKind.Separator);
    const labels = items.map(({ label }) => label.replace(/^\$\([^)]*\) /, ''));
    const text = this.kind === 'list' ? this.placeholder : this.prompt;
    const [active = items[0]] = this.activeItems;
    const proposed =
      this.kind === 'text' ? this.value : (labels[items.findIndex(each => each === active)] ?? '');
    const input = {
      proposed,
      staysOpen: this.ignoreFocusOut,
      hasBackButton: this.buttons.includes(vscode.QuickInputButtons.Back),
    };
    void this.ask({ kind: this.kind, text, detail: '', choices: labels, input }).then(
      answer => {
        if (answer === undefined) {
          this.#hidden.fire();
          return;
        }
        if (answer === backButton) {
          this.#clicked.fire(vscode.QuickInputButtons.Back);
          return;
        }
        this.activeItems = items.filter((_, index) => labels[index] === answer);
        this.value = this.kind === 'text' ? answer : '';
        this.#typed.fire(this.value);
        this.#accepted.fire();
      },
      (error: unknown) => {
        this.#hidden.fire();
        throw error;
      },
    );
  }

  hide(): void {
    this.#hidden.fire();
  }

  dispose(): void {
    for (const emitter of [this.#accepted, this.#hidden, this.#typed, this.#clicked]) emitter.dispose();
  }
}
