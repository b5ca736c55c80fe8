/** Fields of the sheets: a label, a control, and what to do when it changes. */

import { h } from '../../call/js/shared/dom.js';

let number = 0;

function field(label, control, { unit = null, wide = false } = {}) {
  control.id = `field-${(number += 1)}`;
  return h('div', { class: wide ? 'field field-wide' : 'field' }, h('label', { for: control.id }, label), unit ? h('span', { class: 'field-unit' }, control, h('span', { class: 'small quiet' }, unit)) : control);
}

/** `options` as `{value: words}`. */
export function select(label, options, value, onchange, more) {
  const control = h('select', { onchange: () => onchange(control.value) }, Object.entries(options).map(([key, words]) => h('option', { value: key, selected: key === value }, words)));
  return field(label, control, more);
}

export function textField(label, value, onchange, more) {
  const control = h('input', { value, autocomplete: 'off', autocapitalize: 'none', spellcheck: 'false', maxlength: 63, onchange: () => {
    const taken = onchange(control.value.trim());
    if (taken === false) control.setAttribute('aria-invalid', 'true');
    else control.removeAttribute('aria-invalid');
  } });
  return field(label, control, more);
}

export function numberField(label, value, { min = 0, max = 60_000, step = 1, unit = null }, onchange) {
  const control = h('input', { type: 'number', value, min, max, step, inputmode: 'decimal', onchange: () => {
    const given = Math.max(min, Math.min(max, Number(control.value) || 0));
    control.value = String(given);
    onchange(given);
  } });
  return field(label, control, { unit });
}
