/** What the glossary explains, in its order. */
export const TERMS = [
  'policy',
  'token',
  'prefix',
  'step',
  'verifier',
  'value',
  'logprob',
  'tvm',
  'ovm',
  'beam',
  'pruned',
  'rollout',
  'temperature',
  'seed',
  'budget',
  'held-out',
] as const;
export type Term = (typeof TERMS)[number];

export interface Glossary {
  readonly heading: string;
  readonly close: string;
  readonly terms: Readonly<Record<Term, { readonly name: string; readonly text: string }>>;
}
