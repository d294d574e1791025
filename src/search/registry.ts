/** The strategies that exist. */
import { beam } from './beam';
import { bestOfN } from './best-of-n';
import { distinctBeam } from './distinct-beam';
import { greedy } from './greedy';
import { dvts } from './dvts';
import { lookaheadBeam } from './lookahead-beam';
import { majority } from './majority';
import { mcts } from './mcts';
import { rebase } from './rebase';
import { tokenGuided } from './token-guided';
import { twoWidthBeam } from './two-width-beam';
import { weightedVote } from './weighted-vote';
import type { Strategy } from './types';

/** In the order in which they are offered: from none to the most use of a verifier. */
export const STRATEGIES: readonly Strategy[] = [
  greedy,
  majority,
  bestOfN,
  weightedVote,
  beam,
  distinctBeam,
  twoWidthBeam,
  dvts,
  rebase,
  lookaheadBeam,
  mcts,
  tokenGuided,
];

/** The strategy of an identifier, or null for one that does not exist (yet). */
export const strategyOf = (id: string): Strategy | null => STRATEGIES.find((strategy) => strategy.id === id) ?? null;
