// Lists of work: the whole row opens, and the arrows go from row to row. A strip shows where the work is now.

export function lists() {
  for (const list of document.querySelectorAll('[data-list]')) watch(list);
}

export function strips() {
  for (const strip of document.querySelectorAll('.strip ol')) {
    const here = strip.querySelector('[aria-current]');
    if (here) strip.scrollLeft = here.offsetLeft - strip.offsetLeft - strip.clientWidth / 3;
  }
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
