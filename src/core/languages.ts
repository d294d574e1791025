/**
 * The languages of the page, each under the code that stands in a URL and with the name it gives itself. A new one is
 * a line here, one that the compiler then asks for in `src/words/index.ts`, a folder beside that, and its lessons in
 * `public/lessons`.
 */
export const LANGUAGES = { en: 'English', es: 'Español', zh: '中文' } as const;
export type LanguageId = keyof typeof LANGUAGES;
export const LANGUAGE_IDS = Object.keys(LANGUAGES) as readonly LanguageId[];
