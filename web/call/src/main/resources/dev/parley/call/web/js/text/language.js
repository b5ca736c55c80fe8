/**
 * The language of the page: the one of the link (`?lang=`), else the one chosen before, else the first of the
 * browser's that there is, else English. All words of a language are in its folder.
 */

import { settings } from '../shared/settings.js';

export const LANGUAGES = Object.freeze({ en: 'English' });

const OTHERWISE = 'en';

export const language = choose(globalThis.location?.search, settings.get('language'), globalThis.document ? navigator.languages : []);

if (globalThis.document) document.documentElement.lang = language;

/** The first of the wishes that there is: the link's, the one kept, the browser's in its order. */
export function choose(search, kept, preferred) {
  const wishes = [new URLSearchParams(search ?? '').get('lang'), kept, ...preferred];
  return wishes.map((wish) => String(wish ?? '').toLowerCase().split('-')[0]).find((wish) => Object.hasOwn(LANGUAGES, wish)) ?? OTHERWISE;
}

/** The words of one part, a file of that name in the folder of the language. */
export async function words(part) {
  return (await import(`./${language}/${part}.js`)).text;
}
