import fs from 'node:fs';
import path from 'node:path';
import type { Locator, Page, PageScreenshotOptions } from 'playwright-core';
import { until } from './until.js';

/** How long to wait for a window on a busy machine, in ms. */
const PATIENCE = 60_000;

/**
 * How long the palette gets to show a row before it is opened again, in ms: it does not learn of late commands. Doubled each
 * time.
 */
const PALETTE_PATIENCE = 1_000;

/**
 * Runs in the window, whose types ours do not know: the text of the first editor that matches, the active ones first.
 * The editor keeps its lines in no order; their places tell it.
 */
const FIND_EDITOR_TEXT = `([source, flags]) => {
  const wanted = new RegExp(source, flags);
  const active = document.querySelectorAll('.editor-group-container.active .view-lines');
  const all = document.querySelectorAll('.editor-group-container .view-lines');
  for (const editor of [...active, ...all]) {
    const lines = [...editor.querySelectorAll('.view-line')].sort(
      (a, b) => parseFloat(a.style.top) - parseFloat(b.style.top),
    );
    const text = lines.map(line => line.textContent.replaceAll('\\u00a0', ' ')).join('\\n');
    if (wanted.test(text)) return { text };
  }
}`;

/**
 * Runs in the window: tells of each message that VS Code could not save. The list of messages is created with the first
 * one.
 */
const WATCH_FAILED_SAVES = `() => {
  const told = new Set();
  const check = () => {
    for (const { textContent } of document.querySelectorAll('.notifications-toasts .notification-list-item-message')) {
      if (!/Failed to save/.test(textContent) || told.has(textContent)) continue;
      told.add(textContent);
      window.tellFailedSave(textContent);
    }
  };
  let watched;
  const watch = () => {
    const toasts = document.querySelector('.notifications-toasts');
    if (!toasts || toasts === watched) return;
    watched = toasts;
    new MutationObserver(check).observe(toasts, { childList: true, subtree: true, characterData: true });
    check();
  };
  new MutationObserver(watch).observe(document.querySelector('.monaco-workbench'), { childList: true });
  watch();
}`;

/** Runs in the window: notes whether the next key goes to the box of the palette. */
const WATCH_NEXT_KEY = `() => {
  window.keyWentToBox = undefined;
  const note = ({ target }) => {
    window.keyWentToBox = target.closest?.('.quick-input-box') != null;
  };
  window.addEventListener('keydown', note, { once: true, capture: true });
}`;

/** A notification that VS Code shows by itself, or in the notification center. */
const NOTIFICATION = '.notification-toast, .notifications-center .monaco-list-row';
const MESSAGE = '.notification-list-item-message';

/** For a notification that VS Code shows by itself, in ms: longer than it stays. */
const TOAST_PATIENCE = 15_000;

/** For a tooltip, in ms. */
const TOOLTIP_PATIENCE = 5_000;

/** VS Code's window as a person uses it: keys, palette, lists; and what can be read on it. */
export class Window {
  /**
   * @param page where VS Code loads
   * @param pictures the folder for screenshots
   * @param drawn the style that draws the window for them (test/harness/window.mjs)
   */
  constructor(
    readonly page: Page,
    private readonly pictures: string,
    private readonly drawn: string,
  ) {
    page.setDefaultTimeout(PATIENCE);
  }

  /** What VS Code said when it could not save. */
  readonly failedSaves: string[] = [];
  #watchesSaves = false;

  private get quickInput(): Locator {
    return this.page.locator('.quick-input-widget:visible');
  }

  private get quickInputBox(): Locator {
    return this.quickInput.locator('.quick-input-box input');
  }

  /** The row that Enter would take. */
  private get focusedRow(): Locator {
    return this.quickInput.locator('.monaco-list-row.focused');
  }

  /** Waits until VS Code has drawn its parts. */
  async ready(): Promise<void> {
    await this.page.locator('.monaco-workbench .statusbar-item').first().waitFor({ timeout: 60_000 });
    await this.page.locator('.monaco-workbench .explorer-folders-view .monaco-list').waitFor();
    if (!this.#watchesSaves) {
      this.#watchesSaves = true;
      await this.page.exposeFunction('tellFailedSave', (text: string) => void this.failedSaves.push(text));
    }
    await this.page.evaluate(`(${WATCH_FAILED_SAVES})()`);
  }

