// @ts-check
import { median } from './statistics.mjs';

/** @typedef {import('./table.mjs').Row} Row */
/** @typedef {import('../../test/bench/figures').ActivationFigures} ActivationFigures */

/** In bytes. */
const MB = 1024 * 1024;

/**
 * Time and memory of our activation beside an empty extension's; the medians of all windows.
 * @param {string} when
 * @param {ActivationFigures[]} windows
 * @returns {Row[]}
 */
export function activationRows(when, windows) {
  const ours = windows.map(window => window.ours);
  const empty = windows.flatMap(window => window.empty);
  const ms = median(ours.map(each => each.ms));
  const emptyMs = median(empty.map(each => each.ms));
  const heap = median(ours.map(each => each.heapBytes)) / MB;
  const emptyHeap = median(empty.map(each => each.heapBytes)) / MB;
  const back = median(windows.map(({ tokenBackMs }) => tokenBackMs));
  return [
    {
      what: `activation, ${when}`,
      measured: milliseconds(ms),
      reference: `empty ${milliseconds(emptyMs)}`,
      ratio: ms / emptyMs,
      bound: '≤ 1.5 ×',
      isKept: ms <= 1.5 * emptyMs,
    },
    {
      what: `heap after activation, ${when}`,
      measured: `${heap.toFixed(2)} MB`,
      reference: `empty ${emptyHeap.toFixed(2)} MB`,
      bound: '≤ 2 MB more',
      isKept: heap - emptyHeap <= 2,
    },
    ...(back > 0 ? [{ what: 'the token is shared again after', measured: milliseconds(back) }] : []),
  ];
}

/**
 * @param {string} what
 * @param {import('../../test/bench/figures').ActionByDocument} figures
 * @returns {Row[]}
 */
export function editingRows(what, { firstMs, short, long, oneRequest }) {
  const within5 = (/** @type {number} */ ms) => ({ bound: '≤ 5 ms', isKept: ms <= 5 });
  return [
    { what: `${what}, the very first time`, measured: milliseconds(firstMs) },
    {
      what: `${what}, 20,000 lines (95 of 100)`,
      measured: milliseconds(long.slowMs),
      ...within5(long.slowMs),
    },
    {
      what: `${what}, 20,000 lines`,
      measured: milliseconds(long.medianMs),
      reference: `2,000: ${milliseconds(short.medianMs)}`,
      ratio: long.medianMs / short.medianMs,
      bound: '≤ 2 ×',
      isKept: long.medianMs <= 2 * short.medianMs,
    },
    {
      what: `${what}, 20,000 lines of one request`,
      measured: milliseconds(oneRequest.medianMs),
      ...within5(oneRequest.medianMs),
    },
  ];
}

/**
 * What goes through the whole document: ten times the lines, ten times the time.
 * @param {string} what
 * @param {import('../../test/bench/figures').WholeDocument} figures
 * @param {number} bound in ms, for 20,000 lines
 * @returns {Row[]}
 */
export function wholeDocumentRows(what, { short, long }, bound) {
  return [
    {
      what: `${what}, 20,000 lines (95 of 100)`,
      measured: milliseconds(long.slowMs),
      bound: `≤ ${bound} ms`,
      isKept: long.slowMs <= bound,
    },
    {
      what: `${what}, 20,000 lines`,
      measured: milliseconds(long.medianMs),
      reference: `2,000: ${milliseconds(short.medianMs)}`,
      ratio: long.medianMs / short.medianMs,
      bound: '≤ 15 ×',
      isKept: long.medianMs <= 15 * short.medianMs,
    },
  ];
}

/**
 * @param {readonly import('../../test/bench/figures').FormatFigures[]} formats
 * @returns {Row[]}
 */
export function formatRows(formats) {
  return formats.map(({ name, short, long }) => ({
    what: `header in ${name}, 20,000 lines`,
    measured: milliseconds(long.medianMs),
    reference: `2,000: ${milliseconds(short.medianMs)}`,
    ratio: long.medianMs / short.medianMs,
    // Read as a whole: ten times the lines, ten times the time.
    bound: '≤ 5 ms, ≤ 11.2 ×',
    isKept: long.medianMs <= 5 && long.medianMs <= 11.2 * short.medianMs,
  }));
}

/**
 * @param {readonly import('../../test/bench/figures').TypingFigures[]} all
 * @returns {Row[]}
 */
export function typingRows(all) {
  return all
    .filter(({ language }) => language !== 'txt')
    .flatMap(({ language, lineCount, openingMs, typingMs }) => {
      const plain = all.find(other => other.language === 'txt' && other.lineCount === lineCount);
      const where = `.${language} of ${lineCount.toLocaleString('en')} lines`;
      return [
        stallRow(`typing in ${where}`, typingMs, plain?.typingMs, 30),
        stallRow(`opening ${where}`, openingMs, plain?.openingMs, 60),
      ];
    });
}

