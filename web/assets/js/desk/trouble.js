// After a form that did not go through, the summary is what is read first; its links lead to the fields.

/** @param {ParentNode} place */
export function focusOnTrouble(place = document) {
  /** @type {NodeListOf<HTMLElement>} */
  const summaries = place.querySelectorAll('[data-focus]');
  const summary = [...summaries].find((each) => each.offsetParent);
  if (!summary) return;
  summary.focus();
  summary.scrollIntoView({ block: 'center' });
}
