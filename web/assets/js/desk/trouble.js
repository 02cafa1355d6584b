// After a form that did not go through, the summary is what is read first; its links lead to the fields.

export function focusOnTrouble(place = document) {
  const summary = [...place.querySelectorAll('[data-focus]')].find((each) => each.offsetParent);
  if (!summary) return;
  summary.focus();
  summary.scrollIntoView({ block: 'center' });
}