  /** Waits until a new window has the colours of its theme and the items of its status bar: VS Code adds both late. */
  async themeLoaded(): Promise<void> {
    await this.page.locator('.monaco-workbench[class*="vscode-theme-"]').waitFor();
    await this.page.locator('[id="status.problems"]').waitFor();
  }

  /** Closes the window, and the browser with it. */
  async close(): Promise<void> {
    await this.page.context().close();
  }

  /** Loads the window again, as "Developer: Reload Window" does. */
  async reload(): Promise<void> {
    await this.page.reload();
    await this.ready();
  }

  /** The same by VS Code's own command, which first keeps what is open. */
  async reloadByCommand(): Promise<void> {
    const loaded = this.page.waitForEvent('domcontentloaded');
    await this.runCommand('Developer: Reload Window');
    await loaded;
    await this.ready();
  }

  /**
   * Runs a command through the palette.
   * @param title as the palette shows it, with its category: `Hosted Login: Request Access Token…`
   */
  async runCommand(title: string): Promise<void> {
    do await this.showInPalette(title);
    while (!(await this.enterInPalette()));
    // Wait for the palette to go: what is typed next belongs to the command.
    await this.focusedRow.filter({ hasText: title }).waitFor({ state: 'hidden' });
  }

  /** Presses Enter in the palette. Resolves with whether it got the key: a part of the window that takes the focus closes it. */
  private async enterInPalette(): Promise<boolean> {
    await this.page.evaluate(`(${WATCH_NEXT_KEY})()`);
    try {
      await this.quickInputBox.press('Enter', { timeout: PALETTE_PATIENCE });
    } catch {
      // It was closed before.
      return false;
    }
    // A command that loads the window again takes the note with it.
    const wasLost = this.page.evaluate('window.keyWentToBox === false').catch(() => false);
    return (await wasLost) !== true;
  }

  /** Opens the palette and waits until Enter would run this command. */
  async showInPalette(title: string): Promise<void> {
    await this.showInQuickInput('F1', `>${title}`, timeout => this.focus(title, timeout));
  }

  /**
   * Opens a quick input by key, types into it and waits for the row. Tries again if it closes: a part of the window
   * that takes the focus late closes it.
   */
  private async showInQuickInput(
    key: string,
    text: string,
    focusRow: (timeout: number) => Promise<void>,
  ): Promise<void> {
    const deadline = Date.now() + PATIENCE;
    for (let timeout = PALETTE_PATIENCE; ; timeout = Math.min(2 * timeout, PATIENCE / 4)) {
      try {
        await this.page.keyboard.press(key);
        await this.quickInputBox.fill(text, { timeout });
        await focusRow(timeout);
        return;
      } catch (error) {
        if (Date.now() >= deadline)
          throw new Error(`"${text}" is not in the list: ${String(error)}`, { cause: error });
        await this.dismiss();
      }
    }
  }

  /** Goes to a row of the list that is open with the arrow keys. @param timeout for the row to show, in ms */
  private async focus(label: RegExp | string, timeout = PATIENCE): Promise<void> {
    const rows = this.quickInput.locator('.monaco-list-row');
    const row =
      typeof label === 'string'
        ? rows.filter({ has: this.page.getByText(label, { exact: true }) }).first()
        : rows.filter({ hasText: label }).first();
    await row.waitFor({ timeout });
    await this.hasKeyboard(timeout);
    for (let steps = 0; !(await isFocused(row, timeout)); steps++) {
      if (steps > 50) throw new Error(`${String(label)} cannot be reached with the arrow keys.`);
      await this.page.keyboard.press('ArrowDown');
    }
  }

  /** The rows of the list that is open, as far as it shows without scrolling. */
  async choices(): Promise<string[]> {
    await this.quickInput.locator('.monaco-list-row').first().waitFor();
    return labelsOf(this.quickInput.locator('.monaco-list-row'));
  }

