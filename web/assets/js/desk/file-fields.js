// The names of the files that are chosen stand beside a file field, in the words of the page: the browser's own field, which
// speaks the browser's language, lies over them unseen, and takes the clicks, the keys and the files that are dragged there.

export function fileFields() {
  const all = () => document.querySelectorAll('.file-field > input').forEach(show);
  document.addEventListener('change', (event) => event.target.matches('.file-field > input') && show(event.target));
  document.addEventListener('reset', () => setTimeout(all));
  window.addEventListener('pageshow', all); // a page that one goes back to has its files still
}

function show(input) {
  const words = input.parentElement.querySelector('[data-chosen]');
  words.textContent = [...input.files].map((file) => file.name).join(', ') || words.dataset.chosen;
}
