/** What the glossary explains: terms of the page, every strategy, every verifier and every parameter. */

/** In the glossary's order, up to the verifiers. */
export const BASIC = [
  'policy',
  'token',
  'prefix',
  'step',
  'candidate',
  'logprob',
  'temperature',
  'seed',
  'alternatives',
  'checker',
  'legal',
  'verifier',
  'value',
  'pruned',
  'budget',
  'beam',
  'samples',
  'rollout',
] as const;
export const OF_STRATEGIES = [
  'greedy',
  'majority',
  'best-of-n',
  'weighted-vote',
  'beam-search',
  'distinct-beam',
  'epsilon',
  'two-width-beam',
  'dvts',
  'rebase',
  'balance',
  'rounding',
  'lookahead',
  'mcts',
  'simulations',
  'expansions',
  'exploration',
  'visits',
  'q',
  'token-guided',
  'tokens',
  'leastProbability',
  'policyWeight',
  'next',
  'avoid',
  'aggregation',
  'stopBelow',
  'maxPolicyTokens',
  'topK',
  'maxSteps',
  'maxStepTokens',
  'lambda',
  'members',
] as const;
export const OF_MEASURING = [
  'held-out',
  'pass-k',
  'calibration',
  'calibration-error',
  'brier',
  'wilson',
  'variance',
] as const;
export const OF_TRAINING = [
  'label',
  'label-rule',
  'prm-soft',
  'prm-hard',
  'prm-valid',
  'goal',
  'linear-head',
  'mlp-head',
  'teacher',
  'consensus',
  'weak-to-strong',
  'verdict',
  'trunk',
  'start',
  'equal-reading',
  'loss',
  'learning-rate',
  'auc',
  'auc-within',
] as const;
/** Those that the glossary has a text of its own for. Verifiers have theirs beside the settings. */
export const TERMS = [...BASIC, ...OF_STRATEGIES, ...OF_MEASURING, ...OF_TRAINING] as const;
export type OwnTerm = (typeof TERMS)[number];
/** One of `TERMS`, or the name of a verifier. */
export type Term = OwnTerm | (string & {});

export interface Entry {
  readonly name: string;
  readonly text: string;
}

export interface Glossary {
  readonly heading: string;
  readonly close: string;
  readonly terms: Readonly<Record<OwnTerm, Entry>>;
}
