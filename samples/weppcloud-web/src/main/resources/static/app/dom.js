// Builds elements. Text is always text: nothing here reads HTML.

/**
 * Makes an element.
 *
 * @param {string} tag such as "button", or "button.quiet" for one with a class
 * @param {Object} [attributes] attributes by name; true sets an empty one, false, null and undefined none; classes are
 *     added to those of the tag; functions listen to the event of their name, such as {click: …}
 * @param {...(Node|string|number|null|undefined|Array)} children what is in it; null and undefined are nothing
 */
export function el(tag, attributes, ...children) {
  const [name, ...classes] = tag.split(".");
  const element = document.createElement(name);
  element.classList.add(...classes);
  for (const [key, value] of Object.entries(attributes ?? {})) {
    if (typeof value === "function") {
      element.addEventListener(key, value);
    } else if (key === "class") {
      element.classList.add(...String(value ?? "").split(" ").filter((each) => each !== ""));
    } else if (value === true) {
      element.setAttribute(key, "");
    } else if (value !== false && value !== null && value !== undefined) {
      element.setAttribute(key, String(value));
    }
  }
  append(element, children);
  return element;
}

/** Puts children in place of what an element has. */
export function fill(element, ...children) {
  element.replaceChildren();
  append(element, children);
  return element;
}

function append(element, children) {
  for (const child of children.flat(Infinity)) {
    if (child !== null && child !== undefined) {
      element.append(child instanceof Node ? child : shown(String(child)));
    }
  }
}

/** Shows marks that would turn around what stands after them: in names and messages they are data, not layout. */
function shown(text) {
  return text.replace(/[\u202a-\u202e\u2066-\u2069]/g, (mark) => "‹U+" + mark.codePointAt(0).toString(16).toUpperCase() + "›");
}
