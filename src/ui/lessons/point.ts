/** Marks the thing on the page that a lesson speaks of. The mark stays until the next one: who looks away finds it again. */
import type { PagePart } from '../../lessons/schema';
import type { Target } from '../search/selection.svelte';

const MARK = 'data-pointed';
/** Some seconds on a slow machine. */
const MOST_FRAMES = 300;

type Found = { readonly target: Target } | { readonly part: PagePart };

/** The element of a step in the tree; of a part, that which says `data-part`. */
const elementOf = (found: Found): HTMLElement | null =>
  document.querySelector(
    'part' in found ? `[data-part~="${found.part}"]` : `[role=tree] [data-node="${found.target.node}"]`,
  );

/** The same once it is drawn, which may take the page some frames; null where it does not come. */
export async function drawnElement(found: Found): Promise<HTMLElement | null> {
  for (let frame = 0; frame < MOST_FRAMES; frame++) {
    const element = elementOf(found);
    if (element) return element;
    await new Promise((resolve) => requestAnimationFrame(resolve));
  }
  return null;
}

export function unmark(): void {
  for (const marked of document.querySelectorAll(`[${MARK}]`)) marked.removeAttribute(MARK);
}

/**
 * Marks it, brings it into the window and, where `takesFocus`, gives it the focus. A token is drawn anew whenever its step
 * comes near enough to be read: the mark is its step's, which shows it at the token that is selected.
 */
export function mark(element: HTMLElement, found: Found, takesFocus: boolean): void {
  unmark();
  element.setAttribute(MARK, 'target' in found && found.target.token !== null ? 'token' : '');
  if ('target' in found) return;
  if (element instanceof HTMLDetailsElement) element.open = true;
  const isStill = matchMedia('(prefers-reduced-motion: reduce)').matches;
  element.scrollIntoView({ block: 'nearest', behavior: isStill ? 'auto' : 'smooth' });
  if (!takesFocus) return;
  if (!element.matches('input, textarea, button, [tabindex]')) element.tabIndex = -1;
  element.focus({ preventScroll: true });
}
