/** What tokens and steps are called where signs do not do: in names that are spoken, and in tables. */
import { blankRuns, isBlank, visibleToken } from '../../viz/invisible';
import { fill, type Messages } from '../../words';

type Words = Pick<Messages, 'token' | 'language'>;

function blankName(text: string, { token, language }: Words): string {
  const names = blankRuns(text).map(({ kind, sign, count }) => {
    const name = kind ? token.blanks[kind] : fill(token.blank, { code: sign.replace(/^‹|›$/g, '') }, language);
    return count > 1 ? `${name} × ${count}` : name;
  });
  return names.join(', ');
}

/** A token's name: its text, or in words what leaves no ink. Never empty. */
export function tokenName(text: string, words: Words): string {
  if (text === '') return words.token.end;
  return isBlank(text) ? blankName(text, words) : visibleToken(text).trim();
}

/** A token's name as it is read: the sign that stands for it in the tree, and in words what it is. */
export function tokenLabel(text: string, words: Words): string {
  return isBlank(text) ? `${visibleToken(text)} (${blankName(text, words)})` : tokenName(text, words);
}

/** A step's name: its text without the white space round it, or in words what it is made of. */
export const stepName = (text: string, words: Words): string => tokenName(isBlank(text) ? text : text.trim(), words);
