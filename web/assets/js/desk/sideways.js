// What goes on to the side shows where one is: the strip the stop before it too, the menu of a phone its own page.

export function sideways() {
  for (const row of document.querySelectorAll('.sideways')) {
    const here = row.querySelector(':scope > [aria-current], :scope > :has([aria-current])');
    const first = here?.previousElementSibling ?? here;
    if (first) row.scrollLeft = first.offsetLeft - row.firstElementChild.offsetLeft;
  }
}
