// What goes on to the side shows where one is: the strip the stop before it too, the menu of a phone its own page.

import { all } from './elements.js';

export function sideways() {
  for (const row of all(document, '.sideways')) {
    const here = row.querySelector(':scope > [aria-current], :scope > :has([aria-current])');
    const first = /** @type {HTMLElement} */ (here?.previousElementSibling ?? here);
    const leftmost = /** @type {HTMLElement} */ (row.firstElementChild);
    if (first) row.scrollLeft = first.offsetLeft - leftmost.offsetLeft;
  }
}
