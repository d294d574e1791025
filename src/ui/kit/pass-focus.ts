/** For a control that goes when it is pressed, or when what it belongs to ends. */

/**
 * The focus that an element had when it was taken out of the page goes to another one, and not to the top of the page.
 * A reader who was elsewhere keeps the focus.
 */
export const passFocus =
  (next: () => HTMLElement | null | undefined) =>
  (element: HTMLElement): (() => void) => {
    let isHere = document.activeElement === element;
    const comes = (): void => void (isHere = true);
    const leaves = ({ relatedTarget }: FocusEvent): void => {
      // Some browsers tell of the loss before the element is taken out.
      if (relatedTarget) isHere = false;
      else setTimeout(() => element.isConnected && (isHere = false));
    };
    element.addEventListener('focus', comes);
    element.addEventListener('blur', leaves);
    return () => {
      element.removeEventListener('focus', comes);
      element.removeEventListener('blur', leaves);
      const now = document.activeElement;
      if (isHere && (now === null || now === document.body || now === element)) next()?.focus({ preventScroll: true });
    };
  };
