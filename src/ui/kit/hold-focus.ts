/** For a question that comes up on the page. */

/**
 * Takes the focus for an element as long as it is there, and then gives it back to what had it, or to `next` where
 * nothing had. A reader who has moved on in the meantime keeps the focus.
 */
export const holdFocus =
  (next: () => HTMLElement | null) =>
  (element: HTMLElement): (() => void) => {
    const before = document.activeElement;
    element.focus({ preventScroll: true });
    return () => {
      const now = document.activeElement;
      if (now !== null && now !== document.body && !element.contains(now)) return;
      const isThere = before instanceof HTMLElement && before.isConnected && before !== document.body;
      (isThere ? before : next())?.focus({ preventScroll: true });
    };
  };
