// @ts-check
// The rows of the table, from what the windows and programs measured.
import { median, quantile } from './statistics.mjs';

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
 * @param {string} what
 * @param {import('../../test/bench/figures').ActionByDocument} figures
 * @returns {Row[]}
 */
export function editingRows(what, { firstMs, short, long, oneRequest }) {
  return [
    { what: `${what}, the very first time`, measured: milliseconds(firstMs) },
    slowRow(what, long, 5),
    growthRow(what, short, long, 2),
    {
      what: `${what}, 20,000 lines of one request`,
      measured: withSpread(oneRequest),
      bound: '≤ 5 ms',
      isKept: median(oneRequest) <= 5,
    },
  ];
}

/** The slowest of the usual times: 95 of 100 are as quick. @param {string} what @param {Times} times @param {number} bound in ms @returns {Row} */
function slowRow(what, times, bound) {
  const slow = quantile(times, 0.95);
  return {
    what: `${what}, 20,000 lines (95 of 100)`,
    measured: milliseconds(slow),
    bound: `≤ ${bound} ms`,
    isKept: slow <= bound,
  };
}

/** @param {string} what @param {Times} short 2,000 lines @param {Times} long 20,000 lines @param {number} bound of their ratio @returns {Row} */
function growthRow(what, short, long, bound) {
  const ratio = median(long) / median(short);
  return {
    what: `${what}, 20,000 lines`,
    measured: withSpread(long),
    reference: `2,000: ${withSpread(short)}`,
    ratio,
    bound: `≤ ${bound} ×`,
    isKept: ratio <= bound,
  };
}

/**
 * Actions on a whole document: ten times the lines may take ten times as long.
 * @param {string} what
 * @param {import('../../test/bench/figures').WholeDocument} figures
 * @param {number} bound in ms, for 20,000 lines
 * @returns {Row[]}
 */
export function wholeDocumentRows(what, { short, long }, bound) {
  return [slowRow(what, long, bound), growthRow(what, short, long, 15)];
}

/**
 * @param {readonly import('../../test/bench/figures').FormatFigures[]} formats
 * @returns {Row[]}
 */
export function formatRows(formats) {
  return formats.map(({ name, short, long }) => ({
    what: `header in ${name}, 20,000 lines`,
    measured: withSpread(long),
    reference: `2,000: ${withSpread(short)}`,
    ratio: median(long) / median(short),
    // The file is read as a whole: ten times the lines may take ten times as long.
    bound: '≤ 5 ms, ≤ 11.2 ×',
    isKept: median(long) <= 5 && median(long) <= 11.2 * median(short),
  }));
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
  return {
    what,
    measured: withSpread(ms),
    ...(plainMs !== undefined && {
      reference: `without us ${withSpread(plainMs)}`,
      ratio: median(ms) / median(plainMs),
    }),
    bound: `≤ ${bound} ms`,
    isKept: median(ms) <= bound,
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
      measured: withSpread(atOnce.fetchMs),
      reference: `undici ${withSpread(atOnce.undiciMs)}`,
      ratio: median(atOnce.fetchMs) / median(atOnce.undiciMs),
    },
    ...(atOnce.curlMs.length > 0
      ? [
          {
            what: '… the same by curl, a process for each',
            measured: withSpread(atOnce.curlMs),
            reference: `undici ${withSpread(atOnce.undiciMs)}`,
            ratio: median(atOnce.curlMs) / median(atOnce.undiciMs),
          },
        ]
      : []),
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
    measured: withSpread(oursMs),
    reference: `undici ${withSpread(undiciMs)}`,
    ratio: median(oursMs) / median(undiciMs),
    bound: '≤ 1.3 ×',
    isKept: median(oursMs) <= 1.3 * median(undiciMs),
  };
}

