// *Vis ældre* puts the older lines in its own place: the keyboard goes on at the first of them.

export function olderLines() {
  let newest;
  document.addEventListener('click', (event) => {
    newest = event.target.closest('.older a[hx-get]')?.closest('.older').previousElementSibling;
  });
  document.addEventListener('htmx:after:swap', () => {
    const line = newest?.nextElementSibling;
    if (!line || line.matches('.older')) return; // another swap: the link still stands there
    line.tabIndex = -1;
    line.focus();
    newest = null;
  });
}