  /** Takes a row from the list that is open. @param label the whole label, or a pattern for the row's text */
  async pick(label: RegExp | string): Promise<void> {
    await this.focus(label);
    await this.page.keyboard.press('Enter');
  }

  /** Takes the row that is offered first. @returns its text */
  async pickFirst(): Promise<string> {
    await this.focusedRow.waitFor();
    const text = await whatIsRead(this.focusedRow);
    await this.accept();
    return text;
  }

  /**
   * Answers an input box and presses Enter.
   * @param prompt what must be in the box's title, prompt or placeholder before anything is typed
   */
  async type(text: string, prompt: RegExp | string = ''): Promise<void> {
    await this.fill(text, prompt);
    await this.accept();
  }

  /** Types into an input box without taking it yet. @param prompt what must be in the box before */
  async fill(text: string, prompt: RegExp | string = ''): Promise<void> {
    await this.waitForPrompt(prompt);
    await this.quickInputBox.fill(text);
  }

  /** Presses Enter in an input box or list, once it has the keyboard: it is drawn before. */
  async accept(): Promise<void> {
    await this.hasKeyboard();
    await this.page.keyboard.press('Enter');
  }

  private async hasKeyboard(timeout = PATIENCE): Promise<void> {
    await this.quickInput.locator(':focus').waitFor({ timeout });
  }

  /** Waits for an input box or list that says this. */
  async waitForPrompt(prompt: RegExp | string): Promise<void> {
    const placeholder = this.page.locator('input').and(this.page.getByPlaceholder(prompt));
    await this.quickInput
      .filter({ hasText: prompt })
      .or(this.quickInput.filter({ has: placeholder }))
      .first()
      .waitFor();
  }

  /** Closes an input box or list without an answer. One that does not have the keyboard yet misses the first Escape. */
  async dismiss(): Promise<void> {
    const widget = this.page.locator('.quick-input-widget');
    await until('the list is closed', async () => {
      await this.page.keyboard.press('Escape');
      return widget.waitFor({ state: 'hidden', timeout: 2000 }).then(
        () => true,
        () => undefined,
      );
    });
  }

  /**
   * What a status bar item of an extension says, once it says what is expected.
   * @param pattern waits for a text that matches
   * @param id the item's id in its extension
   */
  async statusBarText(pattern = /./, id = 'hostedLogin.token'): Promise<string> {
    const item = this.page.locator(`.statusbar-item[id$=".${id}"]`).filter({ hasText: pattern });
    return oneLine(await item.innerText());
  }

  /** Puts a text on the clipboard, as copying it elsewhere does. */
  async copy(text: string): Promise<void> {
    await this.page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await this.page.evaluate(`navigator.clipboard.writeText(${JSON.stringify(text)})`);
  }

  /** The text on the clipboard. */
  async copied(): Promise<string> {
    await this.page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    return String(await this.page.evaluate('navigator.clipboard.readText()'));
  }

  private get statusBarItem(): Locator {
    return this.page.locator('.statusbar-item[id$=".hostedLogin.token"]');
  }

  /** Clicks our status bar item. */
  async clickStatusBar(): Promise<void> {
    await this.statusBarItem.click();
  }

  /** Moves the mouse away from it, so that its tooltip closes and its own color shows. */
  async leaveStatusBar(): Promise<void> {
    await this.page.mouse.move(400, 300);
    await this.page.locator('.monaco-hover:visible').waitFor({ state: 'hidden' });
  }

  /** Whether our status bar item has the warning background. */
  async statusBarIsWarning(): Promise<boolean> {
    return (await this.statusBarItem.getAttribute('class'))?.includes('warning-kind') === true;
  }

  /** Discards the draft of the active document, and waits until that is done: the text changes before. */
  async discardDraft(): Promise<void> {
    await this.runCommand('Hosted Login: Discard Draft');
    await this.notification(/^The draft of “.*” was discarded/);
    await this.runCommand('Notifications: Clear All Notifications');
  }

