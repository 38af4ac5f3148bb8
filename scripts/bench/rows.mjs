// @ts-check
// The rows of the table that several windows were measured for.
import { comparedRow, median, megabytes, milliseconds, timeRow, withSpread } from './statistics.mjs';

/** @typedef {import('./table.mjs').Row} Row */
/** @typedef {import('../../test/bench/figures').Times} Times */
/** @typedef {import('../../test/bench/figures').ActivationFigures} ActivationFigures */

/** In bytes. */
const MB = 1024 * 1024;

/** By how much our activation may take longer than an empty extension's, in ms; twice of what the control differs. */
const activationBound = 8;

/**
 * Time and memory of our activation beside empty extensions', and of one more of these as control: where that one misses
 * the bound, the machine was too busy to tell.
 * @param {string} when
 * @param {ActivationFigures[]} windows
 * @returns {Row[]}
 */
export function activationRows(when, windows) {
  const empty = windows.flatMap(window => window.empty);
  const emptyMs = median(empty.map(each => each.ms));
  const emptyHeap = median(empty.map(each => each.heapBytes)) / MB;
  const back = windows.map(({ tokenBackMs }) => tokenBackMs);
  const inTime = (/** @type {string} */ what, /** @type {'ours' | 'control'} */ whose) => {
    const times = windows.map(window => window[whose].ms);
    return {
      what,
      measured: withSpread(times),
      reference: `empty ${withSpread(empty.map(each => each.ms))}`,
      ratio: median(times) / emptyMs,
      bound: `≤ ${activationBound} ms more`,
      isKept: median(times) - emptyMs <= activationBound,
    };
  };
  const heap = windows.map(({ ours }) => ours.heapBytes / MB);
  return [
    inTime(`activation, ${when}`, 'ours'),
    inTime('control: an empty extension in its place', 'control'),
    {
      what: `heap after activation, ${when}`,
      measured: withSpread(heap, megabytes),
      reference: `empty ${megabytes(emptyHeap)}`,
      bound: '≤ 2 MB more',
      isKept: median(heap) - emptyHeap <= 2,
    },
    ...(median(back) > 0 ? [{ what: 'the token is shared again after', measured: withSpread(back) }] : []),
  ];
}

/**
 * @param {import('./windows.mjs').TypingPair} pair the same documents without us and with us
 * @returns {Row[]}
 */
export function typingRows({ withoutUs, withUs }) {
  return withUs.flatMap(({ language, lineCount, openingMs, typingMs }, index) => {
    const plain = withoutUs[index];
    const where = `.${language} of ${lineCount.toLocaleString('en')} lines`;
    return [
      stallRow(`typing in ${where}`, typingMs, plain?.typingMs, 30),
      stallRow(`opening ${where}`, openingMs, plain?.openingMs, 60),
    ];
  });
}

/**
 * @param {string} what
 * @param {Times} ms
 * @param {Times | undefined} plainMs the same without us
 * @param {number} bound in ms
 * @returns {Row}
 */
function stallRow(what, ms, plainMs, bound) {
  return { ...(plainMs && comparedRow(what, ms, 'without us', plainMs)), ...timeRow(what, ms, bound) };
}

/** @param {readonly import('../../test/bench/figures').AfterActivationFigures[]} all @returns {Row[]} */
export function afterActivationRows(all) {
  return [1, 11].flatMap(profiles => {
    const figures = all.filter(each => (profiles === 1 ? each.profiles <= 1 : each.profiles > 1));
    if (figures.length === 0) return [];
    const busy = figures.map(({ oursMs, restMs }) => oursMs - restMs);
    const bound = profiles === 1 ? 25 : 30;
    return {
      what: profiles === 1 ? 'profile and live token' : '11 profiles with a live token each',
      measured: withSpread(busy),
      reference: `empty ${milliseconds(median(figures.map(({ emptyMs, restMs }) => emptyMs - restMs)))}, at rest ${milliseconds(
        median(figures.map(({ restMs }) => restMs)),
      )}`,
      bound: `≤ ${bound} ms`,
      isKept: median(busy) <= bound,
    };
  });
}

