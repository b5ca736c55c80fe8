/** A form for another server; what is typed stays in this page. */

import { text } from '../text/check.js';
import { h } from '../shared/dom.js';
import { kindOfUrl } from './verdict.js';

/** `onTry({url, username, credential})`. */
export function customView(onTry) {
  const field = (id, label, options = {}) => {
    const input = h('input', { id, autocomplete: 'off', autocapitalize: 'none', spellcheck: 'false', ...options });
    return { input, element: h('div', {}, h('label', { for: id }, label), input) };
  };
  const url = field('custom-url', text.custom.url, { placeholder: text.custom.urlHint, maxlength: 300, 'aria-describedby': 'custom-error', required: true });
  const user = field('custom-user', text.custom.user, { maxlength: 500 });
  const password = field('custom-password', text.custom.password, { type: 'password', maxlength: 500 });
  const error = h('p', { id: 'custom-error', class: 'field-error', role: 'alert' });
  const submit = (event) => {
    event.preventDefault();
    const typed = url.input.value.trim();
    const kind = kindOfUrl(typed);
    const good = kind !== null && (kind === 'stun' || (user.input.value !== '' && password.input.value !== ''));
    error.textContent = good ? '' : text.custom.bad;
    if (!good) {
      url.input.setAttribute('aria-invalid', 'true');
      url.input.focus();
      return;
    }
    url.input.removeAttribute('aria-invalid');
    onTry({ url: typed, username: user.input.value, credential: password.input.value });
  };
  return h('details', { class: 'card custom' },
    h('summary', {}, h('h2', {}, text.custom.title)),
    h('p', { class: 'quiet' }, text.custom.intro),
    h('form', { class: 'stack', novalidate: true, onsubmit: submit }, url.element, error, h('div', { class: 'custom-keys' }, user.element, password.element), h('div', { class: 'row' }, h('button', { type: 'submit', class: 'primary', 'data-action': 'try-custom' }, text.custom.go))));
}