  /** Waits until our status bar item is hidden. */
  async statusBarGone(): Promise<void> {
    await this.statusBarItem.waitFor({ state: 'hidden' });
  }

  /**
   * Rests the mouse on our status bar item until the tooltip says this: it is short in the first seconds of a window.
   * @returns what it says
   */
  async hoverStatusBar(words: RegExp): Promise<string> {
    return until(`a tooltip with ${words.source}`, async () => {
      const text = await this.tooltipOf(this.statusBarItem);
      return text !== undefined && words.test(text) ? text : undefined;
    });
  }

  /** Rests the mouse on a part of the window. Resolves with its tooltip; undefined if VS Code shows none, or closes it at once. */
  private async tooltipOf(part: Locator): Promise<string | undefined> {
    const tooltip = this.page.locator('.monaco-hover:visible').first();
    // If the mouse rests there already, nothing is shown again.
    if (!(await tooltip.isVisible())) await this.page.mouse.move(400, 300);
    await part.hover();
    return tooltip.innerText({ timeout: TOOLTIP_PATIENCE }).then(oneLine, () => undefined);
  }

  /** The rows of the tree in the side bar. */
  private get treeRows(): Locator {
    return this.page.locator('.sidebar .pane-body .monaco-list-row');
  }

  /** Waits for a row of the tree in the side bar. @param label what a screen reader says of it, or how that begins */
  async treeRow(label: string): Promise<void> {
    await this.page
      .locator(`.sidebar .monaco-list-row[aria-label^=${JSON.stringify(label)}]`)
      .first()
      .waitFor();
  }

  /** The rows of the tree in the side bar as a screen reader reads them. */
  async treeTexts(): Promise<string[]> {
    await this.treeRows.first().waitFor();
    return labelsOf(this.treeRows);
  }

  /** Goes to a row of the tree in the side bar with the arrow keys; the tree has the keyboard. */
  async focusTreeRow(label: string): Promise<void> {
    await this.treeRow(label);
    await this.page.keyboard.press('Home');
    const focused = this.page.locator('.sidebar .pane-body .monaco-list-row.focused');
    for (let steps = 0; steps < 50; steps++) {
      await focused.waitFor();
      if ((await whatIsRead(focused)).startsWith(label)) return;
      await this.page.keyboard.press('ArrowDown');
    }
    throw new Error(`${label} cannot be reached with the arrow keys.`);
  }

  /** The first lens with this title. */
  private lens(title: string): Locator {
    return this.page.locator('.codelens-decoration').filter({ hasText: title }).first();
  }

  /** Waits for a lens: VS Code draws it a moment after the text. */
  async waitForLens(title: string): Promise<void> {
    await this.lens(title).waitFor();
  }

  /** Clicks a lens. */
  async clickLens(title: string): Promise<void> {
    await this.lens(title).locator('a').filter({ hasText: title }).first().click();
  }

  /** Waits for a dialog that is in the way. */
  async waitForDialog(pattern: RegExp | string): Promise<void> {
    await this.page.locator('.monaco-dialog-box').filter({ hasText: pattern }).waitFor();
  }

  private notificationsThat(pattern: RegExp | string): Locator {
    const message = this.page.locator(MESSAGE).filter({ hasText: pattern });
    return this.page.locator(NOTIFICATION).filter({ has: message });
  }

  /** The texts of the notifications that VS Code shows by itself, at this moment. */
  async notifications(): Promise<string[]> {
    return (await this.page.locator(`.notification-toast ${MESSAGE}`).allInnerTexts()).map(oneLine);
  }

  /** Waits until no notification is shown. */
  async notificationsGone(): Promise<void> {
    await this.page.locator('.notification-toast').first().waitFor({ state: 'hidden' });
  }

  /** Waits until no notification says this. */
  async notificationGone(pattern: RegExp | string): Promise<void> {
    await this.notificationsThat(pattern).first().waitFor({ state: 'hidden' });
  }

  /** Waits for a notification. @returns its text */
  async notification(pattern: RegExp | string): Promise<string> {
    const shown = await this.showNotification(pattern);
    return oneLine(await shown.locator(MESSAGE).innerText());
  }

