/** The sentences of the page's language. */
import { en } from './en';
import type { Messages } from './en';

export { fill, parts } from './fill';
export type { Part } from './fill';
export type { Messages } from './en';

const LANGUAGES: Readonly<Record<string, Messages>> = { en };

export const messagesFor = (language: string): Messages => LANGUAGES[language] ?? en;
