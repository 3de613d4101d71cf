// Durations, moments, areas and shares as people read them.
import { count } from "../wording.js";

const two = (n) => String(n).padStart(2, "0");

/** Writes a duration, given in seconds, exactly enough to read. */
export function duration(seconds) {
  if (seconds === null || seconds === undefined) {
    return "–";
  }
  if (seconds < 1) {
    return Math.round(seconds * 1000) + " ms";
  }
  if (seconds < 59.95) {
    return (seconds < 9.995 ? seconds.toFixed(2) : seconds.toFixed(1)) + " s";
  }
  return longDuration(Math.round(seconds));
}

/** Writes a duration that is still going on: whole seconds, so that it does not flicker. */
export function clock(seconds) {
  const whole = Math.max(0, Math.floor(seconds));
  return whole < 60 ? whole + " s" : longDuration(whole);
}

function longDuration(whole) {
  if (whole < 3600) {
    return `${Math.floor(whole / 60)} min ${two(whole % 60)} s`;
  }
  if (whole < 86400) {
    return `${Math.floor(whole / 3600)} h ${two(Math.floor((whole % 3600) / 60))} min`;
  }
  return `${Math.floor(whole / 86400)} d ${Math.floor((whole % 86400) / 3600)} h`;
}

/** Writes a duration, given in seconds, as roughly as it is known: "about 3 minutes". */
export function rough(seconds) {
  if (seconds < 45) {
    return "less than a minute";
  }
  if (seconds < 90 * 60) {
    return count(Math.max(1, Math.round(seconds / 60)), "minute");
  }
  if (seconds < 36 * 3600) {
    return count(Math.round(seconds / 3600), "hour");
  }
  return count(Math.round(seconds / 86400), "day");
}

/**
 * Writes how long it will still take.
 *
 * @param {null|{low: number, likely: number, high: number}} left in seconds; the truth lies between low and
 *     high four times out of five; null if too little has finished to tell
 */
export function timeLeft(left) {
  if (left === null || left === undefined) {
    return "time left: not known yet, too little has finished";
  }
  const [low, likely, high] = [left.low, left.likely, left.high].map(rough);
  return low === high || likely === "less than a minute"
    ? `about ${likely} left`.replace("about less", "less")
    : `about ${likely} left, probably between ${low} and ${high}`;
}

/** Writes a moment, given as ISO 8601, in the time of whoever reads it; the day only if it is another one than today. */
export function moment(iso, today = new Date()) {
  if (!iso) {
    return "–";
  }
  const at = new Date(iso);
  const time = `${two(at.getHours())}:${two(at.getMinutes())}:${two(at.getSeconds())}`;
  const day = (date) => `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
  return day(at) === day(today) ? time : `${day(at)} ${time}`;
}

/** Writes an area, given in square metres. */
export function area(squareMetres) {
  if (!squareMetres) {
    return "–";
  }
  return squareMetres < 1e6
    ? (squareMetres / 1e4).toPrecision(3) + " ha"
    : (squareMetres / 1e6).toLocaleString("en", { maximumSignificantDigits: 4 }) + " km²";
}

/** Writes a share from 0 to 1 as a percentage that is 0 or 100 only if it is exactly that. */
export function percent(share) {
  const whole = Math.floor(share * 100);
  return (share > 0 && whole === 0 ? "<1" : whole) + " %";
}