  /**
   * Waits for a notification. VS Code shows no more than three by themselves in 0.8 seconds, and keeps further ones
   * in the notification center.
   */
  private async showNotification(pattern: RegExp | string): Promise<Locator> {
    const shown = this.notificationsThat(pattern).first();
    try {
      await shown.waitFor({ timeout: TOAST_PATIENCE });
    } catch {
      await this.runCommand('Notifications: Show Notifications');
      await shown.waitFor();
    }
    return shown;
  }

  /**
   * Presses a button of a notification, by key: where a notification slides in above the status bar, the mouse may come
   * to rest on our item, and its tooltip covers the button.
   */
  async answerNotification(pattern: RegExp | string, button: string): Promise<void> {
    const shown = await this.showNotification(pattern);
    await shown.getByRole('button', { name: button, exact: true }).press('Enter');
  }

  /** Answers a dialog that is in the way. */
  async answerDialog(pattern: RegExp | string, button: string): Promise<void> {
    const dialog = this.page.locator('.monaco-dialog-box').filter({ hasText: pattern });
    await dialog.getByRole('button', { name: button, exact: true }).click();
    await dialog.waitFor({ state: 'hidden' });
  }

  /** Opens a file of the workspace by its name. */
  async openFile(name: string): Promise<void> {
    await this.showInQuickInput('Control+P', name, timeout =>
      this.focusedRow.filter({ hasText: name }).waitFor({ timeout }),
    );
    await this.page.keyboard.press('Enter');
    await this.waitForEditor(name);
  }

  /** Closes all editors, which are saved, and all messages, and empties the clipboard. */
  async tidy(): Promise<void> {
    await this.copy('');
    await this.runCommand('Notifications: Clear All Notifications');
    await this.runCommand('View: Close All Editors');
    await this.page.locator('.editor-group-container .tab').first().waitFor({ state: 'hidden' });
  }

  /** Saves all files and closes their editors. */
  async closeEditors(): Promise<void> {
    await this.runCommand('File: Save All Files');
    await this.runCommand('View: Close All Editors');
    await this.page.locator('.editor-group-container .tab').first().waitFor({ state: 'hidden' });
  }

  /** Waits until the editor of a file is the active one. */
  async waitForEditor(name: RegExp | string): Promise<void> {
    await this.page.locator('.editor-group-container.active .tab.active').filter({ hasText: name }).waitFor();
    await this.page.locator('.editor-group-container.active .monaco-editor .view-line').first().waitFor();
  }

  /** Puts the cursor at the beginning of a line. @param line counted from 1 */
  async goToLine(line: number): Promise<void> {
    await this.page.keyboard.press('Control+G');
    await this.quickInputBox.fill(`:${line}`);
    await this.page.keyboard.press('Enter');
    await this.page.locator('.quick-input-widget').waitFor({ state: 'hidden' });
  }

  /**
   * The text of an editor, as far as it is in sight, once it is what is expected.
   * @param pattern waits for an editor whose text matches
   */
  async editorText(pattern = /(?:)/): Promise<string> {
    const wanted = JSON.stringify([pattern.source, pattern.flags]);
    const handle = await this.page.waitForFunction(`(${FIND_EDITOR_TEXT})(${wanted})`);
    const { text } = (await handle.jsonValue()) as { text: string };
    return text;
  }

  private breadcrumb(name: RegExp | string): Locator {
    return this.page
      .locator('.editor-group-container.active .breadcrumbs-control :is(.folder, .file)')
      .filter({ hasText: name });
  }

  /** The folders and the file of the breadcrumbs above the editor. */
  async breadcrumbs(): Promise<string[]> {
    return (await this.breadcrumb(/./).allInnerTexts()).map(oneLine);
  }

  /** Rests the mouse on a breadcrumb. @returns what the tooltip says */
  async hoverBreadcrumb(name: string): Promise<string> {
    const text = await until(`the tooltip of ${name}`, () => this.tooltipOf(this.breadcrumb(name)));
    await this.leaveStatusBar();
    return text;
  }

