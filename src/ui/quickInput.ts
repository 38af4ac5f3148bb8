// Quick picks and input boxes with steps and a back button.
import * as vscode from 'vscode';
import { cancelled } from '../core/common/cancelled';
import { escapeMarkup } from '../core/common/escapeMarkup';

export { cancelled };

/** The answer of a user who pressed the back button. */
export const back = Symbol('back');

/** What all questions have in common. */
interface Question {
  readonly title: string;
  readonly placeholder?: string;
  /** One of several questions: from 1. */
  readonly step?: number;
  readonly totalSteps?: number;
  /** Whether it stays open while the user looks at editors. */
  readonly staysOpen?: boolean;
  /** Whether the back button is shown, because there is a question before this one. */
  readonly canGoBack?: boolean;
}

/** A question that is answered by typing. */
export interface TextQuestion extends Question {
  readonly prompt: string;
  readonly value?: string;
  readonly isSecret?: boolean;
  /** Why the text is invalid, or undefined. Called for each key. */
  readonly validate: (text: string) => string | undefined;
  /** The meaning of a valid text, shown while typing. */
  readonly meaning?: (text: string) => string | undefined;
  /** A warning for a valid text, shown instead of its meaning. */
  readonly warning?: (text: string) => string | undefined;
  /** Called for each key, also if the text is invalid. */
  readonly onDidType?: (text: string) => void;
}

/** A choice. Its texts are shown literally; `icon` is the name of an icon before the label. */
export interface PickItem extends vscode.QuickPickItem {
  readonly icon?: string;
}

export interface PickQuestion<Item extends PickItem> extends Question {
  readonly items: readonly Item[];
  /** The item that Enter accepts; the first one by default. */
  readonly active?: Item;
  /** An extra item for the typed text, if any. */
  readonly itemFor?: (typed: string) => Item | undefined;
  /** The same items in the same order with more details. Never rejects. */
  readonly refined?: Promise<readonly Item[]>;
}

/** Without a back button, the answer is never `back`. */
interface FirstQuestion {
  readonly canGoBack?: never;
}

/** Asks for a text. Resolves with the trimmed text or `back`; rejects with a `cancelled` problem. */
export async function askText(question: TextQuestion & FirstQuestion): Promise<string>;
export async function askText(question: TextQuestion): Promise<string | typeof back>;
export async function askText(question: TextQuestion): Promise<string | typeof back> {
  const input = vscode.window.createInputBox();
  input.prompt = escapeMarkup(question.prompt);
  input.value = question.value ?? '';
  input.password = question.isSecret ?? false;
  // An empty box shows no error before Enter.
  const validate = (isFinal: boolean) => {
    const issue = input.value === '' && !isFinal ? undefined : question.validate(input.value);
    const { Error } = vscode.InputBoxValidationSeverity;
    input.validationMessage =
      issue === undefined
        ? validationHint(question, input.value)
        : { message: escapeMarkup(issue), severity: Error };
    return issue === undefined;
  };
  return ask(input, question, accept => {
    input.onDidChangeValue(value => {
      question.onDidType?.(value);
      validate(false);
    });
    input.onDidAccept(() => {
      if (validate(true)) accept(input.value.trim());
    });
    validate(false);
  });
}

/** The message for a valid text. */
function validationHint(
  { warning, meaning }: TextQuestion,
  text: string,
): vscode.InputBoxValidationMessage | undefined {
  const { Info, Warning } = vscode.InputBoxValidationSeverity;
  const against = warning?.(text);
  const message = against ?? meaning?.(text);
  return message === undefined
    ? undefined
    : { message: escapeMarkup(message), severity: against === undefined ? Info : Warning };
}

