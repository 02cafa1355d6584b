// A step's form shows the fields of one button at a time. The first button's stand open; another one's open when it is
// pressed, and a second press sends. Without a script all fields are there, each saying which button needs it; where one
// is on its way, the style sheet keeps the later ones out of sight until the form is ready. What was said to one button
// is not said to another.

export function stepForms(place = document) {
  for (const form of place.querySelectorAll('form[data-step]')) watch(form);
}

function watch(form) {
  const fields = [...form.querySelectorAll('[data-outcomes]')];
  const needs = [...form.querySelectorAll('[data-needed-by]')];
  const buttons = [...form.querySelectorAll('button[name="outcome"]')];
  const said = [...form.querySelectorAll('[data-focus]')];
  const pressed = form.dataset.active;
  let active = pressed;

  const belongs = (field, outcome) => field.dataset.outcomes.split(' ').includes(outcome);
  const show = (outcome) => {
    active = outcome;
    form.dataset.shown = outcome; // a draft opens with it
    for (const field of fields) field.hidden = !belongs(field, outcome);
    for (const part of said) {
      part.hidden = outcome !== pressed;
      for (const reason of part.querySelectorAll('input')) reason.disabled = part.hidden;
    }
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
      news[0].querySelector('input, select, textarea')?.focus();
    });
  }
  if (buttons.length) show(active);
  form.dataset.ready = '';
  saveByEnter(form);
  followTeam(form);
}

// Enter in a field of *Ret* saves those fields; it presses none of the step's buttons.
function saveByEnter(form) {
  const save = form.querySelector('[data-save-edit]');
  form.querySelector('[data-edit]')?.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter' || event.target.tagName !== 'INPUT' || event.target.closest('.customer')) return;
    event.preventDefault();
    form.requestSubmit(save);
  });
}

// Agents that are only right for one team are offered once that team is chosen.
function followTeam(form) {
  const team = form.querySelector('[data-type="team"] select');
  const options = [...form.querySelectorAll('[data-type="agent"] option[data-teams]')];
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
