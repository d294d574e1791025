/** Puts a token's card beside the token: within the window, over neither the token nor what is marked to be kept clear. */
import { computePosition, flip, offset, shift, size } from '@floating-ui/dom';
import { clearRoom, type Area } from './clear-room';

/** Between the card and the window, and what is kept clear, in pixels. */
const EDGE = 8;
/** Between the card and the token. */
const GAP = 8;
/** On elements that no card covers. */
export const KEPT_CLEAR = 'data-keep-clear';

/**
 * Sets the card's place and its greatest height.
 * @param step of a card that stays: it stands beside the whole step where there is room, so that the step can be read
 */
export async function placeCard(card: HTMLElement, token: Element, step: Element | null): Promise<void> {
  const window: Area = { left: 0, top: 0, right: innerWidth, bottom: innerHeight };
  const at = token.getBoundingClientRect();
  const kept = [...document.querySelectorAll(`[${KEPT_CLEAR}]`)].map((element) => element.getBoundingClientRect());
  const room = clearRoom(window, at, kept);
  const isInSight = at.right > room.left && at.left < room.right && at.bottom > room.top && at.top < room.bottom;
  const { left, top, right, bottom } = room;
  const within = { rootBoundary: { x: left, y: top, width: right - left, height: bottom - top }, padding: EDGE };
  const around = step?.getBoundingClientRect();
  const isBeside =
    around !== undefined && Math.max(around.left - left, right - around.right) >= card.offsetWidth + GAP + EDGE;
  const { x, y } = await computePosition(isBeside ? step! : token, card, {
    strategy: 'fixed',
    placement: isBeside ? 'right-start' : 'bottom-start',
    middleware: [
      offset(GAP),
      flip({ ...within, crossAxis: false, flipAlignment: false }),
      // Of a token that was scrolled away the card stays in the window.
      shift({ ...within, crossAxis: !isInSight }),
      size({
        ...within,
        apply: ({ availableHeight }) => {
          card.style.maxHeight = `${Math.max(0, Math.floor(availableHeight))}px`;
        },
      }),
    ],
  });
  Object.assign(card.style, { left: `${Math.round(x)}px`, top: `${Math.round(y)}px` });
}
