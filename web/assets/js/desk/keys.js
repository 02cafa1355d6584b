// Ctrl+Enter (Cmd+Enter) sends the form that one writes in, by its primary button; "?" outside a field shows the keys.

export function keys() {
  const help = document.getElementById('keys');
  document.addEventListener('keydown', (event) => {
    const field = event.target.closest('input, textarea, select');
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey) && field?.form?.method === 'post') {
      const buttons = [...field.form.querySelectorAll('button:not([type="button"]):not([disabled])')].filter((b) => b.checkVisibility());
      const button = buttons.find((each) => each.matches('.btn-primary'));
      if (!button) return;
      event.preventDefault();
      button.click();
    } else if (event.key === '?' && !field && help && !help.open) {
      event.preventDefault();
      help.showModal();
    }
  });
}
