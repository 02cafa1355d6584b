// Enter in the customer field searches, and does not send the form around it.

export function customerSearch() {
  document.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter' || event.target.name !== 'customer-search') return;
    event.preventDefault();
    event.target.parentElement.querySelector('button').click();
  });
}
