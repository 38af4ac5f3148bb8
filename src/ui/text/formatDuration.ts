import { t } from '../../core/common/l10n';

const minute = 60_000;

/** Time left in the largest fitting units: `2h 5m`, `42m`, and seconds only in the last minute. Rounded up, never 0. */
export function formatTimeLeft(milliseconds: number): string {
  const { hours, minutes, seconds } = unitsOf(milliseconds);
  if (seconds > 0) return t('{0}s', seconds);
  return hours > 0 ? t('{0}h {1}m', hours, minutes) : t('{0}m', minutes);
}

/** The same for a screen reader, which would spell `42m`. */
export function describeTimeLeft(milliseconds: number): string {
  const { hours, minutes, seconds } = unitsOf(milliseconds);
  return [
    hours > 0 ? (hours === 1 ? t('1 hour') : t('{0} hours', hours)) : '',
    minutes > 0 ? (minutes === 1 ? t('1 minute') : t('{0} minutes', minutes)) : '',
    seconds > 0 ? (seconds === 1 ? t('1 second') : t('{0} seconds', seconds)) : '',
  ]
    .filter(part => part !== '')
    .join(' ');
}

/** The parts of a time left that are shown: only seconds, only minutes up to 99, or hours and minutes. */
function unitsOf(milliseconds: number): { hours: number; minutes: number; seconds: number } {
  if (milliseconds <= minute) {
    return { hours: 0, minutes: 0, seconds: Math.max(1, Math.ceil(milliseconds / 1000)) };
  }
  const minutes = Math.ceil(milliseconds / minute);
  return minutes <= 99
    ? { hours: 0, minutes, seconds: 0 }
    : { hours: Math.floor(minutes / 60), minutes: minutes % 60, seconds: 0 };
}

/**
 * The local time of day, `14:32`, with the date if it is another day. Uses no locale for today: the first use of one
 * takes longer than the rest of our activation.
 */
export function formatLocalTime(instant: number, now: number): string {
  const date = new Date(instant);
  const [hours, minutes] = [date.getHours(), date.getMinutes()].map(part => String(part).padStart(2, '0'));
  const time = `${hours ?? ''}:${minutes ?? ''}`;
  if (date.toDateString() === new Date(now).toDateString()) return time;
  return `${date.toLocaleDateString(undefined, { day: 'numeric', month: 'short' })}, ${time}`;
}
