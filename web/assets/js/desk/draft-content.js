// What a draft holds of a form: its fields, and of its files those that go with it.

import { all } from './elements.js';

/**
 * Files go with a page that stays: one that is left has no time to send them. Those that are too large stay behind.
 * @param {HTMLFormElement} form
 */
export function filesOf(form) {
  const inputs = fileInputs(form).filter((input) => input.getAttribute('aria-invalid') !== 'true');
  return inputs.flatMap((input) => [...input.files]);
}

/**
 * @param {HTMLFormElement} form
 * @returns {HTMLInputElement[]}
 */
export const fileInputs = (form) => all(form, 'input[type="file"]');

/**
 * @param {HTMLFormElement} form
 * @param {File[]} files those that go with it
 */
export function contentOf(form, files) {
  const data = new FormData(form);
  for (const input of fileInputs(form)) {
    if (!holdsOnly(input, files)) data.delete(input.name);
  }
  if (form.dataset.shown) data.set('outcome', form.dataset.shown);
  return data;
}

/**
 * @param {HTMLInputElement} input
 * @param {File[]} files
 */
export const holdsOnly = (input, files) => input.files.length > 0 && [...input.files].every((file) => files.includes(file));
