// The names of the files that are chosen stand beside a file field, in the words of the page: the browser's own field, which
// speaks the browser's language, lies over them unseen, and takes the clicks, the keys and the files that are dragged there.

import { all, first, origin } from './elements.js';

export function fileFields() {
  const showAll = () => all(document, '.file-field > input').forEach(show);
  document.addEventListener('change', (event) => origin(event).matches('.file-field > input') && show(origin(event)));
  document.addEventListener('reset', () => setTimeout(showAll));
  window.addEventListener('pageshow', showAll); // a page that one goes back to has its files still
}

/** @param {HTMLElement} field */
function show(field) {
  const { files } = /** @type {HTMLInputElement} */ (field);
  const words = first(field.parentElement, '[data-chosen]');
  words.textContent = [...files].map((file) => file.name).join(', ') || words.dataset.chosen;
}
