// What is typed in a form is kept on the server as it is typed (D-22; web/forms/drafts.py): a second after the last key, when
// a file or a choice is made, and when the page is hidden or left. A form joins by the inputs that the macro `drafted` puts in
// it, whenever it comes to the page. Before anything is sent, what is on its way is waited for, so that the next page has it.

import { contentOf, fileInputs, filesOf, holdsOnly } from './draft-content.js';
import { all, origin, sentForm } from './elements.js';

const QUIET_MS = 1000;
const AGAIN_MS = 5000; // after the server could not keep it
const WAIT_MS = 4000; // for what is on its way, before a form is sent all the same
const LARGEST_ALIVE = 60000; // bytes that a browser sends for a page that is gone

/**
 * What is known of one form. `dirty`: something is typed that is not on its way. `sent`: it is being sent, and needs no draft.
 * `alive`: what is on its way goes on when the page is gone. `count`: its last save; `writer`: its name on this page alone.
 * @typedef {{ dirty: boolean, sent: boolean, timer: number, saving: Promise<unknown> | null, alive: boolean, count: number,
 *   writer: string | null, stop: AbortController }} State
 */

/**
 * What the server says of a save: the version it has now, the line of the form, boxes of kept files by field, and the sentence
 * about files that were not kept; or that the form was sent meanwhile.
 * @typedef {{ sent?: boolean, line?: string, version?: number, unkept?: string, files?: Record<string, string> }} Told
 */

/** @type {WeakMap<HTMLFormElement, State>} */
const states = new WeakMap();
/** @type {WeakSet<HTMLFormElement>} */
const goingOn = new WeakSet(); // forms that have waited

export function formDrafts() {
  document.addEventListener('input', typed);
  document.addEventListener('submit', sendAfterSaving, true);
  document.addEventListener('submit', (event) => event.defaultPrevented && notSent(sentBy(event)));
  document.addEventListener('formdata', sayWho);
  document.addEventListener('click', answer);
  document.addEventListener('visibilitychange', () => document.visibilityState === 'hidden' && leaveAll());
  for (const leaving of ['beforeunload', 'pagehide']) window.addEventListener(leaving, leaveAll);
  window.addEventListener('pageshow', () => drafted().forEach((form) => (stateOf(form).sent = false)));
  document.addEventListener('htmx:before:swap', ({ detail }) => {
    /** @type {HTMLFieldSetElement | null} */
    const customer = detail.ctx.target?.closest?.('.customer');
    if (customer && place(customer.form)) changed(customer.form, QUIET_MS);
  });
  nameFormsAsBefore();
}

/** @returns {HTMLFormElement[]} */
const drafted = () => all(document, '[data-draft]').map((each) => each.closest('form'));
/**
 * Where the form says what became of its draft; null where it has none.
 * @param {HTMLFormElement | null | undefined} form
 * @returns {HTMLElement | null}
 */
const place = (form) => form?.querySelector('[data-draft]');

/** @param {HTMLFormElement} form */
function stateOf(form) {
  /** @returns {State} */
  const fresh = () => ({ dirty: false, sent: false, timer: 0, saving: null, alive: false, count: 0, writer: null, stop: new AbortController() });
  if (!states.has(form)) states.set(form, fresh());
  return states.get(form);
}

/** @param {Event} event */
function typed(event) {
  const field = /** @type {HTMLInputElement} */ (event.target);
  if (!place(field.form) || field.readOnly) return;
  changed(field.form, field.type === 'file' ? 0 : QUIET_MS);
}

/**
 * @param {HTMLFormElement} form
 * @param {number} after milliseconds
 */
function changed(form, after) {
  const state = stateOf(form);
  state.dirty = true;
  clearTimeout(state.timer);
  state.timer = setTimeout(() => save(form), after);
}

/**
 * One request a form at a time; what is typed meanwhile is saved by the next one.
 * @param {HTMLFormElement} form
 * @param {{ anyway?: boolean, leaving?: boolean }} options
 * @returns {Promise<unknown> | null}
 */
function save(form, options = {}) {
  const state = stateOf(form);
  clearTimeout(state.timer);
  if (!state.dirty || state.sent) return state.saving;
  if (state.saving && !options.leaving) return state.saving.then(() => save(form, options));
  state.dirty = false;
  state.alive = Boolean(options.leaving);
  const saving = Promise.all([state.saving, request(form, options)]).finally(() => {
    if (state.saving === saving) state.saving = null;
  });
  state.saving = saving;
  return saving;
}

/**
 * Before a form goes, with its page or its row. What is on its way with files may be cut off, or come last with what was
 * typed before it, so the text goes at once beside it, and once more after it.
 * @param {HTMLFormElement} form
 */
export function leave(form) {
  const state = stateOf(form);
  if (state.saving && !state.alive && !state.sent) {
    state.saving.then(() => changed(form, 0));
    state.dirty = true;
  }
  return save(form, { leaving: true });
}

const leaveAll = () => drafted().forEach(leave);

/**
 * The count tells the server which of two was typed later, whichever comes first.
 * @param {HTMLFormElement} form
 * @param {{ anyway?: boolean, leaving?: boolean }} options
 */
