/** What the page's terms mean, each by its name: those of the glossary, and every strategy, verifier and parameter. */
import type { StrategyId } from '../core/ids';
import { traitsOf } from '../verifiers/find';
import { BASIC, OF_MEASURING, OF_STRATEGIES, OF_TRAINING } from './terms';
import type { Entry, OwnTerm, Term } from './terms';
import type { Messages } from './types';

/** A strategy's, where it is not called as its id. */
const OTHERWISE: Readonly<Record<string, OwnTerm>> = { beam: 'beam-search', 'lookahead-beam': 'lookahead' };
export const strategyTerm = (id: StrategyId): Term => OTHERWISE[id] ?? id;
/** A parameter's, by its name in a URL. What verifiers do is their own affair: `rollouts` is one, and its number. */
const NUMBER_OF: Readonly<Record<string, OwnTerm>> = { rollouts: 'rollout' };
export const parameterTerm = (name: string): Term => NUMBER_OF[name] ?? name;

type Words = Pick<Messages, 'glossary' | 'settings'>;

/** What a term means; null where nothing is known of it, as of a verifier that a reader has made. */
export function explain(term: Term, { glossary, settings }: Pick<Messages, 'glossary' | 'settings'>): Entry | null {
  const name = traitsOf(term).variant?.of ?? term;
  const own = Object.hasOwn(glossary.terms, name) ? glossary.terms[name as OwnTerm] : null;
  if (own) return own;
  const text = settings.verifierNotes[name];
  return text === undefined ? null : { name: settings.shortVerifiers[name] ?? name, text };
}

/** Every entry, in the glossary's order. */
export function entries(words: Words): Entry[] {
  const explained = (terms: readonly Term[]): Entry[] => terms.flatMap((term) => explain(term, words) ?? []);
  const verifiers = Object.keys(words.settings.verifierNotes).filter((id) => !Object.hasOwn(words.glossary.terms, id));
  return [
    ...explained(BASIC),
    ...explained(verifiers),
    ...explained([...OF_STRATEGIES, ...OF_MEASURING, ...OF_TRAINING]),
  ];
}
