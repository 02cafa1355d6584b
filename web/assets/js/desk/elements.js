// Parts of a page by selector, and where an event began, as what they are: the browser's types say only that they may be
// elements. A part that is more than an HTMLElement is named by the type of what it is put in.

/**
 * @template {Element} [E=HTMLElement]
 * @param {ParentNode} place
 * @param {string} selector
 * @returns {E[]}
 */
export const all = (place, selector) => [.../** @type {NodeListOf<E>} */ (place.querySelectorAll(selector))];

/**
 * The first, or null.
 * @template {Element} [E=HTMLElement]
 * @param {ParentNode} place
 * @param {string} selector
 * @returns {E | null}
 */
export const first = (place, selector) => place.querySelector(selector);

/**
 * @param {Event} event
 * @returns {HTMLElement}
 */
export const origin = (event) => /** @type {HTMLElement} */ (event.target);

/**
 * The form that is sent.
 * @param {Event} event
 * @returns {HTMLFormElement}
 */
export const sentForm = (event) => /** @type {HTMLFormElement} */ (event.target);