async function request(form, { anyway = false, leaving = false }) {
  const state = stateOf(form);
  const { signal } = state.stop;
  const count = Math.max(state.count, Number(form.elements['draft-version'].value)) + 1;
  state.count = count;
  const files = leaving ? [] : filesOf(form);
  const data = contentOf(form, files);
  data.set('draft-count', String(count));
  const address = place(form).dataset.draft + (anyway ? '?anyway' : '');
  const small = leaving && new Blob([...data.values()]).size < LARGEST_ALIVE;
  try {
    const response = await fetch(address, { method: 'POST', body: data, keepalive: small, signal });
    const isTold = response.headers.get('Content-Type')?.startsWith('application/json');
    /** @type {Told} */
    const told = isTold ? await response.json() : {};
    if (told.sent) return;
    if (response.ok) kept(form, told, files);
    else if (!told.line) failed(form);
    else if (count === state.count) place(form).innerHTML = told.line;
  } catch {
    if (!signal.aborted) failed(form);
  }
}

/**
 * A save that arrives after its form was sent is known by the last count, and by a name that the form has on this page alone.
 * @param {FormDataEvent} event
 */
function sayWho(event) {
  const { formData } = event;
  const form = sentForm(event);
  if (!place(form)) return;
  const { count, writer } = stateOf(form);
  formData.set('draft-saves', String(count));
  formData.set('draft-writer', writer ?? form.elements.once.value);
}

/**
 * @param {HTMLFormElement} form
 * @param {Told} told
 * @param {File[]} files
 */
function kept(form, told, files) {
  const version = form.elements['draft-version'];
  version.value = String(Math.max(Number(version.value), told.version));
  place(form).innerHTML = told.line;
  if (told.unkept) sayAt(form, told.unkept);
  for (const [field, boxes] of Object.entries(told.files)) {
    const input = fileInputs(form).find((each) => each.name === field);
    if (!input?.files.length) continue;
    form.querySelector(`[data-kept="${CSS.escape(field)}"]`)?.remove();
    input.closest('.file-field').insertAdjacentHTML('beforebegin', boxes);
    if (told.unkept || !holdsOnly(input, files)) continue; // others were chosen meanwhile
    input.value = '';
    input.dispatchEvent(new Event('change', { bubbles: true }));
  }
}

/** @param {HTMLFormElement} form */
function failed(form) {
  const files = fileInputs(form).some((input) => input.files.length);
  sayAt(form, place(form).dataset.failed + (files ? ` ${place(form).dataset.failedFiles}` : ''));
  changed(form, AGAIN_MS);
}

/**
 * @param {HTMLFormElement} form
 * @param {string} sentence
 */
function sayAt(form, sentence) {
  const note = document.createElement('p');
  note.className = 'problem';
  note.setAttribute('role', 'alert');
  note.textContent = sentence;
  place(form).querySelector('[role="alert"]')?.remove();
  place(form).append(note);
}

/** @param {SubmitEvent} event */
function sendAfterSaving(event) {
  const form = sentForm(event);
  if (form.method !== 'post') return;
  const sent = sentBy(event);
  const own = sent ? stateOf(sent) : null;
  const others = drafted().filter((other) => other !== sent);
  const waiting = [...others.map((other) => save(other)), own?.saving].filter(Boolean);
  if (own) {
    clearTimeout(own.timer);
    own.dirty = false;
  }
  if (!waiting.length || goingOn.delete(form)) {
    if (own) own.sent = true;
    return;
  }
  event.preventDefault();
  event.stopImmediatePropagation();
  const patience = new Promise((resolve) => setTimeout(resolve, WAIT_MS));
  Promise.race([Promise.all(waiting), patience]).then(() => {
    if (own) stop(own); // it would be a draft of what is sent
    goingOn.add(form);
    form.requestSubmit(event.submitter);
  });
}

/** @param {State} state */
function stop(state) {
  state.stop.abort();
  state.stop = new AbortController();
}

/**
 * The drafted form that is sent, or discarded by its line.
 * @param {SubmitEvent} event
 */
function sentBy(event) {
  return place(sentForm(event)) ? sentForm(event) : drafted().find((form) => form.contains(event.submitter));
}

/**
 * It was not sent after all, or not taken: what stands in it is kept again.
 * @param {HTMLFormElement | null | undefined} form
 */
export function notSent(form) {
  if (!form) return;
  stateOf(form).sent = false;
  changed(form, 0);
}

/**
 * Two tabs have written in one draft: the person says which stays.
 * @param {MouseEvent} event
 */
function answer(event) {
  const form = origin(event).closest?.('form');
  if (origin(event).matches('[data-draft-anyway]')) {
    stateOf(form).dirty = true;
    save(form, { anyway: true });
  } else if (origin(event).matches('[data-draft-other]')) {
    stateOf(form).sent = true; // what stands here is given up
    window.location.reload();
  }
}

// A page that one goes back to is made anew, but its forms are the same ones: sent again, they are done once.
function nameFormsAsBefore() {
  const names = () => Object.fromEntries(drafted().map((form) => [form.getAttribute('action') ?? '', form.elements.once.value]));
  const [how] = /** @type {PerformanceNavigationTiming[]} */ (performance.getEntriesByType('navigation'));
  const before = how?.type === 'back_forward' ? (window.history.state?.once ?? {}) : {};
  for (const form of drafted()) {
    const { once } = form.elements;
    stateOf(form).writer = once.value;
    once.value = before[form.getAttribute('action') ?? ''] ?? once.value;
  }
  window.history.replaceState({ ...window.history.state, once: names() }, '');
}