/**
 * @param {readonly import('../../test/bench/figures').TokenCommandFigures[]} windows
 * @param {readonly import('../../test/bench/figures').FloorTimes[]} cold
 * @returns {Row[]}
 */
export function tokenCommandRows(windows, cold) {
  const later = windows.flatMap(each => each.later);
  const total = (/** @type {import('../../test/bench/figures').FloorTimes} */ { secretMs, fetchMs }) =>
    secretMs + fetchMs;
  const floor = median(windows.flatMap(each => each.floor.map(total)));
  const coldFloor = median(cold.map(total));
  const store = median(windows.flatMap(each => each.floor.map(({ storeMs }) => storeMs)));
  const choice = median(windows.flatMap(({ bareChoiceMs }) => bareChoiceMs));
  const chosen = windows.flatMap(({ chosenMs }) => chosenMs);
  /** @param {string} what @param {readonly number[]} times @param {string} name @param {number} least @param {number} most */
  const row = (what, times, name, least, most) => ({
    what,
    measured: withSpread(times),
    reference: `${name} ${milliseconds(least)}`,
    ratio: median(times) / least,
    bound: `≤ ${most} ×`,
    isKept: median(times) <= most * least,
  });
  return [
    row(
      'until the countdown is shown',
      later.map(({ shownMs }) => shownMs),
      'floor',
      floor,
      1.3,
    ),
    row(
      'until the token is stored',
      later.map(({ storedMs }) => storedMs),
      `${milliseconds(store)} to write a secret, floor`,
      floor,
      2,
    ),
    row(
      'the first of a window, from Enter on a scope until the countdown is shown',
      windows.map(({ firstMs }) => firstMs),
      'cold floor',
      coldFloor,
      1.5,
    ),
    {
      what: 'Enter on a scope, until the countdown is shown',
      measured: withSpread(chosen),
      reference: `bare quick pick ${milliseconds(choice)}`,
      ratio: median(chosen) / choice,
      bound: '≤ bare quick pick + 1.5 × floor',
      isKept: median(chosen) <= choice + 1.5 * floor,
    },
  ];
}

/** @param {import('./keyboard.mjs').ChoiceFigures & {lineCount: number}} figures @returns {Row[]} */
export function choiceRows({ lineCount, firstListMs, listMs, bareListMs, countdownMs, bareChoiceMs }) {
  const where = lineCount === 0 ? '' : `, a request file of ${lineCount.toLocaleString('en')} lines is open`;
  /** @param {string} what @param {Times} ms @param {Times} bareMs @param {number} bound */
  const row = (what, ms, bareMs, bound) => ({
    ...comparedRow(`${what}${where}`, ms, 'bare quick pick', bareMs),
    ...timeRow(`${what}${where}`, ms, bound),
  });
  return [
    row('Request Access Token until its list', listMs, bareListMs, 80),
    { what: '… the first one of the window', measured: milliseconds(firstListMs) },
    row('Enter on a scope until the countdown', countdownMs, bareChoiceMs, 90),
  ];
}

/** @param {{withoutUs: Times, withUs: Times}} figures the longest freeze after each key @returns {Row[]} */
export function longLineRows({ withoutUs, withUs }) {
  // On a slow machine, other work stops the window for more than 0.3 s, too.
  const threshold = Math.min(1_000, Math.max(300, Math.max(...withoutUs) / 10));
  const frozen = (/** @type {Times} */ freezes) => freezes.filter(ms => ms > threshold).length;
  return [
    {
      what: `keys of ${withUs.length} that freeze the window for more than ${milliseconds(threshold)}`,
      measured: `${frozen(withUs)}`,
      reference: `without us ${frozen(withoutUs)}`,
      bound: 'no more than without us',
      isKept: frozen(withUs) <= frozen(withoutUs),
    },
    {
      what: 'the longest freeze',
      measured: milliseconds(Math.max(...withUs)),
      reference: `without us ${milliseconds(Math.max(...withoutUs))}`,
    },
  ];
}
