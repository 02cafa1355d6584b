// Files that are too large together are told of at once: the server could only refuse the whole form. It is for fields that
// say how much they may carry. Files that were sent before count, as long as they are ticked.

const FIELD = 'input[type="file"][data-most]';
const PLACE = '.field, .attach'; // a file field with what belongs to it

export function attachments() {
  document.addEventListener('change', (event) => {
    const place = event.target.closest(PLACE);
    const input = place?.querySelector(FIELD);
    if (input) say(input);
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
  const kept = input.closest(PLACE)?.querySelectorAll('[data-bytes]:checked') ?? [];
  const sizes = [...[...input.files].map((file) => file.size), ...[...kept].map((box) => Number(box.dataset.bytes))];
  const size = sizes.reduce((sum, one) => sum + one, 0);
  return size > Number(input.dataset.most);
}

function say(input) {
  const note = input.closest(PLACE).querySelector('[data-too-much]');
  note.hidden = !isTooMuch(input);
  input.setAttribute('aria-invalid', String(!note.hidden));
}
