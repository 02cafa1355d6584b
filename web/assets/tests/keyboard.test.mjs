// The keyboard: Ctrl+Enter sends, arrows go through lists and choices, Escape closes, Enter in a search sends nothing.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { customerSearch } from '../js/desk/customer-search.js';
import { keys } from '../js/desk/keys.js';
import { lists } from '../js/desk/lists.js';
import { menus } from '../js/desk/menus.js';
import { openQuickly } from '../js/desk/quick-open.js';
import { click, open, press } from './page.mjs';

const pressed = (page, selector) => {
  const names = [];
  for (const button of page.querySelectorAll(selector)) {
    button.addEventListener('click', (event) => {
      event.preventDefault();
      names.push(button.textContent);
    });
  }
  return names;
};

test('Ctrl+Enter presses the primary button that is shown, and Enter alone does not', () => {
  const page = open(`<form method="post"><textarea></textarea><button class="btn-primary" hidden>Skjult</button>
    <button>Fortryd</button><button class="btn-primary">Send</button></form>`);
  keys();
  const names = pressed(page, 'button');
  press(page.querySelector('textarea'), 'Enter');
  press(page.querySelector('textarea'), 'Enter', { ctrlKey: true });
  press(page.querySelector('textarea'), 'Enter', { metaKey: true });
  assert.deepEqual(names, ['Send', 'Send']);
});

test('Ctrl+Enter does nothing in a form that only asks', () => {
  const page = open('<form method="get"><input><button class="btn-primary">Søg</button></form>');
  keys();
  const names = pressed(page, 'button');
  press(page.querySelector('input'), 'Enter', { ctrlKey: true });
  assert.deepEqual(names, []);
});

test('the arrows go from row to row of a list, and stop at its ends', () => {
  const page = open(`<div data-list><table><tbody><tr><td><a href="#1" id="et">1</a></td></tr>
    <tr class="in-place"><td><a id="form" href="#f">f</a></td></tr>
    <tr><td><a href="#2" id="to">2</a> <a href="#3" id="knap">Tag</a></td></tr></tbody></table></div>`);
  lists();
  const [one, two, button] = ['et', 'to', 'knap'].map((id) => page.getElementById(id));
  one.focus();
  press(one, 'ArrowDown');
  assert.equal(page.activeElement, two);
  press(two, 'ArrowRight');
  assert.equal(page.activeElement, button);
  press(button, 'ArrowDown');
  assert.equal(page.activeElement, button);
  press(button, 'ArrowUp');
  assert.equal(page.activeElement, one);
});

const QUICK = `<form><input id="quick-open" value="SAG"></form><div id="quick-found"></div><button id="beside">Andet</button>`;

async function found(page, ...ids) {
  const list = page.getElementById('quick-found');
  list.innerHTML = ids.map((id) => `<a role="option" id="${id}" href="#${id}">${id}</a>`).join('');
  await Promise.resolve(); // the observer is told after this
  return list;
}

test('the arrows choose among what was found, round and past the ends, and Enter opens it', async () => {
  const page = open(QUICK);
  openQuickly();
  const field = page.getElementById('quick-open');
  const list = await found(page, 'a', 'b');
  const names = pressed(page, 'a');
  const chosen = () => field.getAttribute('aria-activedescendant');
  assert.equal(field.getAttribute('aria-expanded'), 'true');
  const steps = ['ArrowDown', 'ArrowDown', 'ArrowDown', 'ArrowUp', 'ArrowUp'].map((key) => {
    press(field, key);
    return chosen();
  });
  assert.deepEqual(steps, ['a', 'b', null, 'b', 'a']);
  assert.equal(list.querySelector('#a').getAttribute('aria-selected'), 'true');
  press(field, 'Enter');
  assert.deepEqual(names, ['a']);
});

test('Escape and a click beside close what was found, and the text stays', async () => {
  const page = open(QUICK);
  openQuickly();
  const list = await found(page, 'a');
  press(page.getElementById('quick-open'), 'Escape');
  assert.equal(list.childElementCount, 0);
  assert.equal(page.getElementById('quick-open').value, 'SAG');
  await found(page, 'a');
  click(page.getElementById('beside'));
  assert.equal(list.childElementCount, 0);
});

test('Ctrl+O goes to the field, Ctrl+Shift+O is the browser’s', () => {
  const page = open(QUICK);
  openQuickly();
  press(page.body, 'O', { ctrlKey: true, shiftKey: true });
  assert.equal(page.activeElement, page.body);
  press(page.body, 'o', { ctrlKey: true });
  assert.equal(page.activeElement.id, 'quick-open');
});

test('Enter in the search for a customer presses the button beside it, unless a word is being composed', () => {
  const page = open(`<form class="customer"><div class="customer-search"><input><button>Søg</button></div></form>`);
  customerSearch();
  const names = pressed(page, 'button');
  press(page.querySelector('input'), 'Enter', { isComposing: true });
  assert.deepEqual(names, []);
  press(page.querySelector('input'), 'Enter');
  assert.deepEqual(names, ['Søg']);
});

test('Escape closes an open menu and leads back to its button', () => {
  const page = open('<details class="menu" open><summary tabindex="0">Pia</summary><a href="#x">Profil</a></details>');
  menus();
  press(page.querySelector('a'), 'Escape');
  assert.equal(page.querySelector('details').open, false);
  assert.equal(page.activeElement, page.querySelector('summary'));
});
