/** The identifiers that URLs, commands, traces and code share. They are public: never rename one. */
export const TASK_IDS = ['game24', 'word-problems', 'gsm8k'] as const;
export type TaskId = (typeof TASK_IDS)[number];

/** In the order in which they are offered: from none to the most use of a verifier. */
export const STRATEGY_IDS = [
  'greedy',
  'majority',
  'best-of-n',
  'weighted-vote',
  'beam',
  'distinct-beam',
  'two-width-beam',
  'dvts',
  'rebase',
  'lookahead-beam',
  'mcts',
  'token-guided',
] as const;
export type StrategyId = (typeof STRATEGY_IDS)[number];

/**
 * A verifier: one that is known by name (`src/verifiers/registry.ts`), one that a pack's manifest brings, or
 * `head:<name>` of one that a reader trained. `isVerifierName` says what can be a name.
 */
export type VerifierId = string;

const VERIFIER_NAME = /^(?:[a-z][a-z0-9-]{0,39}|head:(?=\S)[^\p{C},]{1,60}(?<=\S))$/u;

/** Whether a text from outside can name a verifier, offered or not. No comma: they stand in lists. */
export const isVerifierName = (text: string): boolean => VERIFIER_NAME.test(text) && !(text in Object.prototype);

/** How much a trained verifier has read beside the policy that it judges: as much, or more. */
export const READINGS = ['equal', 'more'] as const;
export type Reading = (typeof READINGS)[number];

/**
 * Of what a verifier's number is the probability: that the end will be right, that the end of some sample from here is, or
 * that no step so far is wrong.
 */
export type Asks = 'end' | 'some-end' | 'steps';

export const CHECK_IDS = ['value', 'counterfactual', 'frozen', 'labels', 'first-error', 'diversity'] as const;
export type CheckId = (typeof CHECK_IDS)[number];

export const BACKEND_IDS = ['wasm', 'webgpu'] as const;
export type BackendId = (typeof BACKEND_IDS)[number];

/** Ways of looking at a search, and what stands beside it. */
export const VIEW_IDS = ['search', 'compare', 'labels', 'measure', 'train'] as const;
export type ViewId = (typeof VIEW_IDS)[number];
