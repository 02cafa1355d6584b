// A page without a browser: the document that a module of the desk finds, and what jsdom does not have.

import { JSDOM } from 'jsdom';

const NAMES = ['document', 'window', 'location', 'Element', 'Event', 'KeyboardEvent', 'MouseEvent', 'FormData', 'Blob', 'File', 'MutationObserver'];

/**
 * Makes a new page the one that is open.
 * @param {string} body its HTML
 */
export function open(body) {
  const { window } = new JSDOM(`<!doctype html><body>${body}</body>`, { url: 'http://desk.test/sager/SAG000007', pretendToBeVisual: true });
  window.Element.prototype.scrollIntoView = () => {};
  window.Element.prototype.checkVisibility = function isShown() {
    return !this.closest('[hidden]');
  };
  window.HTMLDialogElement.prototype.showModal = function showModal() {
    this.open = true;
  };
  for (const name of NAMES) {
    Object.defineProperty(globalThis, name, { value: name === 'window' ? window : window[name], configurable: true, writable: true });
  }
  globalThis.CSS = { escape: (text) => text };
  return window.document;
}

/** What a person does: each is told of as the browser tells it. */
export const press = (element, key, more = {}) => tell(element, new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...more }));
export const click = (element) => tell(element, new MouseEvent('click', { bubbles: true, cancelable: true }));
export const tell = (element, event) => element.dispatchEvent(event);

export function type(field, text) {
  field.value = text;
  tell(field, new Event('input', { bubbles: true }));
}

export function choose(input, ...sizes) {
  const files = sizes.map((size, number) => new File(['x'.repeat(size)], `fil-${number + 1}.txt`));
  Object.defineProperty(input, 'files', { value: files, configurable: true });
  tell(input, new Event('change', { bubbles: true }));
  return files;
}
