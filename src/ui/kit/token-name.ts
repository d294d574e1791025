/** What tokens and steps are called where signs do not do: in names that are spoken, and in tables. */
import { blankRuns, isBlank, visibleToken } from '../../viz/invisible';
import { fill, type Messages } from '../../words';

function blankName(text: string, messages: Pick<Messages, 'token' | 'language'>): string {
  const names = blankRuns(text).map(({ kind, sign, count }) => {
    const name = kind
      ? messages.token.blanks[kind]
      : fill(messages.token.blank, { code: sign.replace(/^‹|›$/g, '') }, messages.language);
    return count > 1 ? `${name} × ${count}` : name;
  });
  return names.join(', ');
}

/** A token's name: its text, or in words what leaves no ink. Never empty. */
export function tokenName(text: string, messages: Pick<Messages, 'token' | 'language'>): string {
  if (text === '') return messages.token.end;
  return isBlank(text) ? blankName(text, messages) : visibleToken(text).trim();
}

/** A token's name as it is read: the sign that stands for it in the tree, and in words what it is. */
export function tokenLabel(text: string, messages: Pick<Messages, 'token' | 'language'>): string {
  return isBlank(text) ? `${visibleToken(text)} (${blankName(text, messages)})` : tokenName(text, messages);
}

/** A step's name: its text without the white space round it, or in words what it is made of. */
export const stepName = (text: string, messages: Pick<Messages, 'token' | 'language'>): string =>
  tokenName(isBlank(text) ? text : text.trim(), messages);
