// What can be said of the values of a form without looking at the page.

/**
 * A field as the API describes it.
 *
 * @typedef {{name: string, label: string, help: string, type: string, value: *, unit: string, min: number|null, max: number|null,
 *     choices: Array<{value: *, label: string}>, shown_when: {field: string, values: Array}|null, scenario_types: Array}} Field
 */

/** Whether two values of JSON are the same, whatever the order of their members. */
export function same(one, other) {
  if (Array.isArray(one) && Array.isArray(other)) {
    return one.length === other.length && one.every((each, i) => same(each, other[i]));
  }
  if (isObject(one) && isObject(other)) {
    const names = Object.keys(one);
    return names.length === Object.keys(other).length && names.every((name) => Object.hasOwn(other, name) && same(one[name], other[name]));
  }
  return one === other;
}

const isObject = (value) => typeof value === "object" && value !== null && !Array.isArray(value);

/**
 * Takes what was typed into a line. What is no number stays the text it is, so that the service can say what is wrong.
 *
 * @param {Field} field
 * @param {string} text
 */
export function typed(field, text) {
  const line = text.trim();
  if (line === "") {
    return null;
  }
  if (field.type !== "integer" && field.type !== "number") {
    return line;
  }
  const number = /^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i.test(line) ? Number(line) : NaN;
  return Number.isFinite(number) ? number : line;
}

/** Writes a value into a line. */
export const written = (value) => (value === null || value === undefined ? "" : String(value));

/**
 * Returns the names of the fields that matter for these values.
 *
 * @param {Field[]} fields
 * @param {Object} values by name
 */
export function shown(fields, values) {
  return fields.filter((field) => isShown(field, values)).map((field) => field.name);
}

function isShown({ shown_when: when }, values) {
  return when === null || !Object.hasOwn(values, when.field) || when.values.some((value) => same(value, values[when.field]));
}

/**
 * Returns the values that differ from those of the fields, of the fields that matter.
 *
 * @param {Field[]} fields with the values as they were loaded
 * @param {Object} values by name
 */
export function changes(fields, values) {
  const visible = new Set(shown(fields, values));
  return Object.fromEntries(fields
    .filter(({ name, value }) => visible.has(name) && Object.hasOwn(values, name) && !same(value, values[name]))
    .map(({ name }) => [name, values[name]]));
}

/** Writes the limits of a number: "1 to 1000", "at least 0"; empty if there are none. */
export function limits({ type, min, max }) {
  if (type !== "integer" || min === null) {
    return "";
  }
  return max === null ? "At least " + min + "." : min + " to " + max + ".";
}
