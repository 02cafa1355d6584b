// What the pages gain from a script; each works without. One small module a thing.

import { attachments } from './desk/attachments.js';
import { openQuickly } from './desk/quick-open.js';
import { stepForms } from './desk/step-forms.js';
import { composers } from './desk/composers.js';
import { fileFields } from './desk/file-fields.js';
import { folds } from './desk/folds.js';
import { inPlace } from './desk/in-place.js';
import { keys } from './desk/keys.js';
import { lists } from './desk/lists.js';
import { menus } from './desk/menus.js';
import { olderLines } from './desk/older-lines.js';
import { sideways } from './desk/sideways.js';
import { focusOnTrouble } from './desk/trouble.js';
import { customerSearch } from './desk/customer-search.js';
import { unsavedCustomer } from './desk/unsaved-customer.js';
import { formDrafts } from './desk/form-drafts.js';
import { wholePages } from './desk/whole-pages.js';
import { sentForm } from './desk/elements.js';

formDrafts(); // first: it may put off a form that is sent
openQuickly();
stepForms();
composers();
folds();
inPlace();
lists();
keys();
sideways();
menus();
olderLines();
focusOnTrouble();
customerSearch();
unsavedCustomer();
attachments();
fileFields();
wholePages();

// On another page's team the start form is another: asked for as soon as the team is chosen.
/** @type {NodeListOf<HTMLButtonElement>} */
const asking = document.querySelectorAll('[data-on-team-change]');
for (const button of asking) {
  const team = button.form.querySelector('[data-type="team"] select');
  button.hidden = true;
  team?.addEventListener('change', () => button.form.requestSubmit(button));
}

// A form that is on its way is not sent twice.
document.addEventListener('submit', (event) => {
  const form = sentForm(event);
  if (event.defaultPrevented || form.method !== 'post') return;
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = 'true';
  form.setAttribute('aria-busy', 'true');
});
window.addEventListener('pageshow', () => {
  /** @type {NodeListOf<HTMLFormElement>} */
  const sent = document.querySelectorAll('form[data-sent]');
  for (const form of sent) {
    delete form.dataset.sent;
    form.removeAttribute('aria-busy');
  }
});