/**
 * @param {string} what
 * @param {number} ms
 * @param {number | undefined} plainMs the same with a text in which there is nothing of ours
 * @param {number} bound in ms
 * @returns {Row}
 */
function stallRow(what, ms, plainMs, bound) {
  return {
    what,
    measured: milliseconds(ms),
    ...(plainMs !== undefined && { reference: `plain text ${milliseconds(plainMs)}`, ratio: ms / plainMs }),
    bound: `≤ ${bound} ms`,
    isKept: ms <= bound,
  };
}

/**
 * @param {import('../../test/bench/figures').TokenRequestFigures} figures
 * @returns {Row[]}
 */
export function tokenRequestRows({ near, atOnce }) {
  return [
    tokenRequestRow('the service takes 20 ms', near),
    tokenRequestRow('the service answers at once', atOnce),
    {
      what: '… the same by fetch alone (it knows the user’s proxy)',
      measured: milliseconds(atOnce.fetchMs),
      reference: `undici ${milliseconds(atOnce.undiciMs)}`,
      ratio: atOnce.fetchMs / atOnce.undiciMs,
    },
  ];
}

/**
 * @param {string} what
 * @param {import('../../test/bench/figures').TokenRequestTimes} times
 * @returns {Row}
 */
function tokenRequestRow(what, { oursMs, undiciMs }) {
  return {
    what,
    measured: milliseconds(oursMs),
    reference: `undici ${milliseconds(undiciMs)}`,
    ratio: oursMs / undiciMs,
    bound: '≤ 1.3 ×',
    isKept: oursMs <= 1.3 * undiciMs,
  };
}

/** @param {import('../../test/bench/figures').IdleFigures} figures @returns {Row[]} */
export function idleRows({ hour, lastMinute, expiredHour }) {
  return [
    {
      what: 'timer wake-ups in an hour with a live token',
      measured: String(hour),
      bound: '≤ 62',
      isKept: hour <= 62,
    },
    { what: '… in its last minute, which shows seconds', measured: String(lastMinute) },
    {
      what: '… in the hour after its end',
      measured: String(expiredHour),
      bound: '0',
      isKept: expiredHour === 0,
    },
  ];
}

/** @param {import('../../test/bench/figures').CallersFigures} figures @returns {Row[]} */
export function callersRows({ callers, requests, ms }) {
  return [
    {
      what: `requests sent for ${callers.toLocaleString('en')} callers at once`,
      measured: String(requests),
      bound: '1',
      isKept: requests === 1,
    },
    { what: '… until all have the token; the service takes 20 ms', measured: milliseconds(ms) },
  ];
}

/** @param {import('../../test/bench/figures').TokenWorkFigures} figures @returns {Row[]} */
export function tokenWorkRows({ firstMasks, requests, cpuMs, logLines }) {
  return [
    ...firstMasks.map(({ characters, cpuMs: ms }) => ({
      what: `the first mask of a token of ${characters.toLocaleString('en')} characters`,
      measured: milliseconds(ms),
      ...(characters === 4_000 && { bound: '≤ 20 ms', isKept: ms <= 20 }),
    })),
    {
      what: `${requests} requests one after the other, processor time of ours for each`,
      measured: milliseconds(cpuMs),
      bound: '≤ 1 ms',
      isKept: cpuMs <= 1,
    },
    ...logLines.map(({ known, ms }) => ({
      what: `a log line after ${known.toLocaleString('en')} tokens`,
      measured: milliseconds(ms),
      bound: '≤ 0.2 ms',
      isKept: ms <= 0.2,
    })),
  ];
}

/** For our own work, in ms. */
const savingWork = 20;

