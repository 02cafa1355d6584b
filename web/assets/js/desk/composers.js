// The three composers: changing between them keeps what was typed in each, and the mail button counts its receivers.

import { all, first, origin } from './elements.js';

export function composers() {
  for (const place of all(document, '[data-composers]')) watch(place);
}

/** @param {Element} place */
function watch(place) {
  const links = all(place, '[data-composer]');
  const forms = all(place, 'form.composer');
  for (const link of links) {
    link.addEventListener('click', (event) => {
      event.preventDefault();
      const name = link.dataset.composer;
      for (const each of forms) each.hidden = each.id !== `skriv-${name}`;
      for (const other of links) {
        if (other.dataset.composer === name) other.setAttribute('aria-current', 'page');
        else other.removeAttribute('aria-current');
      }
      const form = forms.find((each) => each.id === `skriv-${name}`);
      if (form) first(form, 'textarea:not([readonly]), input:not([type="hidden"])')?.focus();
    });
  }
  const button = first(place, '[data-count-of]');
  if (button) count(button);
  for (const inserts of all(place, '[data-inserts]')) insert(inserts);
}

/**
 * Buttons that put a salutation before what is written, or a closing after it; they insert nothing by themselves (R073).
 * @param {HTMLElement} buttons
 */
function insert(buttons) {
  const field = /** @type {HTMLTextAreaElement} */ (document.getElementById(buttons.dataset.inserts));
  buttons.hidden = false;
  buttons.addEventListener('click', (event) => {
    const { before, after } = origin(event).dataset;
    const text = field.value.trim();
    if (before && !text.startsWith(before)) field.value = `${before}\n\n${text}`;
    else if (after && !text.endsWith(after)) field.value = `${text}\n\n${after}`.trimStart();
    else return;
    field.focus();
    if (before) field.setSelectionRange(field.value.length, field.value.length);
    else field.setSelectionRange(text.length, text.length);
    field.dispatchEvent(new Event('input', { bubbles: true }));
  });
}

/** @param {HTMLElement} button */
function count(button) {
  const ids = button.dataset.countOf.split(' ');
  const fields = ids.map((id) => /** @type {HTMLInputElement} */ (document.getElementById(id)));
  const one = button.textContent;
  const say = () => {
    const addresses = fields.flatMap((field) => field.value.split(/[,;\n]/)).filter((text) => text.trim());
    button.textContent = addresses.length > 1 ? button.dataset.many.replace('{n}', String(addresses.length)) : one;
  };
  for (const field of fields) field.addEventListener('input', say);
  say();
}
