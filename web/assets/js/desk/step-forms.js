// A step's form shows the fields of one button at a time. The first button's stand open; another one's open when it is
// pressed, and a second press sends. Without a script all fields are there, each saying which button needs it; where one
// is on its way, the style sheet keeps the later ones out of sight until the form is ready. What was said to one button
// is not said to another.

import { all, first, origin } from './elements.js';

/** @param {ParentNode} place */
export function stepForms(place = document) {
  /** @type {HTMLFormElement[]} */
  const forms = all(place, 'form[data-step]');
  forms.forEach(watch);
}

/** @param {HTMLFormElement} form */
function watch(form) {
  const fields = all(form, '[data-outcomes]');
  const needs = all(form, '[data-needed-by]');
  /** @type {HTMLButtonElement[]} */
  const buttons = all(form, 'button[name="outcome"]');
  const said = all(form, '[data-focus]');
  const pressed = form.dataset.active;
  let active = pressed;

  /** @type {(field: HTMLElement, outcome: string) => boolean} */
  const belongs = (field, outcome) => field.dataset.outcomes.split(' ').includes(outcome);
  /** @param {string} outcome */
  const show = (outcome) => {
    active = outcome;
    form.dataset.shown = outcome; // a draft opens with it
    for (const field of fields) field.hidden = !belongs(field, outcome);
    for (const part of said) hold(part, outcome !== pressed);
    for (const need of needs) need.textContent = need.dataset.neededBy.split(' ').includes(outcome) ? need.dataset.needed : '';
  };

  for (const button of buttons) {
    button.addEventListener('click', (event) => {
      for (const other of buttons) other.classList.toggle('btn-primary', other === button);
      const news = fields.filter((field) => field.hidden && belongs(field, button.value));
      if (button.value === active || !news.length) {
        show(button.value);
        return;
      }
      event.preventDefault();
      show(button.value);
      first(news[0], 'input, select, textarea')?.focus();
    });
  }
  if (buttons.length) show(active);
  form.dataset.ready = '';
  saveByEnter(form);
  followTeam(form);
}

/**
 * What was said to one button, with the reasons that it asks for.
 * @param {HTMLElement} part
 * @param {boolean} back
 */
function hold(part, back) {
  part.hidden = back;
  /** @type {HTMLInputElement[]} */
  const reasons = all(part, 'input');
  for (const reason of reasons) reason.disabled = back;
}

/**
 * Enter in a field of *Ret* saves those fields; it presses none of the step's buttons.
 * @param {HTMLFormElement} form
 */
function saveByEnter(form) {
  const save = first(form, '[data-save-edit]');
  first(form, '[data-edit]')?.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter' || origin(event).tagName !== 'INPUT' || origin(event).closest('.customer')) return;
    event.preventDefault();
    form.requestSubmit(save);
  });
}

/**
 * Agents that are only right for one team are offered once that team is chosen.
 * @param {HTMLFormElement} form
 */
function followTeam(form) {
  /** @type {HTMLSelectElement | null} */
  const team = form.querySelector('[data-type="team"] select');
  /** @type {HTMLOptionElement[]} */
  const options = all(form, '[data-type="agent"] option[data-teams]');
  const grouped = options.filter((option) => option.parentElement.tagName === 'OPTGROUP');
  if (!team || !grouped.length) return;
  const follow = () => {
    for (const option of grouped) {
      option.hidden = team.value !== '' && !option.dataset.teams.split(' ').includes(team.value);
      option.disabled = option.hidden;
    }
  };
  team.addEventListener('change', follow);
  follow();
}