  /** The texts of the tabs, the active one of each group marked with a star. */
  async tabs(): Promise<string[]> {
    const tabs = await this.page.locator('.tabs-container .tab').all();
    return Promise.all(
      tabs.map(async tab => {
        const active = (await tab.getAttribute('class'))?.split(' ').includes('active') === true;
        return `${oneLine(await tab.innerText())}${active ? '*' : ''}`;
      }),
    );
  }

  /** Opens the list of fixes at the cursor, and takes the one with this title. @returns the titles */
  async takeFix(title: RegExp, picture: string): Promise<string[]> {
    const rows = this.page.locator('.action-widget .monaco-list-row.action');
    // VS Code closes the list if the findings are updated while it asks for the fixes. In an open list, the keys
    // choose the first fix.
    await until(`the fix ${String(title)}`, async () => {
      if ((await rows.count()) === 0) await this.page.keyboard.press('Control+.');
      const shown = rows.filter({ hasText: title }).first().waitFor({ timeout: 2000 });
      return shown.then(
        () => true,
        () => undefined,
      );
    });
    const titles = await rows.allInnerTexts();
    await this.screenshot(picture);
    const focused = this.page.locator('.action-widget .monaco-list-row.action.focused');
    while (!title.test(await focused.innerText())) {
      await this.page.keyboard.press('ArrowDown');
    }
    await this.page.keyboard.press('Enter');
    return titles;
  }

  /** Waits until so many places in the editor are marked as findings of a severity. */
  async underlined(count: number, severity: 'warning' | 'info' | 'hint' = 'warning'): Promise<void> {
    await this.page.waitForFunction(
      `document.querySelectorAll('.monaco-editor .squiggly-${severity}').length === ${count}`,
    );
  }

  /** Dialogs, lists, notifications, the editor and what has the keyboard, a line each: for a log without pictures. */
  async describe(): Promise<string[]> {
    const places = {
      dialog: '.monaco-dialog-box',
      list: '.quick-input-widget:visible',
      notification: '.notification-toast',
      editor: '.tab.active',
      lens: '.codelens-decoration',
    };
    const shown = await Promise.all(
      Object.entries(places).map(async ([name, selector]) => {
        const texts = await this.page.locator(selector).allInnerTexts();
        return texts.map(text => `${name}: ${oneLine(text)}`);
      }),
    );
    const focus = await this.page.evaluate<string>(
      '(e => `${e?.tagName} ${e?.className} ${e?.getAttribute("aria-label") ?? ""}`)(document.activeElement)',
    );
    return [...shown.flat(), `keyboard: ${oneLine(focus)}`];
  }

  /** Saves a picture of the window, or of a part of it. @returns its file */
  async screenshot(
    name: string,
    options: Pick<PageScreenshotOptions, 'caret' | 'clip'> = {},
  ): Promise<string> {
    fs.mkdirSync(this.pictures, { recursive: true });
    const file = path.join(this.pictures, `${name}.png`);
    // After animations have ended.
    await this.page.screenshot({ path: file, animations: 'disabled', style: this.drawn, ...options });
    return file;
  }
}

/** @param timeout in ms: the list may be closed by now */
async function isFocused(row: Locator, timeout: number): Promise<boolean> {
  return (await row.getAttribute('class', { timeout }))?.split(' ').includes('focused') === true;
}

/** A row as a screen reader reads it, with its parts separated. */
async function whatIsRead(row: Locator): Promise<string> {
  return oneLine((await row.getAttribute('aria-label')) ?? '');
}

/** An element of the page, whose types are not known here. */
interface Labelled {
  getAttribute(name: string): string | null;
}

/** What a screen reader reads of all at once: one may disappear while another one is read, which would be waited for. */
export async function labelsOf(elements: Locator): Promise<string[]> {
  const labels = await elements.evaluateAll((all: readonly Labelled[]) =>
    all.map(element => element.getAttribute('aria-label') ?? ''),
  );
  return labels.map(oneLine);
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}
