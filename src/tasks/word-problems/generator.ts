/**
 * Makes stories of a wanted number of steps. A story grows backwards from what is asked: each quantity is either a
 * number or follows, by a relation that fits, from quantities that take the remaining steps.
 */
import { pick, type Rng } from '../../core/rng';
import { QuantityBuilder, type Quantity } from './builder';
import { neededSteps, solveStory, type Solved } from './solver';
import type { Asking, Fact, Story } from './story';
import { QUESTIONS, type Slots } from './relations';
import { CONVERSIONS, MAX_VALUE, THINGS } from './lexicon';

export const MIN_LEVEL = 1;
export const MAX_LEVEL = 8;

const MAX_DISTRACTORS = 3;
/** Most draws fit; a draw that comes out too large or not whole is thrown away. */
const MAX_TRIES = 10_000;

export interface GeneratedStory {
  readonly story: Story;
  readonly solved: Solved;
}

/** @param level the number of steps of the solution, `MIN_LEVEL` to `MAX_LEVEL`. */
export function generateStory(rng: Rng, level: number): GeneratedStory {
  if (!Number.isInteger(level) || level < MIN_LEVEL || level > MAX_LEVEL)
    throw new RangeError(`a story has ${MIN_LEVEL} to ${MAX_LEVEL} steps, not ${level}`);
  for (let i = 0; i < MAX_TRIES; i++) {
    const story = drawStory(rng, level);
    if (!story) continue;
    const result = solveStory(story);
    if (result.ok && neededSteps(result.solved).length === level) return { story, solved: result.solved };
  }
  throw new Error(`no story of ${level} steps in ${MAX_TRIES} draws`);
}

function drawStory(rng: Rng, level: number): Story | null {
  const builder = new QuantityBuilder(rng);
  const asking = drawAsking(rng, level, builder);
  if (!asking) return null;
  const facts = [...builder.facts];
  for (let i = rng.integer(0, MAX_DISTRACTORS); i > 0; i--) builder.distract();
  for (const extra of builder.facts.slice(facts.length)) facts.splice(rng.integer(0, facts.length), 0, extra);
  return { facts: rng.uniform() < 0.5 ? facts : shuffled(rng, facts), asking };
}

/** What is asked, and the facts it needs, which stay in the builder. */
function drawAsking(rng: Rng, level: number, builder: QuantityBuilder): Asking | null {
  const at = rng.uniform();
  if (at < 0.6) return askAmount(rng, level, builder, pick(rng, THINGS));
  if (at < 0.65) return askAmount(rng, level, builder, 'dollars');
  if (at < 0.73) return askAmount(rng, level, builder, pick(rng, ['hours', 'kilometres', 'weeks']));
  if (at < 0.81) return askConversion(rng, level, builder);
  if (at < 0.9) return askAge(rng, level, builder);
  return askMoney(rng, level, builder);
}

function ask(rng: Rng, kind: string, slots: Slots): Asking {
  const question = QUESTIONS.find((candidate) => candidate.kind === kind)!;
  return { question, wording: rng.integer(0, question.wordings.length - 1), slots };
}

function askAmount(rng: Rng, level: number, builder: QuantityBuilder, unit: string): Asking | null {
  if (rng.uniform() < 0.7) {
    const one = builder.make(unit, level);
    return one && ask(rng, 'amount', { A: one.who, i: unit });
  }
  const pair = makePair(rng, level - 1, builder, unit);
  return pair && ask(rng, pair.kind === 'sum' ? 'sum' : 'comparison', { A: pair.a.who, B: pair.b.who, i: unit });
}

function askAge(rng: Rng, level: number, builder: QuantityBuilder): Asking | null {
  if (rng.uniform() < 0.6) {
    const one = builder.make('age', level);
    return one && ask(rng, 'age', { A: one.who });
  }
  const pair = makePair(rng, level - 1, builder, 'age');
  return pair && ask(rng, pair.kind === 'sum' ? 'ages' : 'age-gap', { A: pair.a.who, B: pair.b.who });
}

/** Two quantities to add or compare; the second is often one that the first was worked out from. */
function makePair(
  rng: Rng,
  steps: number,
  builder: QuantityBuilder,
  unit: string,
): { kind: 'sum' | 'gap'; a: Quantity; b: Quantity } | null {
  const pair = builder.makeTwo(unit, steps);
  if (!pair) return null;
  const [a, b] = pair;
  if (rng.uniform() < 0.5 || a.value === b.value) return { kind: 'sum', a, b };
  return a.value > b.value ? { kind: 'gap', a, b } : { kind: 'gap', a: b, b: a };
}

function askConversion(rng: Rng, level: number, builder: QuantityBuilder): Asking | null {
  const [from, to, factor] = pick(rng, CONVERSIONS);
  const whole = builder.make(from, level - 1);
  if (!whole || whole.value * factor > MAX_VALUE) return null;
  builder.state('conversion', { A: whole.who, i: to, j: from });
  return ask(rng, 'amount', { A: whole.who, i: to });
}

function askMoney(rng: Rng, level: number, builder: QuantityBuilder): Asking | null {
  const asksChange = level > 1 && rng.uniform() < 0.5;
  const bill = builder.makeBill(asksChange ? level - 1 : level);
  if (!bill) return null;
  if (!asksChange) return ask(rng, 'bill', { A: bill.who });
  const note = [10, 20, 50, 100, 200, 500, 1000, 2000, 5000].find((value) => value > bill.value);
  if (note === undefined) return null;
  builder.state('change', { A: bill.who, n: note });
  return ask(rng, 'change', { A: bill.who });
}

function shuffled(rng: Rng, facts: readonly Fact[]): Fact[] {
  const out = [...facts];
  for (let i = out.length - 1; i > 0; i--) {
    const k = rng.integer(0, i);
    [out[i], out[k]] = [out[k]!, out[i]!];
  }
  // "Then" never stands before "At first" of the same person.
  for (const [at, { stage, slots }] of out.entries()) {
    if (stage !== 'first') continue;
    const before = out.findIndex(
      ({ relation, slots: s }, i) =>
        i < at && (relation.kind === 'gain' || relation.kind === 'loss') && s.A === slots.A && s.i === slots.i,
    );
    if (before >= 0) [out[at], out[before]] = [out[before]!, out[at]!];
  }
  return out;
}
