// A row's own buttons open the form of the item's page under the row, and send it from there. What the page says to the
// form is said in the row; when it went through, the row is read anew. What is typed in a row that is closed is kept as a
// draft. Without a script each button is a link.

import { leave, notSent } from './form-drafts.js';
import { focusOnTrouble } from './trouble.js';
import { stepForms } from './step-forms.js';

const OPENERS = 'a[data-in-place]';

let saved = null; // the drafts of the row that was closed last

export function inPlace() {
  document.addEventListener('click', (event) => {
    const opener = event.target.closest(OPENERS);
    if (!opener || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    if (isSending() || opener.ariaBusy === 'true') return;
    if (opener.getAttribute('aria-expanded') === 'true') close(opener);
    else open(opener);
  });
  document.addEventListener('submit', (event) => {
    const place = event.target.closest('.in-place');
    if (!place || event.defaultPrevented) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    send(place, event.target, event.submitter);
  });
  document.addEventListener('keydown', (event) => {
    const place = event.key === 'Escape' && event.target.closest('.in-place');
    if (place && !isSending()) close(place.opener);
  });
  document.addEventListener('htmx:before:swap', ({ detail }) => {
    for (const { target, fragment } of detail.tasks) if (target.closest?.('.in-place')) setApart(fragment);
  });
}

const isSending = () => document.querySelector('.in-place form[aria-busy="true"]') !== null;

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

// The part of the item's page: a form, or what says why there is none.
function partOf(page, selector) {
  const found = page.querySelector(selector);
  return found?.closest('form, section.step') ?? found;
}

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

// The page around it may have a form with the same ids: the row's own get another beginning.
function setApart(part) {
  const renamed = (id) => (part.querySelector(`#${CSS.escape(id)}`) ? `row-${id}` : id);
  for (const element of part.querySelectorAll('[for], [aria-describedby], [aria-labelledby], [href^="#"], [hx-target^="#"]')) {
    if (element.htmlFor) element.htmlFor = renamed(element.htmlFor);
    for (const name of ['aria-describedby', 'aria-labelledby']) {
      const ids = element.getAttribute(name);
      if (ids) element.setAttribute(name, ids.trim().split(/\s+/).map(renamed).join(' '));
    }
    for (const name of ['href', 'hx-target']) {
      const anchor = element.getAttribute(name);
      if (anchor?.startsWith('#')) element.setAttribute(name, `#${renamed(anchor.slice(1))}`);
    }
  }
  for (const element of part.querySelectorAll('[id]')) element.id = `row-${element.id}`;
}

function fieldOf(place) {
  const fields = place.querySelectorAll('input:not([type="hidden"]), select, textarea:not([readonly]), button:not([disabled])');
  return [...fields].find((field) => field.checkVisibility());
}

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

// The same form, which can be sent.
function isAgain(part, form) {
  const same = part.matches('form') ? part : part.querySelector('form');
  return same?.getAttribute('action') === form.getAttribute('action') && same.querySelector('button:not([disabled])') !== null;
}

// What the server said instead, or that it said nothing; what was typed stands below it, to be sent again.
function tell(place, form, page) {
  const told = document.adoptNode(page?.querySelector('.error-page, main [data-focus]') ?? noAnswer(form));
  for (const typed of told.querySelectorAll('[data-typed]')) typed.remove();
  place.querySelector('.not-sent')?.remove();
  told.classList.add('not-sent');
  told.tabIndex = -1;
  place.cells[0].prepend(told);
  told.focus();
}

function noAnswer(form) {
  const sentence = document.createElement('p');
  sentence.className = 'problem';
  sentence.textContent = form.querySelector('[data-unsent]').dataset.unsent;
  return sentence;
}

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

// The list as it is now, with what was done said above it; the cursor goes to the row, or to the one now in its place.
async function done(place, page) {
  const list = place.closest('[data-list]');
  const lists = [...document.querySelectorAll('[data-list]')];
  const number = list.querySelector('tbody').contains(place) ? [...list.querySelectorAll('tbody tr')].indexOf(place) - 1 : 0;
  const said = page.querySelector('main .said')?.cloneNode(true);
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
    list.before(said);
  }
  const rows = list.querySelectorAll('tbody tr');
  rows[Math.min(number, rows.length - 1)]?.querySelector('a')?.focus();
}

function closeAll() {
  for (const place of document.querySelectorAll('.in-place')) close(place.opener);
}

function close(opener) {
  const place = opener.closest('tr').nextElementSibling;
  saved = Promise.all([...place.querySelectorAll('form')].map(leave));
  place.remove();
  opener.removeAttribute('aria-expanded');
  opener.focus();
}
