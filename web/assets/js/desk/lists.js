// Lists of work: the whole row opens, and the arrows go from row to row and, inside a row, from one of its buttons to the next.

export function lists() {
  for (const list of document.querySelectorAll('[data-list]')) watch(list);
}

function watch(list) {
  list.addEventListener('click', (event) => {
    const row = event.target.closest('tbody tr:not(.in-place)');
    if (row && !event.target.closest('a, button, input, label') && !window.getSelection().toString()) row.querySelector('a')?.click();
  });
  list.addEventListener('keydown', (event) => {
    const row = event.target.closest('tbody tr:not(.in-place)');
    const down = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const aside = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    const next = row && (down ? beside(list, row, down)?.querySelector('a') : aside && inRow(row, aside));
    if (!next) return;
    event.preventDefault();
    next.focus();
  });
}

function beside(list, row, step) {
  const rows = [...list.querySelectorAll('tbody tr:not(.in-place)')];
  return rows[rows.indexOf(row) + step];
}

function inRow(row, step) {
  const stops = [...row.querySelectorAll('a, input')];
  return stops[stops.indexOf(document.activeElement) + step];
}
