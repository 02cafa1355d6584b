// Sets the theme before anything is drawn: the person's choice, else what the system wishes.

const page = document.documentElement;
const dark = window.matchMedia('(prefers-color-scheme: dark)');

function follow() {
  const chosen = page.dataset.wishedTheme;
  const wished = dark.matches ? 'dark' : 'light';
  page.dataset.bsTheme = chosen === 'auto' ? wished : chosen;
}

follow();
dark.addEventListener('change', follow);
