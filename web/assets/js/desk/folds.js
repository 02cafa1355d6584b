// A text that is folded to its first lines offers to show the rest only where there is one: it depends on the width.

export function folds() {
  for (const link of document.querySelectorAll('[data-opens]')) opens(link);
  for (const fold of document.querySelectorAll('[data-fold]')) watch(fold);
}

function watch(fold) {
  const [summary, text] = fold.children;
  const look = () => {
    if (!fold.open) summary.hidden = text.scrollHeight <= text.clientHeight;
  };
  fold.addEventListener('toggle', look);
  new ResizeObserver(look).observe(text);
}

// A link to a part that stands folded on this page unfolds it, and goes to its first field.
function opens(link) {
  const part = document.getElementById(link.dataset.opens);
  if (!part) return;
  link.addEventListener('click', (event) => {
    event.preventDefault();
    part.open = true;
    part.querySelector('input:not([type="hidden"]), select, textarea')?.focus();
  });
}
