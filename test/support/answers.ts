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
}

/** One of the choices, or the text for a box; undefined closes it. */
type Answer = (asked: Asked) => string | undefined | Promise<string | undefined>;

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
    if (given !== undefined && each.kind !== 'text' && !each.choices.includes(given))
      throw new Error(
        `“${each.text}” does not offer “${given}”, but ${each.choices.join(', ') || 'nothing'}.`,
      );
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
  title = '';
  placeholder = '';
  prompt = '';
  value = '';
  items: readonly vscode.QuickPickItem[] = [];
  activeItems: readonly vscode.QuickPickItem[] = [];
  readonly onDidAccept = this.#accepted.event;
  readonly onDidHide = this.#hidden.event;
  readonly onDidChangeValue = this.#typed.event;
  readonly onDidTriggerButton = new vscode.EventEmitter<vscode.QuickInputButton>().event;

  constructor(
    private readonly kind: 'list' | 'text',
    private readonly ask: (asked: Asked) => Promise<string | undefined>,
  ) {}

  show(): void {
    const items = this.items.filter(({ kind }) => kind !== vscode.QuickPickItemKind.Separator);
    const labels = items.map(({ label }) => label.replace(/^\$\([^)]*\) /, ''));
    const text = this.kind === 'list' ? this.placeholder : this.prompt;
    void this.ask({ kind: this.kind, text, detail: '', choices: labels }).then(
      answer => {
        if (answer === undefined) {
          this.#hidden.fire();
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
    for (const emitter of [this.#accepted, this.#hidden, this.#typed]) emitter.dispose();
  }
}