/** @param {readonly import('../../test/bench/figures').SavingFigures[]} all @returns {Row[]} */
export function savingRows(all) {
  return all.flatMap(({ clients, answerMs, first, again }) =>
    /** @type {const} */ ([
      ['the first time', first, 4],
      ['again', again, 2],
    ]).map(([when, { ms, requests }, trips]) => ({
      what: `${clients.toLocaleString('en')} clients, answers of ${answerMs} ms, ${when}`,
      measured: milliseconds(ms),
      reference: `${requests} requests`,
      ratio: ms / answerMs,
      bound: `≤ ${trips} × + ${savingWork} ms`,
      isKept: ms <= trips * answerMs + savingWork && requests <= 12,
    })),
  );
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
      reference: `at rest ${milliseconds(median(figures.map(({ restMs }) => restMs)))}`,
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
      'floor',
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

/** @param {import('../../test/bench/figures').LeakSearchFigures} figures @returns {Row[]} */
export function leakSearchRows({ shortMs, longMs, megabytesPerSecond }) {
  return [
    {
      what: 'open text searched in a second',
      measured: `${megabytesPerSecond.toFixed(0)} MB`,
      bound: '≥ 10 MB',
      isKept: megabytesPerSecond >= 10,
    },
    {
      what: 'a document of 20,000 lines',
      measured: milliseconds(longMs),
      reference: `2,000: ${milliseconds(shortMs)}`,
      ratio: longMs / shortMs,
      bound: '≤ 50 ms, ≤ 12 ×',
      isKept: longMs <= 50 && longMs <= 12 * shortMs,
    },
  ];
}

/** @param {import('../../test/bench/figures').ConfigurationFigures} figures @returns {Row[]} */
export function configurationRows({ list, resources, compare }) {
  return [
    {
      what: `list of ${list.clients.toLocaleString('en')} clients`,
      measured: milliseconds(list.oursMs),
      reference: `undici ${milliseconds(list.bareMs)}`,
      ratio: list.oursMs / list.bareMs,
      bound: '≤ 1.2 × + 100 ms',
      isKept: list.oursMs <= 1.2 * list.bareMs + 100,
    },
    {
      what: `all of ${resources.resources.toLocaleString('en')} resources`,
      measured: milliseconds(resources.ms),
      reference: `${resources.requests.toLocaleString('en')} ÷ 6 × 20 ms`,
      ratio: resources.ms / resources.idealMs,
      bound: '≤ 1.2 ×',
      isKept: resources.ms <= 1.2 * resources.idealMs,
    },
    {
      what: `compare ${compare.resources.toLocaleString('en')} resources with files (time of the processor)`,
      measured: milliseconds(compare.cpuMs),
      reference: `first time ${milliseconds(compare.firstMs)}`,
      ratio: compare.cpuMs / compare.firstMs,
      bound: '≤ 150 ms',
      isKept: compare.cpuMs <= 150,
    },
  ];
}

/** @param {import('../../test/bench/figures').ConfigurationTreeFigures} figures @returns {Row[]} */
export function configurationTreeRows({ clients, bareMs, oursMs }) {
  return [
    {
      what: `tree of ${clients.toLocaleString('en')} clients`,
      measured: milliseconds(oursMs),
      reference: `undici’s list ${milliseconds(bareMs)}`,
      ratio: oursMs / bareMs,
      bound: '≤ 1.2 × + 100 ms',
      isKept: oursMs <= 1.2 * bareMs + 100,
    },
  ];
}

/** In ms: for 10 KB, 100 KB and 1 MB. */
const hostileBounds = [50, 200, 1_000];

/** Linear is 1, quadratic is 2. */
const maxGrowth = 1.2;

/**
 * Readers with texts that are made to take long. Times of less than a millisecond are of no use for the growth.
 * @param {readonly import('../../test/bench/figures').HostileFigures[]} readers
 * @returns {Row[]}
 */
export function hostileRows(readers) {
  return readers.map(({ reader, text, ms }) => {
    const [small = NaN, middle = NaN, large = Infinity] = ms;
    const growth = Math.log10(Math.max(large, 1) / Math.max(small, 1)) / 2;
    const isInTime = hostileBounds.every((bound, index) => (ms[index] ?? Infinity) <= bound);
    return {
      what: `${reader}: ${text}`,
      measured: milliseconds(large),
      reference: `10 KB: ${milliseconds(small)}, 100 KB: ${milliseconds(middle)}`,
      bound: `≤ ${hostileBounds.join(', ')} ms; ${growth.toFixed(2)} ≤ ${maxGrowth}`,
      isKept: isInTime && growth <= maxGrowth,
    };
  });
}

/** @param {number} ms */
function milliseconds(ms) {
  return `${ms.toFixed(ms < 1 ? 3 : ms < 10 ? 2 : 1)} ms`;
}

/** The median, and what eight of ten lie between. @param {readonly number[]} times in ms */
function withSpread(times) {
  const [low, high] = [0.1, 0.9].map(part => quantile(times, part).toFixed(1));
  return `${milliseconds(median(times))} (${low}–${high})`;
}

/** The figure that this part of all figures (0 to 1) does not exceed. @param {readonly number[]} figures @param {number} part */
function quantile(figures, part) {
  const sorted = [...figures].sort((a, b) => a - b);
  return sorted[Math.round((sorted.length - 1) * part)] ?? NaN;
}
