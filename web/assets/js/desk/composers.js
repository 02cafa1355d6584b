// The three composers: changing between them keeps what was typed in each, and the mail button counts its receivers.

export function composers() {
  for (const place of document.querySelectorAll('[data-composers]')) watch(place);
}

function watch(place) {
  const links = [...place.querySelectorAll('[data-composer]')];
  const forms = [...place.querySelectorAll('form.composer')];
  for (const link of links) {
    link.addEventListener('click', (event) => {
      event.preventDefault();
      const name = link.dataset.composer;
      for (const form of forms) form.hidden = form.id !== `skriv-${name}`;
      for (const other of links) {
        if (other.dataset.composer === name) other.setAttribute('aria-current', 'page');
        else other.removeAttribute('aria-current');
      }
      place.querySelector(`#skriv-${name}`)?.querySelector('textarea:not([readonly]), input:not([type="hidden"])')?.focus();
    });
  }
  const button = place.querySelector('[data-count-of]');
  if (button) count(button);
  for (const inserts of place.querySelectorAll('[data-inserts]')) insert(inserts);
}

// Buttons that put a salutation before what is written, or a closing after it; they insert nothing by themselves (R073).
function insert(buttons) {
  const field = document.getElementById(buttons.dataset.inserts);
  buttons.hidden = false;
  buttons.addEventListener('click', (event) => {
    const { before, after } = event.target.dataset;
    const text = field.value.trim();
    if (before && !text.startsWith(before)) field.value = `${before}\n\n${text}`;
    else if (after && !text.endsWith(after)) field.value = `${text}\n\n${after}`.trimStart();
    else return;
    field.focus();
    if (before) field.setSelectionRange(field.value.length, field.value.length);
    else field.setSelectionRange(text.length, text.length);
    field.dispatchEvent(new Event('input', { bubbles: true }));
  });
}

function count(button) {
  const fields = button.dataset.countOf.split(' ').map((id) => document.getElementById(id));
  const one = button.textContent;
  const say = () => {
    const addresses = fields.flatMap((field) => field.value.split(/[,;\n]/)).filter((text) => text.trim());
    button.textContent = addresses.length > 1 ? button.dataset.many.replace('{n}', addresses.length) : one;
  };
  for (const field of fields) field.addEventListener('input', say);
  say();
}
