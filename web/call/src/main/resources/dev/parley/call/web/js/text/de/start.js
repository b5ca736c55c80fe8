/** Die Startseite, auf Deutsch. */

export const text = {
  start: {
    title: 'Ein Anruf zwischen zwei Browsern',
    lead: 'Ton, Bild und Chat gehen direkt von einem zum anderen, wo immer das Netz es zulässt. Kein Konto, keine Installation.',
    room: 'Name des Raums',
    anotherName: 'Ein anderer Name',
    start: 'Anruf beginnen',
    badName: 'Der Name eines Raums hat 1 bis 64 Buchstaben (a bis z), Ziffern, Binde- oder Unterstriche.',
    badLink: 'Der Link, den du geöffnet hast, führt zu keinem gültigen Raum: Lass ihn dir noch einmal geben oder beginne hier einen Anruf.',
    linkTitle: 'Die andere Person öffnet diesen Link',
  },
};
