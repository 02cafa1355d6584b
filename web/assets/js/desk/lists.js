// Lists of work: the whole row opens, and the arrows go from row to row.

export function lists() {
  for (const list of document.querySelectorAll('[data-list]')) watch(list);
}

function watch(list) {
  const links = [...list.querySelectorAll('tbody a')];
  list.addEventListener('click', (event) => {
    const row = event.target.closest('tbody tr');
    if (row && !event.target.closest('a, button') && !window.getSelection().toString()) row.querySelector('a')?.click();
  });
  list.addEventListener('keydown', (event) => {
    const at = links.indexOf(document.activeElement);
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (at < 0 || !step || !links[at + step]) return;
    event.preventDefault();
    links[at + step].focus();
  });
}
