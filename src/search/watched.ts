/**
 * What a search is at between the events of its log, for who watches it: a large model can take many seconds over a
 * step. Nothing of it is in a log or a trace, and no search depends on it.
 */
import type { StepSoFar, Tokenizer } from '../model/types';

/** A candidate that is being written. */
export interface GrowingCandidate {
  /** The node that it grows from. */
  readonly parent: number;
  /** What was written of the step; of a long one the end. */
  readonly text: string;
  readonly isEnded: boolean;
}

/** `log`: how many events the log had then, which places it among them. */
export type Glimpse = { readonly log: number } & (
  | { readonly kind: 'reading'; /** Of the prompt, in tokens. */ readonly done: number; readonly of: number }
  | {
      readonly kind: 'writing';
      /** The first of them, `MOST_SHOWN` at most. */
      readonly candidates: readonly GrowingCandidate[];
      /** All of them. */
      readonly of: number;
      /** Of all of them together, so far. */
      readonly tokens: number;
    }
  | { readonly kind: 'scoring'; readonly of: number }
);

/** Takes what a search is at where it wants it now: to make it costs. */
export type Watcher = (look: () => Glimpse) => void;

/** Who watches sees no more candidates than these. */
const MOST_SHOWN = 24;
/** A part of a character at the end, whose rest may come. */
const PARTIAL = /(?:\uFFFD|<0x[0-9A-F]{2}>){1,3}$/;
/** Characters of a candidate that are shown. */
const MOST_TEXT = 240;

/** What a policy tells while it samples, as a watcher takes it; undefined where nobody watches. */
export function watchingSteps(
  watcher: Watcher | undefined,
  parents: readonly number[],
  log: number,
  tokenizer: Pick<Tokenizer, 'decode'>,
): ((steps: () => readonly StepSoFar[]) => void) | undefined {
  if (!watcher) return undefined;
  const told = (steps: readonly StepSoFar[]): Glimpse => ({
    ...{ kind: 'writing', log, of: parents.length },
    // Of distinct steps there may be fewer than places: those without one are skipped.
    candidates: steps.slice(0, MOST_SHOWN).flatMap(({ tokens, isEnded }, i) => {
      const text = tokenizer.decode(tokens.map(({ token }) => token)).replace(PARTIAL, '');
      return [{ parent: parents[i]!, text: text.slice(-MOST_TEXT), isEnded }];
    }),
    tokens: steps.reduce((sum, { tokens }) => sum + tokens.length, 0),
  });
  // Before the first token what the steps grow from may have to be computed.
  watcher(() => told(parents.map(() => ({ tokens: [], isEnded: false }))));
  return (steps) => watcher(() => told(steps()));
}

/** What a policy tells while it reads a prompt, likewise. */
export function watchingPrompt(
  watcher: Watcher | undefined,
  of: number,
  log: number,
): ((done: number) => void) | undefined {
  watcher?.(() => ({ kind: 'reading', log, done: 0, of }));
  return watcher && ((done) => watcher(() => ({ kind: 'reading', log, done, of })));
}
