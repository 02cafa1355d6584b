// What is typed is kept on the server: when it is sent, what of it, and what is said where it could not be.

import assert from 'node:assert/strict';
import { beforeEach, mock, test } from 'node:test';

import { contentOf, filesOf } from '../js/desk/draft-content.js';
import { formDrafts, leave, notSent } from '../js/desk/form-drafts.js';
import { choose, open, tell, type } from './page.mjs';

const FORM = `<form method="post" action="/sager/SAG000007/svar">
  <input type="hidden" name="once" value="en-gang"><input type="hidden" name="draft-version" value="4">
  <textarea name="text"></textarea>
  <span class="file-field"><input type="file" name="files" multiple></span>
  <p data-draft="/kladder/7" data-failed="Kladden er ikke gemt." data-failed-files="Filerne heller ikke."></p>
  <button name="outcome" value="svar">Svar</button>
</form>`;
const kept = { version: 5, line: '<span>Gemt</span>', files: {} };

let requests;
let answer;
let form;

beforeEach(() => {
  mock.timers.reset();
  mock.timers.enable({ apis: ['setTimeout'] });
  requests = [];
  answer = () => Promise.resolve(json(kept));
  globalThis.fetch = (address, options) => {
    requests.push({ address, data: Object.fromEntries(options.body), keepalive: options.keepalive });
    return answer();
  };
  form = open(FORM).querySelector('form');
  formDrafts();
});

const json = (told, ok = true) => ({ ok, headers: new Map([['Content-Type', 'application/json']]), json: async () => told });
const settled = () => new Promise((resolve) => setImmediate(resolve));

async function wait(milliseconds) {
  mock.timers.tick(milliseconds);
  await settled();
}

test('a text is sent a second after the last key, and not before', async () => {
  type(form.elements.text, 'Hej');
  await wait(999);
  type(form.elements.text, 'Hej Pia');
  await wait(999);
  assert.equal(requests.length, 0);
  await wait(1);
  assert.deepEqual(requests.map(({ address, data }) => [address, data.text, data['draft-count']]), [['/kladder/7', 'Hej Pia', '5']]);
});

test('what the server kept is said, and its version is the next one that is sent', async () => {
  type(form.elements.text, 'Hej');
  await wait(1000);
  assert.equal(form.querySelector('[data-draft]').textContent, 'Gemt');
  assert.equal(form.elements['draft-version'].value, '5');
});

test('one request goes at a time, and what is typed meanwhile goes with the next', async () => {
  const first = Promise.withResolvers();
  answer = () => first.promise;
  type(form.elements.text, 'en');
  await wait(1000);
  type(form.elements.text, 'to');
  await wait(1000);
  assert.equal(requests.length, 1);
  answer = () => Promise.resolve(json({ ...kept, version: 6 }));
  first.resolve(json(kept));
  await settled();
  assert.deepEqual(requests.map(({ data }) => data.text), ['en', 'to']);
});

test('a page that is left sends at once, without its files', async () => {
  choose(form.elements.files, 10);
  type(form.elements.text, 'Farvel');
  leave(form);
  await settled();
  assert.equal(requests.length, 1);
  assert.equal(requests[0].keepalive, true);
  assert.equal('files' in requests[0].data, false);
});

test('what could not be kept is said with its files, and tried again', async () => {
  answer = () => Promise.reject(new Error('away'));
  choose(form.elements.files, 10);
  type(form.elements.text, 'Hej');
  await wait(1000);
  assert.equal(form.querySelector('[role="alert"]').textContent, 'Kladden er ikke gemt. Filerne heller ikke.');
  answer = () => Promise.resolve(json(kept));
  await wait(5000);
  assert.equal(requests.length, 2);
  assert.equal(form.querySelector('[role="alert"]'), null);
});

test('a form that is sent is no draft any more, and one that was not taken is', async () => {
  type(form.elements.text, 'Hej');
  tell(form, new window.SubmitEvent('submit', { bubbles: true, cancelable: true, submitter: form.querySelector('button') }));
  await wait(1000);
  assert.equal(requests.length, 0);
  notSent(form);
  await wait(0);
  assert.equal(requests.length, 1);
});

test('a form without a draft and a field that is read only are left alone', async () => {
  form.elements.text.readOnly = true;
  type(form.elements.text, 'Hej');
  const other = document.createElement('form');
  other.innerHTML = '<input name="q">';
  document.body.append(other);
  type(other.elements.q, 'Hej');
  await wait(1000);
  assert.equal(requests.length, 0);
});

test('a draft holds the files that go with it and no others', () => {
  const [small] = choose(form.elements.files, 1);
  assert.deepEqual(filesOf(form), [small]);
  assert.equal(contentOf(form, []).has('files'), false);
  assert.equal(contentOf(form, [small]).has('files'), true);
  form.elements.files.setAttribute('aria-invalid', 'true');
  assert.deepEqual(filesOf(form), []);
});

test('a draft remembers the button whose fields stand open', () => {
  assert.equal(contentOf(form, []).get('outcome'), null);
  form.dataset.shown = 'loes';
  assert.equal(contentOf(form, []).get('outcome'), 'loes');
});
