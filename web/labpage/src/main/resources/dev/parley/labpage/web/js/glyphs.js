/** Drawings of the things on the map, in lines of a 48 by 48 box. */

const SVG = 'http://www.w3.org/2000/svg';

const PATHS = {
  laptop: 'M11 10h26a2 2 0 0 1 2 2v18H9V12a2 2 0 0 1 2-2zM5 34h38l-2 4H7z',
  phone: 'M16 5h16a3 3 0 0 1 3 3v32a3 3 0 0 1-3 3H16a3 3 0 0 1-3-3V8a3 3 0 0 1 3-3zM21 38h6',
  server: 'M10 7h28v10H10zM10 19h28v10H10zM10 31h28v10H10zM15 12h.02M15 24h.02M15 36h.02M22 12h10M22 24h10M22 36h10',
  router: 'M6 26h36a2 2 0 0 1 2 2v8a2 2 0 0 1-2 2H6a2 2 0 0 1-2-2v-8a2 2 0 0 1 2-2zM11 32h.02M18 32h.02M14 26V12M34 26V12M28 32h9M9 9a7 7 0 0 1 10 0M29 9a7 7 0 0 1 10 0',
  tower: 'M24 18v24M16 42l8-22 8 22M18.500 35h11M20.500 29h7M24 15a2 2 0 1 0 0-.020M17 20a9 9 0 0 1 0-12M31 20a9 9 0 0 0 0-12M12 24a15 15 0 0 1 0-20M36 24a15 15 0 0 0 0-20',
  shield: 'M24 5l16 6v11c0 10-7 17-16 21C15 39 8 32 8 22V11zM8.500 20h31M24 5v38',
};

export function glyph(name) {
  const svg = document.createElementNS(SVG, 'svg');
  svg.setAttribute('class', 'glyph');
  svg.setAttribute('viewBox', '0 0 48 48');
  svg.setAttribute('aria-hidden', 'true');
  svg.append(path(PATHS[name] ?? PATHS.server));
  return svg;
}

export function path(d, attributes = {}) {
  return svgElement('path', { d, ...attributes });
}

export function svgElement(tag, attributes = {}, ...children) {
  const element = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) if (value !== null && value !== false) element.setAttribute(name, String(value));
  element.append(...children);
  return element;
}

/** A cloud around a point, of about that size. */
export function cloudPath(x, y, width, height) {
  const px = (share) => (x + (share - 0.5) * width).toFixed(1);
  const py = (share) => (y + (share - 0.5) * height).toFixed(1);
  return `M${px(0.22)} ${py(0.86)}C${px(-0.04)} ${py(0.9)} ${px(-0.08)} ${py(0.46)} ${px(0.14)} ${py(0.44)}`
    + `C${px(0.1)} ${py(0.1)} ${px(0.4)} ${py(-0.02)} ${px(0.5)} ${py(0.2)}C${px(0.62)} ${py(0.02)} ${px(0.9)} ${py(0.12)} ${px(0.86)} ${py(0.42)}`
    + `C${px(1.08)} ${py(0.46)} ${px(1.04)} ${py(0.9)} ${px(0.78)} ${py(0.86)}Z`;
}