/** @param {import('../../test/bench/figures').IdleFigures} figures @returns {Row[]} */
export function idleRows({ hour, lastMinute, expiredHour, hourCpuMs }) {
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
    {
      what: 'CPU time in an hour with a live token, without what VS Code draws',
      measured: withSpread(hourCpuMs),
      bound: '≤ 5 ms',
      isKept: median(hourCpuMs) <= 5,
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
    { what: '… until all have the token; the service takes 20 ms', measured: withSpread(ms) },
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
      measured: withSpread(cpuMs),
      bound: '≤ 1 ms',
      isKept: median(cpuMs) <= 1,
    },
    ...logLines.map(({ known, ms }) => ({
      what: `a log line after ${known.toLocaleString('en')} tokens`,
      measured: withSpread(ms),
      bound: '≤ 0.2 ms',
      isKept: median(ms) <= 0.2,
    })),
  ];
}

/** The bound for our own work, in ms. */
const savingWork = 20;

/** @param {readonly import('../../test/bench/figures').SavingFigures[]} all @returns {Row[]} */
export function savingRows(all) {
  return all.flatMap(({ clients, answerMs, first, again }) =>
    /** @type {const} */ ([
      ['the first time', first, 4],
      ['again', again, 2],
    ]).map(([when, { ms, requests }, trips]) => ({
      what: `${clients.toLocaleString('en')} clients, answers of ${answerMs} ms, ${when}`,
      measured: withSpread(ms),
      reference: `${requests} requests`,
      ratio: median(ms) / answerMs,
      bound: `≤ ${trips} × + ${savingWork} ms`,
      isKept: median(ms) <= trips * answerMs + savingWork && requests <= 12,
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
    what: `${what}${where}`,
    measured: withSpread(ms),
    reference: `bare quick pick ${withSpread(bareMs)}`,
    ratio: median(ms) / median(bareMs),
    bound: `≤ ${bound} ms`,
    isKept: median(ms) <= bound,
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

/** @param {import('../../test/bench/figures').LeakSearchFigures} figures @returns {Row[]} */
export function leakSearchRows({ shortMs, longMs, megabytes: length }) {
  const speeds = longMs.map(ms => length / (ms / 1_000));
  return [
    {
      what: 'open text searched in a second',
      measured: withSpread(speeds, megabytes),
    },
    {
      what: 'a document of 20,000 lines',
      measured: withSpread(longMs),
      reference: `2,000: ${withSpread(shortMs)}`,
      ratio: median(longMs) / median(shortMs),
      bound: '≤ 50 ms, ≤ 12 ×',
      isKept: median(longMs) <= 50 && median(longMs) <= 12 * median(shortMs),
    },
  ];
}

/** @param {import('../../test/bench/figures').LargeJsonFigures} figures @returns {Row[]} */
export function largeJsonRows({ scopesMs, leaksMs, leaksOf5MBMs, manyScopesMs, shownFindings }) {
  const slices = /** @type {const} */ ([
    ['scopes, 0.5 MB', scopesMs],
    ['leak guard, 0.5 MB', leaksMs],
    ['leak guard, 5 MB', leaksOf5MBMs],
    ['scopes, 0.9 MB with one on each line', manyScopesMs],
  ]);
  return [
    ...slices.map(([what, ms]) => ({
      what,
      measured: withSpread(ms),
      bound: '≤ 15 ms',
      isKept: median(ms) <= 15,
    })),
    {
      what: 'findings shown of the last one',
      measured: `${shownFindings}`,
      bound: '≤ 101',
      isKept: shownFindings > 0 && shownFindings <= 101,
    },
  ];
}

/** @param {Awaited<ReturnType<typeof import('./loading.mjs').measureLoading>>} figures @returns {Row[]} */
export function loadingRows(figures) {
  return figures.map(({ what, bound, ms }) => ({
    what,
    measured: withSpread(ms),
    bound: `≤ ${bound} ms`,
    isKept: median(ms) <= bound,
  }));
}

/** @param {import('../../test/bench/figures').ParsingFigures} figures @returns {Row[]} */
export function parsingRows({ requests, oursMs, httpyacMs }) {
  return [
    {
      what: `${requests.toLocaleString('en')} requests in 20,000 lines`,
      measured: withSpread(oursMs),
      reference: `httpYac ${withSpread(httpyacMs)}`,
      ratio: median(oursMs) / median(httpyacMs),
      bound: '≤ 0.5 ×',
      isKept: median(oursMs) <= 0.5 * median(httpyacMs),
    },
  ];
}

/** @param {import('../../test/bench/figures').ConfigurationFigures} figures @returns {Row[]} */
export function configurationRows({ list, resources, users, compare }) {
  return [
    {
      what: `list of ${list.clients.toLocaleString('en')} clients`,
      measured: withSpread(list.oursMs),
      reference: `undici ${withSpread(list.bareMs)}`,
      ratio: median(list.oursMs) / median(list.bareMs),
      bound: '≤ 1.2 × + 100 ms',
      isKept: median(list.oursMs) <= 1.2 * median(list.bareMs) + 100,
    },
    sideBySideRow(`all of ${resources.resources.toLocaleString('en')} resources`, resources),
    sideBySideRow(`who uses a policy, of ${users.clients.toLocaleString('en')} clients`, users),
    {
      what: `compare ${compare.resources.toLocaleString('en')} resources with files (CPU time)`,
      measured: milliseconds(compare.firstMs),
      reference: `again ${milliseconds(compare.cpuMs)}`,
      bound: '≤ 150 ms',
      isKept: Math.max(compare.firstMs, compare.cpuMs) <= 150,
    },
    {
      what: '… the memory that this and what was pulled hold',
      measured: `${(compare.heldBytes / MB).toFixed(1)} MB`,
      bound: '≤ 100 MB',
      isKept: compare.heldBytes <= 100 * MB,
    },
  ];
}

/**
 * What takes a request for each resource, six at a time.
 * @param {string} what
 * @param {{requests: number, ms: Times, idealMs: number}} figures
 * @returns {Row}
 */
function sideBySideRow(what, { requests, ms, idealMs }) {
  return {
    what,
    measured: withSpread(ms),
    reference: `${requests.toLocaleString('en')} ÷ 6 × 20 ms`,
    ratio: median(ms) / idealMs,
    bound: '≤ 1.2 ×',
    isKept: median(ms) <= 1.2 * idealMs,
  };
}

/** @param {import('../../test/bench/figures').ConfigurationTreeFigures} figures @returns {Row[]} */
export function configurationTreeRows({ clients, bareMs, oursMs }) {
  return [
    {
      what: `tree of ${clients.toLocaleString('en')} clients`,
      measured: withSpread(oursMs),
      reference: `undici’s list ${withSpread(bareMs)}`,
      ratio: median(oursMs) / median(bareMs),
      bound: '≤ 1.2 × + 100 ms',
      isKept: median(oursMs) <= 1.2 * median(bareMs) + 100,
    },
  ];
}

/** In ms: for 10 KB, 100 KB and 1 MB. */
const hostileBounds = [50, 200, 1_000];

/** Linear is 1, quadratic is 2. */
const maxGrowth = 1.2;

/**
 * Readers with hostile texts. Times of less than a millisecond do not show growth.
 * @param {readonly import('../../test/bench/figures').HostileFigures[]} readers
 * @returns {Row[]}
 */
export function hostileRows(readers) {
  return readers.map(({ reader, text, ms }) => {
    const [small = NaN, middle = NaN, large = Infinity] = ms.map(median);
    const growth = Math.log10(Math.max(large, 1) / Math.max(small, 1)) / 2;
    const isInTime = hostileBounds.every((bound, index) => median(ms[index] ?? [Infinity]) <= bound);
    return {
      what: `${reader}: ${text}`,
      measured: ms[2] ? withSpread(ms[2]) : 'far too long',
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

/** The median, and what eight of ten lie between. @param {Times} figures @param {(figure: number) => string} [unit] */
function withSpread(figures, unit = milliseconds) {
  const [low = NaN, high = NaN] = [0.1, 0.9].map(part => quantile(figures, part));
  const digits = high < 1 ? 3 : high < 10 ? 2 : high < 1_000 ? 1 : 0;
  return `${unit(median(figures))} (${low.toFixed(digits)}–${high.toFixed(digits)})`;
}

/** @param {number} figure in MB */
function megabytes(figure) {
  return `${figure.toFixed(2)} MB`;
}
