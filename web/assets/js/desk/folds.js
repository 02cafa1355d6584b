// A text that is folded to its first lines offers to show the rest only where there is one: it depends on the width.

import { all, first } from './elements.js';

export function folds() {
  for (const link of all(document, '[data-opens]')) opens(link);
  /** @type {HTMLDetailsElement[]} */
  const texts = all(document, '[data-fold]');
  texts.forEach(watch);
}

/** @param {HTMLDetailsElement} fold */
function watch(fold) {
  const [summary, text] = /** @type {HTMLElement[]} */ ([...fold.children]);
  const look = () => {
    if (!fold.open) summary.hidden = text.scrollHeight <= text.clientHeight;
  };
  fold.addEventListener('toggle', look);
  new ResizeObserver(look).observe(text);
}

/**
 * A link to a part that stands folded on this page unfolds it, and goes to its first field.
 * @param {HTMLElement} link
 */
function opens(link) {
  const part = /** @type {HTMLDetailsElement} */ (document.getElementById(link.dataset.opens));
  if (!part) return;
  link.addEventListener('click', (event) => {
    event.preventDefault();
    part.open = true;
    first(part, 'input:not([type="hidden"]), select, textarea')?.focus();
  });
}
