// The quick-open field as a combobox: Ctrl+O and Cmd+O put the cursor in it, the arrows choose among what was
// found while the cursor stays in the field, Enter opens what is chosen, Escape closes the list.

import { all, origin } from './elements.js';

const CHOICES = 'a[role="option"]';

export function openQuickly() {
  const field = /** @type {HTMLInputElement | null} */ (document.getElementById('quick-open'));
  const list = document.getElementById('quick-found');
  if (!field) return;
  const choices = choosing(field, list);
  const close = () => list.replaceChildren();
  new MutationObserver(() => {
    choices.choose(null);
    field.setAttribute('aria-expanded', String(list.childElementCount > 0));
  }).observe(list, { childList: true });

  document.addEventListener('keydown', (event) => {
    if (!isCommand(event)) return;
    event.preventDefault();
    field.focus();
    field.select();
  });
  field.addEventListener('keydown', (event) => {
    if (event.isComposing) return;
    if (event.key === 'Escape' && list.childElementCount) {
      event.preventDefault(); // what was typed stays: a second Escape takes it away
      close();
    } else if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      choices.step(event.key === 'ArrowDown' ? 1 : -1);
    } else if (event.key === 'Enter' && choices.chosen()) {
      event.preventDefault();
      choices.chosen().click();
    }
  });
  closeOutside(field.form, close);
}

/** @param {KeyboardEvent} event */
function isCommand(event) {
  return (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey && event.key.toLowerCase() === 'o';
}

/**
 * Which of the choices is chosen: none until an arrow is pressed, and none again after the last.
 * @param {HTMLInputElement} field
 * @param {HTMLElement} list
 */
function choosing(field, list) {
  /** @type {HTMLElement | null} */
  let chosen = null;
  /** @param {HTMLElement | null} option */
  const choose = (option) => {
    chosen?.setAttribute('aria-selected', 'false');
    chosen = option;
    chosen?.setAttribute('aria-selected', 'true');
    chosen?.scrollIntoView({ block: 'nearest' });
    if (chosen) field.setAttribute('aria-activedescendant', chosen.id);
    else field.removeAttribute('aria-activedescendant');
  };
  /** @param {1 | -1} by */
  const step = (by) => {
    const options = /** @type {HTMLElement[]} */ (all(list, CHOICES));
    const at = options.indexOf(chosen) + by;
    choose(options[at < -1 ? options.length - 1 : at] ?? null);
  };
  return { choose, step, chosen: () => chosen };
}

/**
 * @param {HTMLFormElement} form
 * @param {() => void} close
 */
function closeOutside(form, close) {
  document.addEventListener('click', (event) => {
    if (!form.contains(origin(event))) close();
  });
  form.addEventListener('focusout', (event) => {
    if (!form.contains(/** @type {Node | null} */ (event.relatedTarget))) close();
  });
}
