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
  'two-width-beam',
  'dvts',
  'rebase',
  'lookahead-beam',
  'mcts',
  'token-guided',
] as const;
export type StrategyId = (typeof STRATEGY_IDS)[number];

export const VERIFIER_IDS = [
  'tvm',
  'ovm',
  'prm-soft',
  'prm-hard',
  'prm-valid',
  'implicit-prm',
  'oracle',
  'rollouts',
  'confidence',
  'self-judgement',
  'ensemble',
] as const;
export type VerifierId = (typeof VERIFIER_IDS)[number];

/** Verifiers that are no model of a pack: they are made when they are asked for. */
export const MODEL_FREE_VERIFIERS = [
  'confidence',
  'oracle',
  'rollouts',
  'ensemble',
] as const satisfies readonly VerifierId[];
export const isModelFree = (id: VerifierId): boolean => MODEL_FREE_VERIFIERS.some((free) => free === id);

/** What `ensemble` can be made of: models of a pack that give probabilities. */
export const ENSEMBLE_CANDIDATES = [
  'tvm',
  'ovm',
  'prm-soft',
  'prm-hard',
  'prm-valid',
] as const satisfies readonly VerifierId[];

/** What `ensemble` is made of unless others are named: the two that every pack has, which learned from the same rows. */
export const ENSEMBLE_MEMBERS: readonly VerifierId[] = ['tvm', 'ovm'];

/** The models of a pack that these verifiers need, each once. */
export const modelsNeeded = (ids: readonly VerifierId[], members = ENSEMBLE_MEMBERS): VerifierId[] => [
  ...new Set(ids.flatMap((id) => (id === 'ensemble' ? members : isModelFree(id) ? [] : [id]))),
];

export const CHECK_IDS = ['value', 'counterfactual', 'frozen', 'labels', 'first-error', 'diversity'] as const;
export type CheckId = (typeof CHECK_IDS)[number];

export const BACKEND_IDS = ['wasm', 'webgpu'] as const;
export type BackendId = (typeof BACKEND_IDS)[number];

/** Ways of looking at a search, and what stands beside it. */
export const VIEW_IDS = ['search', 'compare', 'labels', 'measure'] as const;
export type ViewId = (typeof VIEW_IDS)[number];
