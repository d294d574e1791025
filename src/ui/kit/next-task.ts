/** Resolves in a task of its own, so that the page can answer its reader meanwhile. */
export const nextTask = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));
