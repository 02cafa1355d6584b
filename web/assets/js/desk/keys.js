// Ctrl+Enter (Cmd+Enter) sends the form that one writes in, by its primary button; the button *Taster* in
// the person's menu shows the keys. A key without Ctrl does nothing of its own: whoever speaks to the machine may say it.

export function keys() {
  const shows = document.querySelector('[data-keys]');
  if (shows) {
    shows.hidden = false;
    shows.addEventListener('click', () => {
      const menu = shows.closest('details');
      menu.open = false;
      menu.querySelector('summary').focus(); // where one comes back to
      document.getElementById('keys').showModal();
    });
  }
  document.addEventListener('keydown', (event) => {
    const field = event.target.closest('input, textarea, select');
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey) && field?.form?.method === 'post') {
      const buttons = [...field.form.querySelectorAll('button:not([type="button"]):not([disabled])')].filter((b) => b.checkVisibility());
      const button = buttons.find((each) => each.matches('.btn-primary'));
      if (!button) return;
      event.preventDefault();
      button.click();
    }
  });
}
