// A whole page never goes into a part of one: the sign-in where a visit has ended, or what an error says. What was pressed
// is then done as without a script, so that the page says it; where somebody only typed, the part stays as it is.

export function wholePages() {
  document.addEventListener('htmx:before:swap', (event) => {
    const { response, text, sourceElement } = event.detail.ctx;
    const isPart = response.status < 400 || (response.status === 422 && !/<html/i.test(text));
    if (isPart && !response.raw.redirected) return;
    event.preventDefault();
    if (sourceElement.matches('a')) location.assign(sourceElement.href);
    else if (sourceElement.matches('form')) sourceElement.submit();
    else if (sourceElement.matches('button')) sourceElement.form.requestSubmit(sourceElement);
  });
}
