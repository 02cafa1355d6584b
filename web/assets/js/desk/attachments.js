// Files that are too large together are told of at once: the server could only refuse the whole form. It is for fields that
// say how much they may carry. Files that were sent before count, as long as they are ticked.

import { origin, sentForm } from './elements.js';

const FIELD = 'input[type="file"][data-most]';
const PLACE = '.field, .attach'; // a file field with what belongs to it

export function attachments() {
  document.addEventListener('change', (event) => {
    const place = origin(event).closest(PLACE);
    /** @type {HTMLInputElement | null} */
    const input = place?.querySelector(FIELD);
    if (input) say(input);
  });
  document.addEventListener(
    'submit',
    (event) => {
      /** @type {NodeListOf<HTMLInputElement>} */
      const fields = sentForm(event).querySelectorAll(FIELD);
      const tooMuch = [...fields].find(isTooMuch);
      if (!tooMuch) return;
      event.preventDefault();
      say(tooMuch);
      tooMuch.focus();
    },
    true,
  );
}

/** @param {HTMLInputElement} input */
function isTooMuch(input) {
  /** @type {NodeListOf<HTMLElement> | never[]} */
  const kept = input.closest(PLACE)?.querySelectorAll('[data-bytes]:checked') ?? [];
  const sizes = [...[...input.files].map((file) => file.size), ...[...kept].map((box) => Number(box.dataset.bytes))];
  const size = sizes.reduce((sum, one) => sum + one, 0);
  return size > Number(input.dataset.most);
}

/** @param {HTMLInputElement} input */
function say(input) {
  /** @type {HTMLElement} */
  const note = input.closest(PLACE).querySelector('[data-too-much]');
  note.hidden = !isTooMuch(input);
  input.setAttribute('aria-invalid', String(!note.hidden));
}
