/** The signs of a node's status, as SVG path data in a box of 12 by 12. Shapes differ, so that colour is not needed. */
import type { NodeStatus } from '../trace/types';
import type { Truth } from './truth';
import type { ViewNode } from './view-tree';

/**
 * What became of a step, in words that are true whatever the strategy: `chosen` ends the answer's path, `continued` was
 * neither kept nor pruned and steps were written after it, `not-chosen` was left at the choice of the answer.
 */
export type ShownStatus = NodeStatus | 'chosen' | 'continued' | 'not-chosen';

export function shownStatus({ status, place, children }: ViewNode, isChosen: boolean): ShownStatus {
  if (status === 'finished') return isChosen ? 'chosen' : status;
  if (status === 'open' && children.length) return 'continued';
  return status === 'pruned' && place?.reason === 'not-chosen' ? 'not-chosen' : status;
}

export const STATUS_SIGNS: Readonly<Record<ShownStatus, string>> = {
  open: 'M9.6 6A3.6 3.6 0 1 1 2.4 6A3.6 3.6 0 1 1 9.6 6',
  kept: 'M2.4 6.4 L5 9 L9.8 3.4',
  pruned: 'M3.4 3.4 L8.6 8.6 M8.6 3.4 L3.4 8.6',
  continued: 'M1.8 6 H9.8 M6.8 3 L9.8 6 L6.8 9',
  'not-chosen': 'M2.6 6 H9.4',
  finished: 'M3.2 11 V1.6 H9.6 L7.8 4 L9.6 6.4 H3.2',
  chosen: 'M6 0.9 L7.6 4.3 L11.3 4.7 L8.5 7.2 L9.3 10.9 L6 9 L2.7 10.9 L3.5 7.2 L0.7 4.7 L4.4 4.3 Z',
};

/** The others are drawn as lines. */
export const isFilledSign = (status: ShownStatus): boolean => status === 'chosen';

/** The signs of what is true of a step, in the same box. */
export const TRUTH_SIGNS: Readonly<Record<Truth, string>> = {
  right: 'M3.3 6.3 L5.3 8.3 L8.9 3.9',
  wrong: 'M3.9 3.9 L8.1 8.1 M8.1 3.9 L3.9 8.1',
  open: 'M10.6 6A4.6 4.6 0 1 1 1.4 6A4.6 4.6 0 1 1 10.6 6',
  hopeless: 'M10.6 6A4.6 4.6 0 1 1 1.4 6A4.6 4.6 0 1 1 10.6 6 M2.8 9.2 L9.2 2.8',
  broken: 'M6 1.3 L11 10.4 H1 Z M6 4.4 V7.2 M6 8.9 V9',
};
/** Those of finished solutions stand on a filled disc. */
export const isDisc = (truth: Truth): boolean => truth === 'right' || truth === 'wrong';
