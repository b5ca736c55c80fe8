/** What this browser remembers for the person: a name, devices, colours, the language, whether single keys work. */

/** Small settings of this browser. Storage may be forbidden: then nothing is kept. */
export const settings = {
  get(key, otherwise = '') {
    try {
      return localStorage.getItem(`parley.${key}`) ?? otherwise;
    } catch {
      return otherwise;
    }
  },
  set(key, value) {
    try {
      localStorage.setItem(`parley.${key}`, value);
    } catch {
      // Not kept: the setting lasts as long as the page.
    }
  },
};

/** Whether single letters work as keys; a setting, since they get in the way of some who speak or switch. */
export function keysEnabled() {
  return settings.get('keys', 'on') === 'on';
}
