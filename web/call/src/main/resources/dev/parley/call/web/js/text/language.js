/**
 * The language of the page: the one of the link (`?lang=`), else the one chosen before, else the first of the
 * browser's that there is, else English. All words of a language are in its folder. A page that is not in every
 * language says which it has: `<html data-languages="en">`.
 */

import { settings } from '../shared/settings.js';

export const LANGUAGES = Object.freeze({ en: 'English', de: 'Deutsch' });

const OTHERWISE = 'en';

const page = globalThis.document?.documentElement;
const preferred = page ? navigator.languages : [];

export const language = choose(globalThis.location?.search, settings.get('language'), preferred, page?.dataset.languages?.split(' '));

/** For dates and times of day: the person's own variant of the language, such as `en-GB`. */
export const locale = preferred.find((tag) => baseOf(tag) === language) ?? language;

if (page) page.lang = language;

/** The first of the wishes that there is among `offered`: the link's, the one kept, the browser's in its order. */
export function choose(search, kept, browser, offered = Object.keys(LANGUAGES)) {
  const wishes = [new URLSearchParams(search ?? '').get('lang'), kept, ...browser];
  return wishes.map(baseOf).find((wish) => offered.includes(wish)) ?? OTHERWISE;
}

function baseOf(tag) {
  return String(tag ?? '').toLowerCase().split('-')[0];
}

/** The words of one part, a file of that name in the folder of the language. */
export async function words(part) {
  return (await import(`./${language}/${part}.js`)).text;
}
