/** What keys do in front of a class. A presenter's remote control sends the page keys. */
type Pressed = Pick<KeyboardEvent, 'key' | 'altKey' | 'ctrlKey' | 'metaKey'> & { readonly shiftKey?: boolean };

/** `by`: a moment, or a part of the question, on or back; `token`: a token likewise; `first` and `last` are the moments' ends. */
export type PresenterAction =
  | { readonly act: 'by' | 'token'; readonly step: 1 | -1 }
  | { readonly act: 'first' | 'last' | 'play' | 'question' | 'leave' };

const ON = { act: 'by', step: 1 } as const;
const BACK = { act: 'by', step: -1 } as const;

const KEYS: Readonly<Record<string, PresenterAction>> = {
  ArrowRight: ON,
  ArrowDown: ON,
  PageDown: ON,
  ArrowLeft: BACK,
  ArrowUp: BACK,
  PageUp: BACK,
  Home: { act: 'first' },
  End: { act: 'last' },
  ' ': { act: 'play' },
  q: { act: 'question' },
  Escape: { act: 'leave' },
};

/** Null for a key that is the browser's. */
export function presenterAction({ key, altKey, ctrlKey, metaKey, shiftKey }: Pressed): PresenterAction | null {
  if (altKey || ctrlKey || metaKey) return null;
  if (key.toLowerCase() === 't') return { act: 'token', step: shiftKey ? -1 : 1 };
  return KEYS[key.length === 1 ? key.toLowerCase() : key] ?? null;
}

/** Whether a key, pressed anywhere on the page, opens the presenter's view: P, where nothing is being typed or chosen. */
export function opensPresenter(event: KeyboardEvent): boolean {
  const { key, altKey, ctrlKey, metaKey, repeat, defaultPrevented, target } = event;
  if (key.toLowerCase() !== 'p' || altKey || ctrlKey || metaKey || repeat || defaultPrevented) return false;
  if (!(target instanceof Element)) return true;
  const isTaken = target.closest('input:not([type=range]), textarea, select, [contenteditable], dialog, [popover]');
  return isTaken === null;
}
