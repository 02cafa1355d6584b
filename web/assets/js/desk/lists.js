// Lists of work: the whole row opens, and the arrows go from row to row and, inside a row, from one of its buttons to the next.

import { all, origin } from './elements.js';

export function lists() {
  for (const list of all(document, '[data-list]')) watch(list);
}

/** @param {HTMLElement} list */
function watch(list) {
  list.addEventListener('click', (event) => {
    /** @type {HTMLElement | null} */
    const row = origin(event).closest('tbody tr:not(.in-place)');
    if (row && !origin(event).closest('a, button, input, label') && !window.getSelection().toString()) link(row)?.click();
  });
  list.addEventListener('keydown', (event) => {
    /** @type {HTMLElement | null} */
    const row = origin(event).closest('tbody tr:not(.in-place)');
    const down = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const aside = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    const next = row && (down ? link(beside(list, row, down)) : aside && inRow(row, aside));
    if (!next) return;
    event.preventDefault();
    next.focus();
  });
}

/**
 * @param {HTMLElement} list
 * @param {HTMLElement} row
 * @param {number} step
 */
function beside(list, row, step) {
  const rows = all(list, 'tbody tr:not(.in-place)');
  return rows[rows.indexOf(row) + step];
}

/**
 * @param {HTMLElement} row
 * @param {number} step
 */
function inRow(row, step) {
  const stops = all(row, 'a, input');
  return stops[stops.indexOf(/** @type {HTMLElement} */ (document.activeElement)) + step];
}

/** @param {Element | undefined} row */
const link = (row) => row?.querySelector('a');
