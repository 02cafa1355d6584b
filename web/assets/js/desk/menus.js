// A menu of the top bar closes by Escape, which leads back to its button, and by a click beside it.

import { origin } from './elements.js';

export function menus() {
  /** @type {() => NodeListOf<HTMLDetailsElement>} */
  const open = () => document.querySelectorAll('details.menu[open]');
  document.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape') return;
    for (const menu of open()) {
      menu.open = false;
      menu.querySelector('summary').focus();
    }
  });
  document.addEventListener('click', (event) => {
    for (const menu of open()) if (!menu.contains(origin(event))) menu.open = false;
  });
}
