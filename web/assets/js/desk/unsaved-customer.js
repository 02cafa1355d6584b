// While another customer is chosen in the form of the case and not saved, nothing is sent to the one who stands there.

export function unsavedCustomer() {
  const edit = document.querySelector('[data-edit]');
  /** @type {HTMLButtonElement | null} */
  const send = document.querySelector('[data-goes-to]');
  if (!edit || !send) return;
  const note = document.getElementById('unsaved-customer');
  const look = () => {
    /** @type {HTMLInputElement | null} */
    const choice = edit.querySelector('input[name="customer"]:checked');
    const chosen = choice?.value;
    send.disabled = chosen !== undefined && chosen !== send.dataset.goesTo;
    note.hidden = !send.disabled;
  };
  edit.addEventListener('change', look);
  document.addEventListener('htmx:after:swap', look);
  look();
}
