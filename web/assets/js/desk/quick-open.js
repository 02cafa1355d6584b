// The quick-open field as a combobox: Ctrl+O and Cmd+O put the cursor in it, the arrows choose among what was
// found while the cursor stays in the field, Enter opens what is chosen, Escape closes the list.

const CHOICES = 'a[role="option"]';

export function openQuickly() {
  const field = document.getElementById('quick-open');
  const list = document.getElementById('quick-found');
  if (!field) return;
  let chosen = null;

  const choose = (option) => {
    chosen?.setAttribute('aria-selected', 'false');
    chosen = option;
    chosen?.setAttribute('aria-selected', 'true');
    chosen?.scrollIntoView({ block: 'nearest' });
    if (chosen) field.setAttribute('aria-activedescendant', chosen.id);
    else field.removeAttribute('aria-activedescendant');
  };
  const close = () => list.replaceChildren();
  new MutationObserver(() => {
    choose(null);
    field.setAttribute('aria-expanded', String(list.childElementCount > 0));
  }).observe(list, { childList: true });
  const step = (by) => {
    const options = [...list.querySelectorAll(CHOICES)];
    const at = options.indexOf(chosen) + by;
    choose(options[at < -1 ? options.length - 1 : at] ?? null);
  };

  document.addEventListener('keydown', (event) => {
    const command = (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey;
    if (command && event.key.toLowerCase() === 'o') {
      event.preventDefault();
      field.focus();
      field.select();
    }
  });

  field.addEventListener('keydown', (event) => {
    if (event.isComposing) return;
    if (event.key === 'Escape' && list.childElementCount) {
      event.preventDefault(); // what was typed stays: a second Escape takes it away
      close();
    } else if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      step(event.key === 'ArrowDown' ? 1 : -1);
    } else if (event.key === 'Enter' && chosen) {
      event.preventDefault();
      chosen.click();
    }
  });

  document.addEventListener('click', (event) => {
    if (!field.form.contains(event.target)) close();
  });
  field.form.addEventListener('focusout', (event) => {
    if (!field.form.contains(event.relatedTarget)) close();
  });
}
