// Forms: a step's buttons and their fields, composers, files that are too large, a customer that is not saved.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { attachments } from '../js/desk/attachments.js';
import { composers } from '../js/desk/composers.js';
import { fileFields } from '../js/desk/file-fields.js';
import { stepForms } from '../js/desk/step-forms.js';
import { unsavedCustomer } from '../js/desk/unsaved-customer.js';
import { wholePages } from '../js/desk/whole-pages.js';
import { choose, click, open, tell, type } from './page.mjs';

const STEP = `<form data-step data-active="loes">
  <p data-outcomes="loes" id="loesning"><textarea></textarea></p>
  <p data-outcomes="videre loes" id="note"><input data-needed-by="videre"></p>
  <p data-outcomes="videre" id="hvem"><input></p>
  <b data-needed-by="videre" data-needed="(skal udfyldes)"></b>
  <button name="outcome" value="loes">Løs</button><button name="outcome" value="videre">Send videre</button>
</form>`;

const hidden = (page) => [...page.querySelectorAll('[data-outcomes]')].filter((field) => field.hidden).map((field) => field.id);

test('a step shows the fields of one button, and the first press of another only opens its fields', () => {
  const page = open(STEP);
  stepForms();
  assert.deepEqual(hidden(page), ['hvem']);
  page.querySelector('form').addEventListener('submit', (event) => event.preventDefault());
  const button = page.querySelector('[value="videre"]');
  assert.equal(click(button), false, 'the first press does not send');
  assert.deepEqual(hidden(page), ['loesning']);
  assert.equal(page.activeElement, page.querySelector('#hvem input'));
  assert.equal(page.querySelector('b').textContent, '(skal udfyldes)');
  assert.equal(page.querySelector('form').dataset.shown, 'videre');
  assert.equal(click(button), true, 'the second sends');
});

test('agents of another team cannot be chosen once a team is', () => {
  const page = open(`<form data-step><p data-type="team"><select><option value="">–</option><option value="2">B</option></select></p>
    <p data-type="agent"><select><optgroup label="A"><option data-teams="1">Pia</option></optgroup>
    <optgroup label="B"><option data-teams="2 1">Bo</option></optgroup></select></p></form>`);
  stepForms();
  const team = page.querySelector('select');
  const off = () => [...page.querySelectorAll('option[data-teams]')].filter((option) => option.disabled).map((option) => option.textContent);
  assert.deepEqual(off(), []);
  team.value = '2';
  tell(team, new Event('change', { bubbles: true }));
  assert.deepEqual(off(), ['Pia']);
});

const COMPOSERS = `<section data-composers><a data-composer="mail" href="#m">Mail</a><a data-composer="intern" href="#i">Intern</a>
  <form class="composer" id="skriv-mail"><input id="til"><input id="cc"><span data-inserts="brev"><button type="button" data-before="Hej Pia">H</button>
  <button type="button" data-after="Venlig hilsen">V</button></span><textarea id="brev"></textarea>
  <button data-count-of="til cc" data-many="Send til {n}">Send</button></form>
  <form class="composer" id="skriv-intern" hidden><textarea></textarea></form></section>`;

test('changing between composers keeps what was typed', () => {
  const page = open(COMPOSERS);
  composers();
  type(page.getElementById('brev'), 'Kære');
  click(page.querySelector('[data-composer="intern"]'));
  assert.deepEqual([page.getElementById('skriv-mail').hidden, page.getElementById('skriv-intern').hidden], [true, false]);
  assert.equal(page.activeElement, page.querySelector('#skriv-intern textarea'));
  assert.equal(page.querySelector('[aria-current]').dataset.composer, 'intern');
  assert.equal(page.getElementById('brev').value, 'Kære');
});

test('the mail button counts receivers however they are parted', () => {
  const page = open(COMPOSERS);
  composers();
  const button = page.querySelector('[data-count-of]');
  type(page.getElementById('til'), 'a@b.dk');
  assert.equal(button.textContent, 'Send');
  type(page.getElementById('cc'), ' c@d.dk; e@f.dk,\n');
  assert.equal(button.textContent, 'Send til 3');
});

test('a salutation goes before and a closing after, once each', () => {
  const page = open(COMPOSERS);
  composers();
  const letter = page.getElementById('brev');
  letter.value = 'Det virker nu.';
  for (const selector of ['[data-before]', '[data-after]', '[data-before]', '[data-after]']) click(page.querySelector(selector));
  assert.equal(letter.value, 'Hej Pia\n\nDet virker nu.\n\nVenlig hilsen');
});

test('files that are too large together stop the form, those sent before counted while they are ticked', () => {
  const page = open(`<form><div class="field"><input type="checkbox" data-bytes="6" checked><input type="file" data-most="10">
    <p data-too-much hidden>For meget</p></div></form>`);
  attachments();
  const input = page.querySelector('[type="file"]');
  const note = page.querySelector('[data-too-much]');
  const send = () => tell(page.querySelector('form'), new Event('submit', { bubbles: true, cancelable: true }));
  choose(input, 3, 2);
  assert.equal(note.hidden, false);
  assert.equal(send(), false);
  page.querySelector('[data-bytes]').checked = false;
  tell(page.querySelector('[data-bytes]'), new Event('change', { bubbles: true }));
  assert.equal(note.hidden, true);
  assert.equal(send(), true);
});

test('the names of chosen files stand beside the field', () => {
  const page = open('<p class="file-field"><input type="file"><span data-chosen="Ingen fil valgt"></span></p>');
  fileFields();
  choose(page.querySelector('input'), 1, 1);
  assert.equal(page.querySelector('span').textContent, 'fil-1.txt, fil-2.txt');
  choose(page.querySelector('input'));
  assert.equal(page.querySelector('span').textContent, 'Ingen fil valgt');
});

test('nothing is sent to a customer while another is chosen and not saved', () => {
  const page = open(`<form data-edit><input type="radio" name="customer" value="1" checked><input type="radio" name="customer" value="2"></form>
    <button data-goes-to="1">Send</button><p id="unsaved-customer" hidden></p>`);
  unsavedCustomer();
  const send = page.querySelector('button');
  assert.equal(send.disabled, false);
  const other = page.querySelector('[value="2"]');
  other.checked = true;
  tell(other, new Event('change', { bubbles: true }));
  assert.deepEqual([send.disabled, page.getElementById('unsaved-customer').hidden], [true, false]);
});

const answered = (sourceElement, status, text = '', redirected = false) =>
  new window.CustomEvent('htmx:before:swap', {
    cancelable: true,
    detail: { ctx: { response: { status, raw: { redirected } }, text, sourceElement }, tasks: [] },
  });

test('a whole page never goes into a part of one', () => {
  const page = open('<form><button>Søg</button></form><input>');
  wholePages();
  let asked = 0;
  page.querySelector('form').requestSubmit = () => (asked += 1);
  const button = page.querySelector('button');
  assert.equal(tell(page, answered(button, 200)), true);
  assert.equal(tell(page, answered(button, 422, '<p>Skal udfyldes</p>')), true);
  assert.equal(asked, 0);
  assert.equal(tell(page, answered(button, 200, '', true)), false, 'the sign-in');
  assert.equal(tell(page, answered(button, 422, '<!doctype html><html>')), false);
  assert.equal(tell(page, answered(button, 500)), false);
  assert.equal(asked, 3);
  assert.equal(tell(page, answered(page.querySelector('input'), 500)), false, 'who only typed sees the part as it was');
});
