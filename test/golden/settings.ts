/** The settings of the golden logs: by strategy, from the name of the log to the parameters that it was made with. */
import type { StrategyId } from '../../src/core/ids';
import type { SearchParameters } from '../../src/search/types';

type Settings = Readonly<Record<string, Partial<SearchParameters>>>;

const FIRST = { samples: 6, beam: 3, alternatives: 2, seed: 24 };
/** One candidate from each of more beams than there are distinct ones to fill them: duplicates are kept. */
const WIDE = { samples: 12, beam: 12, alternatives: 0, seed: 7, temperature: 1 };
/** K is no multiple of b, which only strategies that share out no samples take. */
const UNEVEN = { samples: 7, beam: 3, alternatives: 0, seed: 7, temperature: 1 };

export const SETTINGS: Readonly<Record<StrategyId, Settings>> = {
  greedy: { greedy: FIRST, 'greedy-cut': { ...UNEVEN, maxStepTokens: 2 } },
  majority: { majority: FIRST, 'majority-budget': { ...UNEVEN, options: { maxPolicyTokens: 30 } } },
  'best-of-n': {
    'best-of-n': FIRST,
    'best-of-n-threshold': { ...UNEVEN, options: { aggregation: 'min', stopBelow: 0.2 } },
  },
  'weighted-vote': { 'weighted-vote': FIRST, 'weighted-vote-mean': { ...UNEVEN, options: { aggregation: 'mean' } } },
  beam: { beam: FIRST, 'beam-wide': WIDE },
  'two-width-beam': { 'two-width-beam': FIRST, 'two-width-beam-wide': WIDE },
  dvts: { dvts: FIRST, 'dvts-wide': { ...WIDE, samples: 24, options: { aggregation: 'product' } } },
  rebase: {
    rebase: FIRST,
    // So flat that what is left over after rounding down decides.
    'rebase-flat': { ...UNEVEN, samples: 13, options: { balance: 1 } },
    'rebase-up': { ...UNEVEN, samples: 11, options: { balance: 0.2, rounding: 'up', aggregation: 'min' } },
  },
  'distinct-beam': {
    'distinct-beam': FIRST,
    'distinct-beam-wide': { ...WIDE, options: { epsilon: 0 } },
  },
  'lookahead-beam': { 'lookahead-beam': FIRST, 'lookahead-beam-wide': { ...WIDE, options: { lookahead: 2 } } },
  mcts: {
    mcts: FIRST,
    // Two steps: what is cut there is backed up with 0.
    'mcts-shallow': { ...UNEVEN, maxSteps: 3, options: { simulations: 15, expansions: 3, exploration: 0.4 } },
  },
  'token-guided': {
    'token-guided': FIRST,
    // The first token has three options for five beams.
    'token-guided-drawn': { ...UNEVEN, samples: 7, beam: 5, options: { next: 'drawn' } },
    'token-guided-wide': { ...UNEVEN, samples: 7, beam: 5, options: { leastProbability: 0, policyWeight: 0.5 } },
  },
};
