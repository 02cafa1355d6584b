// Files that are too large together are told of at once: the server could only refuse the whole form. It is for fields that
// say how much they may carry.

const FIELD = 'input[type="file"][data-most]';

export function attachments() {
  document.addEventListener('change', (event) => {
    if (event.target.matches(FIELD)) say(event.target);
  });
  document.addEventListener(
    'submit',
    (event) => {
      const tooMuch = [...event.target.querySelectorAll(FIELD)].find(isTooMuch);
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
