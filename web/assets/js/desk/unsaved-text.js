// Asks before a page is left on which something was written and not sent: by a link, or by sending another form.

const TIME_TO_LEAVE_MS = 3000;

export function unsavedText() {
  const written = new Set();
  for (const trouble of document.querySelectorAll('form [data-focus]')) written.add(trouble.closest('form'));
  document.addEventListener('input', (event) => {
    if (event.target.tagName === 'TEXTAREA' && event.target.form?.method === 'post') written.add(event.target.form);
  });
  document.addEventListener('submit', (event) => written.delete(event.target));
  window.addEventListener('beforeunload', (event) => {
    if (![...written].some(hasText)) return;
    event.preventDefault();
    setTimeout(() => window.dispatchEvent(new Event('stayed')), TIME_TO_LEAVE_MS);
  });
}

function hasText(form) {
  return [...form.querySelectorAll('textarea')].some((text) => text.value.trim() && !text.readOnly);
}
