// Puts text where the cursor is.

/**
 * Returns the text of a field after something was put in place of its selection.
 *
 * @param {{text: string, start: number, end: number}} field its text and its selection
 * @returns {{text: string, caret: number}} the text, and where the cursor is then: behind what was put in
 */
export function insertAt({ text, start, end }, inserted) {
  return { text: text.slice(0, start) + inserted + text.slice(end), caret: start + inserted.length };
}

/** Returns the field of a run-id template that means a property, whatever its name: {properties['HucName']}. */
export function propertyField(name) {
  return "{properties[" + quoted(name) + "]}";
}

/** Writes a text as the template language reads it. */
function quoted(text) {
  const escapes = { "\n": "\\n", "\r": "\\r", "\t": "\\t", "\\": "\\\\", "'": "\\'" };
  const inside = text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\\']/gu, (character) => {
    const code = character.codePointAt(0).toString(16);
    return escapes[character] ?? (code.length > 4 ? "\\U" + code.padStart(8, "0") : "\\u" + code.padStart(4, "0"));
  });
  return "'" + inside + "'";
}
