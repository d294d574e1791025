/** The verifiers that are known by name: a new one is its file, a line here and, where it is made, its maker below. */
import { confidence, makeConfidence } from './confidence';
import { ensemble, makeEnsemble } from './ensemble';
import { entropy, makeEntropy } from './entropy';
import { followUp, makeFollowUp } from './follow-up';
import { implicitPrm } from './implicit-prm';
import { makeOracle, oracle } from './oracle';
import { makeRollouts, rollouts } from './rollouts';
import { makeSelfJudgement, selfJudgement } from './self-judgement';
import { TRAINED } from './trained';
import type { MakeVerifier } from './types';

/** In the order in which they are offered. */
export const VERIFIERS = [
  ...TRAINED,
  implicitPrm,
  confidence,
  entropy,
  selfJudgement,
  followUp,
  oracle,
  rollouts,
  ensemble,
] as const;

type MadeVerifier = Extract<(typeof VERIFIERS)[number], { readonly trained: false }>['id'];

/** Apart from the traits, so that a page carries no code that only its workers run. */
export const MAKERS: Readonly<Record<MadeVerifier, MakeVerifier>> = {
  confidence: makeConfidence,
  entropy: makeEntropy,
  'self-judgement': makeSelfJudgement,
  'follow-up': makeFollowUp,
  oracle: makeOracle,
  rollouts: makeRollouts,
  ensemble: makeEnsemble,
};
