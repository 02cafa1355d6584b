// A row's own buttons open the form of the item's page under the row, and send it from there. What the page says to the
// form is said in the row; when it went through, the row is read anew. What is typed in a row that is closed is kept as a
// draft. Without a script each button is a link.

import { leave, notSent } from './form-drafts.js';
import { focusOnTrouble } from './trouble.js';
import { stepForms } from './step-forms.js';
import { all, first, origin, sentForm } from './elements.js';

const OPENERS = 'a[data-in-place]';

/** @type {Promise<unknown> | null} */
let saved = null; // the drafts of the row that was closed last

export function inPlace() {
  document.addEventListener('click', (event) => {
    const opener = /** @type {HTMLAnchorElement | null} */ (origin(event).closest(OPENERS));
    if (!opener || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    if (isSending() || opener.ariaBusy === 'true') return;
    if (opener.getAttribute('aria-expanded') === 'true') close(opener);
    else open(opener);
  });
  document.addEventListener('submit', (event) => {
    const place = /** @type {HTMLTableRowElement | null} */ (origin(event).closest('.in-place'));
    if (!place || event.defaultPrevented) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    send(place, sentForm(event), /** @type {HTMLButtonElement | null} */ (event.submitter));
  });
  document.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape' || isSending()) return;
    /** @type {HTMLTableRowElement | null} */
    const place = origin(event).closest('.in-place');
    if (place) close(place.opener);
  });
  document.addEventListener('htmx:before:swap', ({ detail }) => {
    for (const { target, fragment } of detail.tasks) if (target.closest?.('.in-place')) setApart(fragment);
  });
}

const isSending = () => document.querySelector('.in-place form[aria-busy="true"]') !== null;

/** @param {HTMLAnchorElement} opener */
async function open(opener) {
  closeAll();
  opener.setAttribute('aria-busy', 'true');
  await saved;
  const page = await read(opener.href);
  opener.removeAttribute('aria-busy');
  const part = page && partOf(page, opener.dataset.inPlace);
  if (!part) {
    location.assign(opener.href);
    return;
  }
  const row = opener.closest('tr');
  const place = document.createElement('tr');
  place.className = 'in-place';
  place.opener = opener;
  place.innerHTML = `<td colspan="${row.cells.length}"></td>`;
  row.after(place);
  opener.setAttribute('aria-expanded', 'true');
  show(place, part);
}

/**
 * The part of the item's page: a form, or what says why there is none.
 * @param {Document} page
 * @param {string} selector
 */
function partOf(page, selector) {
  const found = first(page, selector);
  return /** @type {HTMLElement | null} */ (found?.closest('form, section.step')) ?? found;
}

/**
 * @param {HTMLTableRowElement} place
 * @param {HTMLElement} part
 */
function show(place, part) {
  const wanted = part.matches(place.opener.dataset.inPlace) ? part : part.querySelector(place.opener.dataset.inPlace);
  if (wanted?.matches('details')) wanted.open = true;
  part.hidden = false;
  setApart(part);
  place.cells[0].replaceChildren(document.adoptNode(part));
  stepForms(place);
  window.htmx?.process(place);
  focusOnTrouble(place);
  if (!place.querySelector('[data-focus]')) fieldOf(wanted ?? place)?.focus();
}

/**
 * The page around it may have a form with the same ids: the row's own get another beginning.
 * @param {Element | DocumentFragment} part
 */
function setApart(part) {
  /** @param {string} id */
  const renamed = (id) => (part.querySelector(`#${CSS.escape(id)}`) ? `row-${id}` : id);
  for (const element of all(part, '[for], [aria-describedby], [aria-labelledby], [href^="#"], [hx-target^="#"]')) {
    const label = element.getAttribute('for');
    if (label) element.setAttribute('for', renamed(label));
    for (const name of ['aria-describedby', 'aria-labelledby']) {
      const ids = element.getAttribute(name);
      if (ids) element.setAttribute(name, ids.trim().split(/\s+/).map(renamed).join(' '));
    }
    for (const name of ['href', 'hx-target']) {
      const anchor = element.getAttribute(name);
      if (anchor?.startsWith('#')) element.setAttribute(name, `#${renamed(anchor.slice(1))}`);
    }
  }
  for (const element of all(part, '[id]')) element.id = `row-${element.id}`;
}

