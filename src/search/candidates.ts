/** Steps that were sampled or given, before they are scored. */
import type { SampledStep, Tokenizer } from '../model/types';
import { eventTokens, type EventLog } from './event-log';
import { priorOf, type Growth, type Path } from './path';
import type { SearchEvent } from './types';

export interface SampledCandidate {
  readonly id: number;
  readonly parent: Path;
  readonly step: SampledStep;
  readonly key: string;
  readonly text: string;
  readonly length: number;
  /** Position of the first candidate with this key; its own when it is the first. */
  readonly first: number;
}

/** The policy cuts what it cannot hold; what the verifier cannot read, `most` tokens, is cut here. */
export function cutToFit(step: SampledStep, most: number): SampledStep {
  const tokens = step.tokens.slice(0, most);
  return tokens.length === step.tokens.length ? step : { ...step, tokens, ended: 'limit' };
}

/** Steps as new nodes behind what they grow from, the copies of an earlier one marked. */
export function candidatesOf(
  growths: readonly Growth[],
  steps: readonly SampledStep[],
  tokenizer: Pick<Tokenizer, 'decode'>,
  log: Pick<EventLog, 'newNode'>,
): SampledCandidate[] {
  const firstOf = new Map<string, number>();
  return steps.map((step, i) => {
    const { parent } = growths[i]!;
    const key = `${parent.key}${step.tokens.map(({ token }) => `${token},`).join('')}`;
    if (!firstOf.has(key)) firstOf.set(key, i);
    const text = parent.text + tokenizer.decode(step.tokens.map(({ token }) => token));
    const length = parent.length + step.tokens.length;
    return { id: log.newNode(), parent, step, key, text, length, first: firstOf.get(key)! };
  });
}

/** Logs what was sampled or given; a copy's tokens stand with the first of its kind. */
export function* logNodes(
  candidates: readonly SampledCandidate[],
  tokenizer: Tokenizer,
  log: EventLog,
  withPriors: boolean,
): Generator<SearchEvent> {
  for (const [i, { id, parent, step, text, first }] of candidates.entries()) {
    const isFirst = first === i;
    yield log.event({
      type: 'node-added',
      id,
      parent: parent.id,
      text: text.slice(parent.text.length),
      tokens: eventTokens(step, isFirst, tokenizer),
      ...(isFirst ? {} : { duplicateOf: candidates[first]!.id }),
      ...(withPriors ? { prior: priorOf(step) } : {}),
    });
  }
}
