// *Vis ældre* puts the older lines in its own place: the keyboard goes on at the first of them.

import { origin } from './elements.js';

export function olderLines() {
  /** @type {Element | null | undefined} */
  let newest;
  document.addEventListener('click', (event) => {
    newest = origin(event).closest('.older a[hx-get]')?.closest('.older').previousElementSibling;
  });
  document.addEventListener('htmx:after:swap', () => {
    const line = /** @type {HTMLElement | null} */ (newest?.nextElementSibling);
    if (!line || line.matches('.older')) return; // another swap: the link still stands there
    line.tabIndex = -1;
    line.focus();
    newest = null;
  });
}
