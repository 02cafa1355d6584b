// Ctrl+Enter (Cmd+Enter) sends the form that one writes in, by its primary button; the button *Taster* in
// the person's menu shows the keys. A key without Ctrl does nothing of its own: whoever speaks to the machine may say it.

import { origin } from './elements.js';

export function keys() {
  /** @type {HTMLElement | null} */
  const shows = document.querySelector('[data-keys]');
  if (shows) {
    shows.hidden = false;
    shows.addEventListener('click', () => {
      const menu = shows.closest('details');
      menu.open = false;
      menu.querySelector('summary').focus(); // where one comes back to
      /** @type {HTMLDialogElement} */ (document.getElementById('keys')).showModal();
    });
  }
  document.addEventListener('keydown', (event) => {
    /** @type {HTMLInputElement | null} */
    const field = origin(event).closest('input, textarea, select');
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey) && field?.form?.method === 'post') {
      /** @type {NodeListOf<HTMLButtonElement>} */
      const buttons = field.form.querySelectorAll('button:not([type="button"]):not([disabled])');
      const button = [...buttons].find((each) => each.matches('.btn-primary') && each.checkVisibility());
      if (!button) return;
      event.preventDefault();
      button.click();
    }
  });
}
