/** A few lines to build elements; text always goes in as text nodes, so nothing from the network can become markup. */

import { text } from '../text/common.js';

export const SVG = 'http://www.w3.org/2000/svg';

/**
 * Builds an element. `on...` attributes with a function become listeners, `true` an empty attribute,
 * `false`, `null` and `undefined` none.
 */
export function h(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === false || value === null || value === undefined) continue;
    if (typeof value === 'function') element.addEventListener(name.slice(2), value);
    else element.setAttribute(name, value === true ? '' : String(value));
  }
  element.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

/** An element of SVG. */
export function svg(tag, attributes = {}, ...children) {
  const element = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) if (value !== null && value !== undefined) element.setAttribute(name, String(value));
  element.append(...children.flat().filter((child) => child !== null && child !== undefined));
  return element;
}

/** A drawing from the sprite; always decoration, the name of its button carries the meaning. */
export function icon(name, small = false) {
  const svg = document.createElementNS(SVG, 'svg');
  svg.setAttribute('class', small ? 'icon icon-small' : 'icon');
  svg.setAttribute('aria-hidden', 'true');
  const use = document.createElementNS(SVG, 'use');
  use.setAttribute('href', `/call/img/icons.svg#${name}`);
  svg.append(use);
  return svg;
}

/** Points an icon at another drawing without touching the page when nothing changed. */
export function setIcon(svg, name) {
  const href = `/call/img/icons.svg#${name}`;
  const use = svg.firstElementChild;
  if (use.getAttribute('href') !== href) use.setAttribute('href', href);
}

/** Sets text only where it differs, so that selections and assistive technology are left in peace. */
export function setText(element, value) {
  if (element.textContent !== value) element.textContent = value;
}

export function setAttribute(element, name, value) {
  if (value === null || value === false) element.removeAttribute(name);
  else if (element.getAttribute(name) !== String(value)) element.setAttribute(name, value === true ? '' : String(value));
}

/** A notice: title, text and what can be done about it. */
export function notice({ title, body, kind = 'warn', actions = [], heading = 'h2', details = null, id = null }) {
  return h(
    'section',
    { class: `notice notice-${kind}`, 'data-notice': id },
    h(heading, {}, title),
    body ? h('p', {}, body) : null,
    details ? h('details', { class: 'small' }, h('summary', {}, text.shell.details), h('p', { class: 'mono' }, details)) : null,
    actions.length
      ? h('div', { class: 'row' }, actions.map(({ label, action, href, onclick, primary }) =>
          href
            ? h('a', { class: 'button', href, 'data-action': action }, label)
            : h('button', { type: 'button', class: primary ? 'primary' : null, 'data-action': action, onclick }, label)))
      : null,
  );
}

/** Loads a style sheet once; resolves when it counts, so that nothing is seen without it. */
export function styleSheet(href) {
  if (document.querySelector(`link[href="${href}"]`)) return Promise.resolve();
  return new Promise((resolve, reject) => {
    document.head.append(h('link', { rel: 'stylesheet', href, onload: () => resolve(), onerror: () => reject(new Error(`no ${href}`)) }));
  });
}
