// Files that are too large together are told of at once: the server could only refuse the whole form.

export function attachments() {
  document.addEventListener('change', (event) => {
    if (event.target.type === 'file') say(event.target);
  });
  document.addEventListener(
    'submit',
    (event) => {
      const tooMuch = [...event.target.querySelectorAll('input[type="file"]')].find(isTooMuch);
      if (!tooMuch) return;
      event.preventDefault();
      say(tooMuch);
      tooMuch.focus();
    },
    true,
  );
}

function isTooMuch(input) {
  const size = [...input.files].reduce((sum, file) => sum + file.size, 0);
  return size > Number(input.dataset.most);
}

function say(input) {
  const note = input.parentElement.querySelector('[data-too-much]');
  note.hidden = !isTooMuch(input);
  input.setAttribute('aria-invalid', String(!note.hidden));
}
