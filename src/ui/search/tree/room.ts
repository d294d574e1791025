/** Tells the stage how much room there is, on the screen and on paper. */
import type { Stage } from './stage.svelte';

export interface Paper {
  /** Before the page is printed: nothing is laid out anew after this. */
  readonly onPaper: () => void;
  readonly onScreen: () => void;
}

/** Watches the canvas and the window; `isFixed` says whether the canvas has a height of its own. Returns what ends it. */
export function watchRoom(canvas: HTMLElement, stage: Stage, isFixed: () => boolean, paper: Paper): () => void {
  const measure = (): void => {
    const { width, top } = canvas.getBoundingClientRect();
    stage.measure(width, top + scrollY, innerHeight, isFixed() ? canvas.clientHeight : null);
  };
  const onPaper = (): void => {
    stage.usePaper(true);
    paper.onPaper();
  };
  const onScreen = (): void => {
    stage.usePaper(false);
    paper.onScreen();
  };
  const measured = new ResizeObserver(measure);
  measured.observe(canvas);
  measured.observe(document.body);
  addEventListener('resize', measure);
  addEventListener('beforeprint', onPaper);
  addEventListener('afterprint', onScreen);
  return () => {
    measured.disconnect();
    removeEventListener('resize', measure);
    removeEventListener('beforeprint', onPaper);
    removeEventListener('afterprint', onScreen);
  };
}