/** @param {Element} place */
function fieldOf(place) {
  const fields = all(place, 'input:not([type="hidden"]), select, textarea:not([readonly]), button:not([disabled])');
  return fields.find((field) => field.checkVisibility());
}

/**
 * @param {HTMLTableRowElement} place
 * @param {HTMLFormElement} form
 * @param {HTMLButtonElement | null} submitter
 */
async function send(place, form, submitter) {
  if (isSending()) return;
  form.setAttribute('aria-busy', 'true');
  const body = new FormData(form, submitter);
  const address = (submitter?.getAttribute('formaction') ? submitter.formAction : form.action).split('#')[0];
  const page = await read(address, { method: 'post', body });
  form.removeAttribute('aria-busy');
  if (page?.redirected) return done(place, page);
  const again = page && partOf(page, place.opener.dataset.inPlace);
  if (again && isAgain(again, form)) return show(place, again);
  notSent(form);
  tell(place, form, page);
}

/**
 * The same form, which can be sent.
 * @param {Element} part
 * @param {HTMLFormElement} form
 */
function isAgain(part, form) {
  const same = part.matches('form') ? part : part.querySelector('form');
  return same?.getAttribute('action') === form.getAttribute('action') && same.querySelector('button:not([disabled])') !== null;
}

/**
 * What the server said instead, or that it said nothing; what was typed stands below it, to be sent again.
 * @param {HTMLTableRowElement} place
 * @param {HTMLFormElement} form
 * @param {Document | null} page
 */
function tell(place, form, page) {
  const told = document.adoptNode((page && first(page, '.error-page, main [data-focus]')) ?? noAnswer(form));
  for (const typed of all(told, '[data-typed]')) typed.remove();
  place.querySelector('.not-sent')?.remove();
  told.classList.add('not-sent');
  told.tabIndex = -1;
  place.cells[0].prepend(told);
  told.focus();
}

/** @param {HTMLFormElement} form */
function noAnswer(form) {
  const sentence = document.createElement('p');
  sentence.className = 'problem';
  sentence.textContent = first(form, '[data-unsent]').dataset.unsent;
  return sentence;
}

/**
 * @param {string} address
 * @param {RequestInit =} options
 */
async function read(address, options) {
  try {
    const response = await fetch(address, options);
    const page = new DOMParser().parseFromString(await response.text(), 'text/html');
    page.redirected = response.redirected;
    return page;
  } catch {
    return null; // what was typed stands where it was
  }
}

/**
 * The list as it is now, with what was done said above it; the cursor goes to the row, or to the one now in its place.
 * @param {HTMLTableRowElement} place
 * @param {Document} page
 */
async function done(place, page) {
  /** @type {HTMLElement} */
  const list = place.closest('[data-list]');
  const lists = all(document, '[data-list]');
  const number = list.querySelector('tbody').contains(place) ? all(list, 'tbody tr').indexOf(place) - 1 : 0;
  const said = first(page, 'main .said');
  const fresh = await read(location.href);
  const anew = fresh?.querySelectorAll('[data-list]')[lists.indexOf(list)];
  if (!anew || fresh.querySelectorAll('[data-list]').length !== lists.length) {
    location.reload();
    return;
  }
  list.replaceChildren(...[...anew.childNodes].map((node) => document.adoptNode(node)));
  document.querySelector('.row-said')?.remove();
  if (said) {
    said.classList.add('row-said');
    list.before(document.adoptNode(said));
  }
  const rows = list.querySelectorAll('tbody tr');
  rows[Math.min(number, rows.length - 1)]?.querySelector('a')?.focus();
}

function closeAll() {
  /** @type {NodeListOf<HTMLTableRowElement>} */
  const places = document.querySelectorAll('.in-place');
  for (const place of places) close(place.opener);
}

/** @param {HTMLAnchorElement} opener */
function close(opener) {
  const place = opener.closest('tr').nextElementSibling;
  /** @type {HTMLFormElement[]} */
  const forms = all(place, 'form');
  saved = Promise.all(forms.map(leave));
  place.remove();
  opener.removeAttribute('aria-expanded');
  opener.focus();
}
