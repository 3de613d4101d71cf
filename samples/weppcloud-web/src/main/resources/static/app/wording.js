// How pages write numbers, sizes and times.

const whole = new Intl.NumberFormat("en-US");

/** Writes a whole number: 10,000. */
export const number = (value) => whole.format(value);

/** Writes how many there are of something: "1 run", "10,000 runs". */
export const count = (value, one, many = one + "s") => number(value) + " " + (value === 1 ? one : many);

/** Writes a number of bytes: "812 bytes", "2.4 MiB". */
export function bytes(size) {
  if (size < 1024) {
    return count(size, "byte");
  }
  const isSmall = size < 1024 * 1024;
  const scaled = size / (isSmall ? 1024 : 1024 * 1024);
  return scaled.toFixed(scaled < 10 ? 1 : 0).replace(".0", "") + (isSmall ? " KiB" : " MiB");
}

/** Writes a time of the API as a <time> of the reader's own zone. */
export function time(iso) {
  const element = document.createElement("time");
  element.dateTime = iso;
  element.textContent = new Date(iso).toLocaleString(undefined, { dateStyle: "medium", timeStyle: "short" });
  return element;
}

/** Writes a value of a watershed's property as text. */
export const valueText = (value) => (typeof value === "string" ? value : JSON.stringify(value) ?? "");
