// Enter in the customer field presses the button beside it, and does not send the form around it. Afterwards the cursor is
// where one goes on: at what is wrong, at the question who is meant, at who is chosen or found, and in the search while
// one searches.

import { origin } from './elements.js';

const FIELDS = '.customer-search input, .customer-new input';

export function customerSearch() {
  /** @type {HTMLButtonElement | null} */
  let pressed = null;
  document.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter' || event.isComposing || !origin(event).matches(FIELDS)) return;
    event.preventDefault();
    origin(event).closest('.customer-search, .customer-new').querySelector('button').click();
  });
  document.addEventListener('click', (event) => {
    pressed = origin(event).closest('.customer button') ?? pressed;
  });
  document.addEventListener('htmx:after:swap', () => {
    const field = pressed && document.getElementById(pressed.closest('.customer').id);
    if (!field || (pressed.name === 'look-up' && field.contains(document.activeElement))) return;
    /** @type {HTMLElement} */
    const wrong = field.querySelector('.customer-new [aria-invalid="true"], .customer-new [role="alert"] button');
    /** @type {HTMLElement} */
    const next = wrong ?? field.querySelector('input:checked') ?? field.querySelector('input[type="radio"], .customer-search input');
    next.focus();
  });
}
