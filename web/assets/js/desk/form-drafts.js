// What is typed in a form is kept on the server as it is typed (D-22; web/forms/drafts.py): a second after the last key, when
// a file or a choice is made, and when the page is hidden or left. A form joins by the inputs that the macro `drafted` puts in
// it, whenever it comes to the page. Before anything is sent, what is on its way is waited for, so that the next page has it.

const QUIET_MS = 1000;
const AGAIN_MS = 5000; // after the server could not keep it
const WAIT_MS = 4000; // for what is on its way, before a form is sent all the same
const LARGEST_ALIVE = 60000; // bytes that a browser sends for a page that is gone

const states = new WeakMap();
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
    const customer = detail.ctx.target?.closest?.('.customer');
    if (customer && place(customer.form)) changed(customer.form, QUIET_MS);
  });
  nameFormsAsBefore();
}

const drafted = () => [...document.querySelectorAll('[data-draft]')].map((place) => place.closest('form'));
const place = (form) => form?.querySelector('[data-draft]');

function stateOf(form) {
  const fresh = () => ({ dirty: false, sent: false, timer: 0, saving: null, alive: false, count: 0, writer: null, stop: new AbortController() });
  if (!states.has(form)) states.set(form, fresh());
  return states.get(form);
}

function typed(event) {
  const form = event.target.form;
  if (!place(form) || event.target.readOnly) return;
  changed(form, event.target.type === 'file' ? 0 : QUIET_MS);
}

function changed(form, after) {
  const state = stateOf(form);
  state.dirty = true;
  clearTimeout(state.timer);
  state.timer = setTimeout(() => save(form), after);
}

// One request a form at a time; what is typed meanwhile is saved by the next one.
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

// Before a form goes, with its page or its row. What is on its way with files may be cut off, or come last with what was
// typed before it, so the text goes at once beside it, and once more after it.
export function leave(form) {
  const state = stateOf(form);
  if (state.saving && !state.alive && !state.sent) {
    state.saving.then(() => changed(form, 0));
    state.dirty = true;
  }
  return save(form, { leaving: true });
}

const leaveAll = () => drafted().forEach(leave);

// The count tells the server which of two was typed later, whichever comes first.
async function request(form, { anyway = false, leaving = false }) {
  const state = stateOf(form);
  const { signal } = state.stop;
  const count = Math.max(state.count, Number(form.elements['draft-version'].value)) + 1;
  state.count = count;
  const files = leaving ? [] : filesOf(form);
  const data = contentOf(form, files);
  data.set('draft-count', count);
  const address = place(form).dataset.draft + (anyway ? '?anyway' : '');
  const small = leaving && new Blob([...data.values()]).size < LARGEST_ALIVE;
  try {
    const answer = await fetch(address, { method: 'POST', body: data, keepalive: small, signal });
    const told = answer.headers.get('Content-Type')?.startsWith('application/json') ? await answer.json() : {};
    if (told.sent) return;
    if (answer.ok) kept(form, told, files);
    else if (!told.line) failed(form);
    else if (count === state.count) place(form).innerHTML = told.line;
  } catch {
    if (!signal.aborted) failed(form);
  }
}

// A save that arrives after its form was sent is known by the last count, and by a name that the form has on this page alone.
function sayWho({ target: form, formData }) {
  if (!place(form)) return;
  const { count, writer } = stateOf(form);
  formData.set('draft-saves', count);
  formData.set('draft-writer', writer ?? form.elements.once.value);
}

// Files go with a page that stays: one that is left has no time to send them. Those that are too large stay behind.
function filesOf(form) {
  const inputs = [...form.querySelectorAll('input[type="file"]:not([aria-invalid="true"])')];
  return inputs.flatMap((input) => [...input.files]);
}

function contentOf(form, files) {
  const data = new FormData(form);
  for (const input of form.querySelectorAll('input[type="file"]')) {
    if (!holdsOnly(input, files)) data.delete(input.name);
  }
  if (form.dataset.shown) data.set('outcome', form.dataset.shown);
  return data;
}

const holdsOnly = (input, files) => input.files.length > 0 && [...input.files].every((file) => files.includes(file));

function kept(form, told, files) {
  const version = form.elements['draft-version'];
  version.value = Math.max(version.value, told.version);
  place(form).innerHTML = told.line;
  if (told.unkept) sayAt(form, told.unkept);
  for (const [field, boxes] of Object.entries(told.files)) {
    const input = form.querySelector(`input[type="file"][name="${CSS.escape(field)}"]`);
    if (!input?.files.length) continue;
    form.querySelector(`[data-kept="${CSS.escape(field)}"]`)?.remove();
    input.closest('.file-field').insertAdjacentHTML('beforebegin', boxes);
    if (told.unkept || !holdsOnly(input, files)) continue; // others were chosen meanwhile
    input.value = '';
    input.dispatchEvent(new Event('change', { bubbles: true }));
  }
}

function failed(form) {
  const files = [...form.querySelectorAll('input[type="file"]')].some((input) => input.files.length);
  sayAt(form, place(form).dataset.failed + (files ? ` ${place(form).dataset.failedFiles}` : ''));
  changed(form, AGAIN_MS);
}

function sayAt(form, sentence) {
  const note = document.createElement('p');
  note.className = 'problem';
  note.setAttribute('role', 'alert');
  note.textContent = sentence;
  place(form).querySelector('[role="alert"]')?.remove();
  place(form).append(note);
}

function sendAfterSaving(event) {
  const form = event.target;
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

function stop(state) {
  state.stop.abort();
  state.stop = new AbortController();
}

// The drafted form that is sent, or discarded by its line.
function sentBy(event) {
  return place(event.target) ? event.target : drafted().find((form) => form.contains(event.submitter));
}

// It was not sent after all, or not taken: what stands in it is kept again.
export function notSent(form) {
  if (!form) return;
  stateOf(form).sent = false;
  changed(form, 0);
}

// Two tabs have written in one draft: the person says which stays.
function answer(event) {
  const form = event.target.closest?.('form');
  if (event.target.matches('[data-draft-anyway]')) {
    stateOf(form).dirty = true;
    save(form, { anyway: true });
  } else if (event.target.matches('[data-draft-other]')) {
    stateOf(form).sent = true; // what stands here is given up
    window.location.reload();
  }
}

// A page that one goes back to is made anew, but its forms are the same ones: sent again, they are done once.
function nameFormsAsBefore() {
  const names = () => Object.fromEntries(drafted().map((form) => [form.getAttribute('action') ?? '', form.elements.once.value]));
  const [how] = performance.getEntriesByType('navigation');
  const before = how?.type === 'back_forward' ? (window.history.state?.once ?? {}) : {};
  for (const form of drafted()) {
    const { once } = form.elements;
    stateOf(form).writer = once.value;
    once.value = before[form.getAttribute('action') ?? ''] ?? once.value;
  }
  window.history.replaceState({ ...window.history.state, once: names() }, '');
}
