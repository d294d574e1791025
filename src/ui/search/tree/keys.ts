/** What a key does in the tree. */
import type { Direction } from '../../../viz/view-tree';

export type KeyAction =
  | { readonly act: 'go'; readonly to: Direction }
  | { readonly act: 'zoom'; readonly factor: number }
  /** `read`: the tokens of the step, one by one; `fit`: all of the tree; `leave`: nothing is selected any more. */
  | { readonly act: 'read' | 'fit' | 'leave' };

const go = (to: Direction): KeyAction => ({ act: 'go', to });

const KEYS: Readonly<Record<string, KeyAction>> = {
  ArrowLeft: go('parent'),
  ArrowRight: go('child'),
  ArrowUp: go('previous'),
  ArrowDown: go('next'),
  Home: go('first'),
  End: go('last'),
  Enter: { act: 'read' },
  ' ': { act: 'read' },
  Escape: { act: 'leave' },
  '+': { act: 'zoom', factor: 1.25 },
  '=': { act: 'zoom', factor: 1.25 },
  '-': { act: 'zoom', factor: 0.8 },
  '0': { act: 'fit' },
};

/** Null for a key that is the browser's. */
export const keyOf = ({ key, altKey, ctrlKey, metaKey }: KeyboardEvent): KeyAction | null =>
  altKey || ctrlKey || metaKey ? null : (KEYS[key] ?? null);
