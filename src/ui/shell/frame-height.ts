/**
 * How high an embedded page is. An article may give its frame the height that the page asks for, or keep one of its own:
 * then the tree takes what the other parts leave of it. What is asked for never follows from the frame, so that the two
 * cannot drive each other up.
 */

/** What of the page there is, in CSS pixels. */
export interface FrameParts {
  /** Of the frame. */
  readonly window: number;
  /** The page without its stage. */
  readonly others: number;
  /** The part of `others` that stands above the stage. */
  readonly above: number;
  /** The stage's height in a frame that is as high as the page asks for. */
  readonly own: number;
}

/** Lower than this the stage, with the line above it and the moments under it, shows no tree. */
export const LEAST_STAGE = 280;

/** What the page asks for. */
export const wantedHeight = ({ others, own }: FrameParts): number => others + own;

/**
 * The stage's height, in whole pixels. Where all of the page has no room the stage ends where the frame does, and what
 * stands under it is scrolled to.
 */
export function stageHeight({ window, others, above }: FrameParts): number {
  const left = window - others >= LEAST_STAGE ? window - others : window - above;
  return Math.max(LEAST_STAGE, Math.floor(left));
}

/** The same limits as those of the page's styles, in `rem`. */
const ownHeight = (width: number): number => (width <= 560 ? 21 : width <= 900 ? 24 : 26);
/** An article that follows what the page asks for has done so after this time. */
const FOLLOWED_MS = 200;
const BOTTOM = 8;

/** Keeps the stage of the page in `target` at its height, and tells what the page asks for whenever that changes. */
export function fitFrame(target: HTMLElement, onWanted: (height: number) => void): void {
  let later: ReturnType<typeof setTimeout> | undefined;
  const set = (height: number): void => target.style.setProperty('--stage-height', `${height}px`);
  const look = (): void => {
    clearTimeout(later);
    const stage = target.querySelector<HTMLElement>('.stage > .frame');
    const { height, top, width } = target.getBoundingClientRect();
    if (!stage) {
      onWanted(height);
      return;
    }
    const rem = parseFloat(getComputedStyle(document.documentElement).fontSize);
    const box = stage.getBoundingClientRect();
    const parts = {
      window: innerHeight,
      others: height - box.height,
      above: box.top - top + BOTTOM,
      own: ownHeight(width) * rem,
    };
    onWanted(wantedHeight(parts));
    const wanted = stageHeight(parts);
    if (Math.abs(wanted - box.height) < 1) return;
    // To grow is safe at once; before it shrinks the article has its time to make room.
    if (wanted > box.height) set(wanted);
    else later = setTimeout(() => set(wanted), FOLLOWED_MS);
  };
  new ResizeObserver(look).observe(target);
  addEventListener('resize', look);
}
