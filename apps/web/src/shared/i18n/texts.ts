/**
 * Texts lie beside what shows them: `texts/fr.json` and `texts/en.json` of a folder. One file per language is loaded.
 * `tools/checks/web-texts.mjs` holds the two languages, and the keys that sources name, against each other.
 */
export const LANGUAGES = ['fr', 'en'] as const;
export type Language = (typeof LANGUAGES)[number];

/** Of dates, numbers and the component library. */
export const LOCALE: Record<Language, string> = { fr: 'fr-FR', en: 'en-GB' };

const loaders: Record<Language, () => Promise<{ texts: Record<string, string> }>> = {
  fr: () => import('./fr.js'),
  en: () => import('./en.js'),
};

export async function loadTexts(language: Language): Promise<Record<string, string>> {
  return (await loaders[language]()).texts;
}
