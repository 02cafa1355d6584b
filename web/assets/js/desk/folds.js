// A text that is folded to its first lines offers to show the rest only where there is one: it depends on the width.

export function folds() {
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
