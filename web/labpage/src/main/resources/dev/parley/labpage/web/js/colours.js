/** The theme's colours as a canvas wants them: computed, since it knows no custom properties. */

const known = new Map();
let probe = null;

/** The computed colour of a custom property, such as `--accent`. */
export function colour(name) {
  const kept = known.get(name);
  if (kept) return kept;
  if (!probe) {
    probe = document.createElement('span');
    probe.hidden = true;
    document.body.append(probe);
  }
  probe.style.color = `var(${name})`;
  const value = getComputedStyle(probe).color;
  known.set(name, value);
  return value;
}

/** Calls back when the theme changes, after the known colours are forgotten. */
export function onTheme(change) {
  const changed = () => {
    known.clear();
    change();
  };
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', changed);
  new MutationObserver(changed).observe(document.documentElement, { attributeFilter: ['data-theme'] });
}
