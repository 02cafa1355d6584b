// Ctrl+O and Cmd+O put the cursor in the quick-open field; the arrows walk through what it found.

export function openQuickly() {
  const field = document.getElementById('quick-open');
  const found = document.getElementById('quick-found');
  if (!field) return;

  document.addEventListener('keydown', (event) => {
    const command = (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey;
    if (command && event.key.toLowerCase() === 'o') {
      event.preventDefault();
      field.focus();
      field.select();
    }
  });

  field.form.addEventListener('keydown', (event) => {
    const links = [...found.querySelectorAll('a')];
    const at = links.indexOf(document.activeElement);
    if (event.key === 'Escape') {
      found.replaceChildren();
      field.focus();
    } else if (event.key === 'ArrowDown' && links.length) {
      event.preventDefault();
      links[Math.min(at + 1, links.length - 1)].focus();
    } else if (event.key === 'ArrowUp' && at >= 0) {
      event.preventDefault();
      (links[at - 1] ?? field).focus();
    }
  });

  document.addEventListener('click', (event) => {
    if (!field.form.contains(event.target)) found.replaceChildren();
  });
}