/** Asks for a choice. Resolves with the item or `back`; rejects with a `cancelled` problem. */
export async function askPick<Item extends PickItem>(
  question: PickQuestion<Item> & FirstQuestion,
): Promise<Item>;
export async function askPick<Item extends PickItem>(
  question: PickQuestion<Item>,
): Promise<Item | typeof back>;
export async function askPick<Item extends PickItem>(
  question: PickQuestion<Item>,
): Promise<Item | typeof back> {
  const answer = await askPickOrText(question);
  return answer === back ? back : answer.item;
}

/** As `askPick`, with the text in the filter box: it may start the next answer. */
export async function askPickOrText<Item extends PickItem>(
  question: PickQuestion<Item>,
): Promise<{ readonly item: Item; readonly typed: string } | typeof back> {
  const pick = vscode.window.createQuickPick<QuickPickEntry<Item>>();
  pick.matchOnDescription = true;
  pick.matchOnDetail = true;
  let items = question.items.map(toQuickPickEntry);
  let extraEntry: QuickPickEntry<Item> | undefined;
  pick.items = items;
  if (question.active) pick.activeItems = items.filter(({ item }) => item === question.active);
  const show = () => {
    pick.items = extraEntry ? [...items, extraEntry] : items;
  };
  return ask(pick, question, accept => {
    pick.onDidChangeValue(value => {
      const item = question.itemFor?.(value.trim());
      if (!item && !extraEntry) return;
      extraEntry = item && toQuickPickEntry(item);
      show();
    });
    void question.refined?.then(found => {
      const refined = found.map(toQuickPickEntry);
      const active = pick.activeItems.map(item => refined[items.indexOf(item)] ?? item);
      items = refined;
      show();
      pick.activeItems = active;
    });
    pick.onDidAccept(() => {
      const [shown] = pick.activeItems;
      if (shown) accept({ item: shown.item, typed: pick.value.trim() });
    });
  });
}

type QuickPickEntry<Item> = vscode.QuickPickItem & { readonly item: Item };

function toQuickPickEntry<Item extends PickItem>(item: Item): QuickPickEntry<Item> {
  const { icon, label, description, detail } = item;
  const shown: vscode.QuickPickItem = {
    ...item,
    label: `${icon === undefined ? '' : `$(${icon}) `}${escapeMarkup(label)}`,
    ...(description !== undefined && { description: escapeMarkup(description) }),
    ...(detail !== undefined && { detail: escapeMarkup(detail) }),
  };
  return { ...shown, item };
}

/**
 * Asks questions in sequence from `firstIndex`. `back` returns to the previous question. Each question keeps its own
 * answer and shows it again.
 */
export async function askInSequence(
  questions: readonly (() => Promise<unknown>)[],
  firstIndex = 0,
): Promise<void> {
  for (let index = firstIndex; index < questions.length;) {
    const answer = await questions[index]?.();
    index = answer === back ? Math.max(0, index - 1) : index + 1;
  }
}

type AnyInput = Pick<
  vscode.InputBox,
  keyof vscode.QuickInput | 'placeholder' | 'buttons' | 'onDidTriggerButton'
>;

function ask<Answer>(
  input: AnyInput,
  question: Question,
  listen: (accept: (answer: Answer) => void) => void,
): Promise<Answer | typeof back> {
  input.title = question.title;
  input.placeholder = question.placeholder ?? '';
  input.step = question.step;
  input.totalSteps = question.totalSteps;
  // In a form the user goes to other windows to copy values. A list closes, as VS Code's own do.
  input.ignoreFocusOut =
    question.staysOpen === true ||
    question.step !== undefined ||
    (question.canGoBack === true && 'prompt' in question);
  if (question.canGoBack === true) input.buttons = [vscode.QuickInputButtons.Back];
  return new Promise<Answer | typeof back>((resolve, reject) => {
    input.onDidTriggerButton(button => {
      if (button === vscode.QuickInputButtons.Back) resolve(back);
    });
    input.onDidHide(() => {
      reject(cancelled());
    });
    listen(resolve);
    input.show();
  }).finally(() => {
    input.dispose();
  });
}
