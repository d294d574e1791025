/** The signs of a node's status, as SVG path data in a box of 12 by 12. Shapes differ, so that colour is not needed. */
import type { NodeStatus } from '../trace/types';

export type ShownStatus = NodeStatus | 'chosen';

export const STATUS_SIGNS: Readonly<Record<ShownStatus, string>> = {
  open: 'M9.6 6A3.6 3.6 0 1 1 2.4 6A3.6 3.6 0 1 1 9.6 6',
  kept: 'M2.4 6.4 L5 9 L9.8 3.4',
  pruned: 'M3.4 3.4 L8.6 8.6 M8.6 3.4 L3.4 8.6',
  finished: 'M3.2 11 V1.6 H9.6 L7.8 4 L9.6 6.4 H3.2',
  chosen: 'M6 0.9 L7.6 4.3 L11.3 4.7 L8.5 7.2 L9.3 10.9 L6 9 L2.7 10.9 L3.5 7.2 L0.7 4.7 L4.4 4.3 Z',
};

/** The others are drawn as lines. */
export const isFilledSign = (status: ShownStatus): boolean => status === 'chosen';
