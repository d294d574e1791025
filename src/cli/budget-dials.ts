/**
 * How each strategy is made to spend a given number of policy tokens: its variants, each with one whole number that its
 * cost grows with. Which variant and which number is found on the settings split (`measure-budgets`).
 */
import type { StrategyId } from '../core/ids';
import type { CellRequest } from './evaluation';

export type DialledCell = Pick<CellRequest, 'samples' | 'beam' | 'options'>;

export interface Variant {
  /** A few words, such as `4 from each beam`. */
  readonly name: string;
  /** Whole solutions' worth of tokens that one more of the number costs, about: where the search for it begins. */
  readonly solutions: number;
  readonly cell: (size: number) => DialledCell;
}

const MOST = 1024;

/** `each` candidates a step from each of `size` beams or trees. */
const beams = (each: number, options: CellRequest['options'] = {}, costs = 1): Variant => ({
  name: `${each} from each`,
  solutions: each * costs,
  cell: (size) => {
    const beam = Math.min(size, Math.floor(MOST / each));
    return { samples: each * beam, beam, options };
  },
});

const samples = (name = '', options: CellRequest['options'] = {}): Variant => ({
  name,
  solutions: 1,
  cell: (size) => ({ samples: Math.min(size, MOST), beam: 1, options }),
});

const simulations = (expansions: number): Variant => ({
  name: `${expansions} children`,
  // A simulation writes a step for each child, and a solution has about four.
  solutions: expansions / 4,
  cell: (size) => ({ samples: 1, beam: 1, options: { simulations: Math.min(size, 2000), expansions } }),
});

/** OVM's best widths for the Game of 24 are K = 100, b = 25 and, of K = 20, b = 4; AlphaMath takes 5 from each too. */
const WIDTHS = [4, 5].map((each) => beams(each));

/** Null for the strategy that has nothing to turn: it costs what it costs. */
export const DIALS: Readonly<Record<StrategyId, readonly Variant[] | null>> = {
  greedy: null,
  majority: [samples()],
  'best-of-n': [samples()],
  'weighted-vote': [samples()],
  beam: WIDTHS,
  'distinct-beam': WIDTHS,
  'two-width-beam': WIDTHS,
  dvts: WIDTHS,
  // The paper's balance and its code's.
  rebase: [samples('balance 0.1', { balance: 0.1 }), samples('balance 0.2', { balance: 0.2 })],
  'lookahead-beam': [2, 4].map((each) => beams(each, { lookahead: 1 }, 2)),
  // AlphaMath's.
  mcts: [simulations(5)],
  'token-guided': [{ ...beams(1), name: '' }],
};

/** Relative distance of a cost from a budget that still counts as equal. */
export const TOLERANCE = 0.1;

/** Whether what was tried shows that a larger size costs no more: the search has nothing left that it would look at. */
export function isSaturated(tried: readonly { readonly size: number; readonly policyTokens: number }[]): boolean {
  const most = Math.max(...tried.map(({ policyTokens }) => policyTokens));
  return new Set(tried.filter(({ policyTokens }) => policyTokens === most).map(({ size }) => size)).size > 1;
}

/** The size to try after one that cost `tokens`, or null when it fits as well as a whole number can. */
export function nextSize(size: number, tokens: number, budget: number, tried: ReadonlySet<number>): number | null {
  if (Math.abs(tokens - budget) <= (TOLERANCE / 3) * budget) return null;
  const scaled = Math.max(1, Math.round((size * budget) / tokens));
  const next = scaled === size ? size + Math.sign(budget - tokens) : scaled;
  return next < 1 || tried.has(next) ? null : next;
}
