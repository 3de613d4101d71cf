// Which rows of a long table are on the page. Knows nothing of the page.

/** Rows beyond each end of what is seen that are on the page too. */
const SPARE = 6;

/**
 * Returns the rows that have to be on the page, and the room that the others take.
 *
 * @param {{total: number, height: number, top: number, view: number}} at how many rows there are, how high each is, how
 *     far one has scrolled, and how much one sees; in pixels
 * @returns {{first: number, last: number, before: number, after: number}} the first row, the one after the last, and
 *     the pixels before and after them
 */
export function rowsToShow({ total, height, top, view }) {
  const first = Math.max(0, Math.min(Math.floor(top / height) - SPARE, total));
  const last = Math.max(first, Math.min(total, Math.ceil((top + view) / height) + SPARE));
  return { first, last, before: first * height, after: (total - last) * height };
}

/** Returns how far to scroll so that a row can be seen below the head; as far as now if it can. */
export function scrollTo(row, { height, top, view, head }) {
  const rowTop = row * height;
  if (rowTop < top) {
    return rowTop;
  }
  const room = view - head;
  return rowTop + height > top + room ? rowTop + height - room : top;
}

/** Returns the row that a key leads to; null if the key leads nowhere. */
export function rowByKey(key, row, { total, page }) {
  const to = {
    ArrowDown: row + 1,
    ArrowUp: row - 1,
    PageDown: row + page,
    PageUp: row - page,
    Home: 0,
    End: total - 1,
  }[key];
  return to === undefined || total === 0 ? null : Math.max(0, Math.min(total - 1, to));
}
