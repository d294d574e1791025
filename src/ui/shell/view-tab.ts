/** The button of the view that is open, as the place of the focus when a view is left; null where there are no tabs. */
export const viewTab = (): HTMLElement | null => document.querySelector('nav button[aria-current="page"]');
