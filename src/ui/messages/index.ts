/** The sentences of the page's language. */
import { en } from './en';
import type { Messages } from './types';

export { fill, parts } from './fill';
export type { Part } from './fill';
export type { Messages } from './types';

const LANGUAGES: Readonly<Record<string, Messages>> = { en };

export const messagesFor = (language: string): Messages => LANGUAGES[language] ?? en;
