/** Where a token's card stands. */
import type { Locator } from 'playwright-core';

export interface CardPlace {
  /** All of it, and in it the token's value, probability and alternatives without scrolling. */
  readonly isWithinWindow: boolean;
  readonly isAnswered: boolean;
  readonly coversToken: boolean;
  /** Run, or what the page marks as not to be covered. */
  readonly coversKept: boolean;
}

/** Of a card in the right place. */
export const WELL_PLACED: CardPlace = {
  isWithinWindow: true,
  isAnswered: true,
  coversToken: false,
  coversKept: false,
};

/** Of the card that was opened last, with its token; null while there is none. */
export function placeOfCard(token: Locator): Promise<CardPlace | null> {
  return token.evaluate((element) => {
    const card = [...document.querySelectorAll('[popover=manual]:popover-open')].at(-1);
    if (!card) return null;
    const box = card.getBoundingClientRect();
    const rows = [...card.querySelectorAll('dd, li')].map((row) => row.getBoundingClientRect());
    const covers = (other: Element): boolean => {
      const { left, top, right, bottom } = other.getBoundingClientRect();
      return left < box.right && right > box.left && top < box.bottom && bottom > box.top;
    };
    return {
      isWithinWindow: box.left >= 0 && box.top >= 0 && box.right <= innerWidth && box.bottom <= innerHeight,
      isAnswered: rows.length >= 5 && rows.every(({ top, bottom }) => top >= box.top && bottom <= box.bottom),
      coversToken: covers(element),
      coversKept: [...document.querySelectorAll('[data-keep-clear], .run')].some(covers),
    };
  });
}
