/** The exact truth of a story: the value of every quantity, and the steps that lead to the answer. */
import { questionText, factText, type Story } from './story';
import { labelOf, type Operand, type StepPlan } from './relations';
import { ANSWER_PREFIX } from '../written';
import { MAX_VALUE, MIN_VALUE } from './lexicon';

/** A step whose numbers are known. */
export interface SolvedStep extends StepPlan {
  /** Labels that must be known before it. */
  readonly needs: readonly string[];
  readonly a: number;
  readonly b: number;
  readonly value: number;
}

export interface Solved {
  /** Quantities that the story states as numbers. */
  readonly given: ReadonlyMap<string, number>;
  /** Every step that the story allows, those of facts that are not needed included. */
  readonly steps: ReadonlyMap<string, SolvedStep>;
  /** The quantity that is asked for. */
  readonly asked: string;
  readonly answer: number;
}

/** Why a story has no answer; `sentence` is the one at fault. */
export type StoryFault =
  | { readonly code: 'stated-twice'; readonly sentence: string; readonly label: string }
  | { readonly code: 'not-stated'; readonly sentence: string; readonly label: string }
  | { readonly code: 'circular'; readonly sentence: string; readonly label: string }
  | { readonly code: 'which-time'; readonly sentence: string; readonly label: string }
  | { readonly code: 'not-whole'; readonly sentence: string; readonly label: string }
  | { readonly code: 'out-of-range'; readonly sentence: string; readonly label: string; readonly value: number };

export type SolvedStory =
  { readonly ok: true; readonly solved: Solved } | { readonly ok: false; readonly fault: StoryFault };

interface Plan {
  readonly step: StepPlan;
  readonly sentence: string;
}

/** What an operation comes to; a fraction where it does not divide. */
export function worth({ operator }: Pick<StepPlan, 'operator'>, a: number, b: number): number {
  switch (operator) {
    case '+':
      return a + b;
    case '-':
      return a - b;
    case '*':
      return a * b;
    case '/':
      return a / b;
    case '%':
      return (a * b) / 100;
  }
}

const labelsIn = ({ left, right }: StepPlan): string[] => [left, right].filter((part) => typeof part === 'string');

/** Works out every quantity, or names the first sentence that stands in the way. */
export function solveStory(story: Story): SolvedStory {
  const fail = (fault: StoryFault): SolvedStory => ({ ok: false, fault });
  const given = new Map<string, number>();
  const plans = new Map<string, Plan>();
  for (const fact of story.facts) {
    const sentence = factText(fact);
    const meaning = fact.relation.meaning(fact.slots, fact.stage);
    const label = 'value' in meaning ? meaning.label : meaning.at(-1)!.label;
    if (given.has(label) || plans.has(label)) return fail({ code: 'stated-twice', sentence, label });
    if ('value' in meaning) given.set(label, meaning.value);
    // The inner step of a two-hop sentence says the same wherever it stands.
    else for (const step of meaning) plans.set(step.label, { step, sentence });
  }
  const isKnown = (label: string): boolean => given.has(label) || plans.has(label);
  for (const fact of story.facts) {
    const { A, B, C, i } = fact.slots;
    if (fact.stage !== 'first' || i === undefined) continue;
    const unclear = [B, C].find((who) => who !== undefined && who !== A && isKnown(labelOf(who, i, 'first')));
    if (unclear !== undefined)
      return fail({ code: 'which-time', sentence: factText(fact), label: labelOf(unclear, i) });
  }

  const steps = new Map<string, SolvedStep>();
  const open = new Set<string>();
  const valueOf = (label: string, sentence: string): number | StoryFault => {
    const known = given.get(label) ?? steps.get(label)?.value;
    if (known !== undefined) return known;
    const plan = plans.get(label);
    if (!plan) return { code: 'not-stated', sentence, label };
    if (open.has(label)) return { code: 'circular', sentence: plan.sentence, label };
    open.add(label);
    const [a, b] = [plan.step.left, plan.step.right].map((part: Operand) =>
      typeof part === 'number' ? part : valueOf(part, plan.sentence),
    ) as [number | StoryFault, number | StoryFault];
    open.delete(label);
    if (typeof a !== 'number') return a;
    if (typeof b !== 'number') return b;
    const value = worth(plan.step, a, b);
    if (!Number.isInteger(value)) return { code: 'not-whole', sentence: plan.sentence, label };
    if (value < MIN_VALUE || value > MAX_VALUE) return { code: 'out-of-range', sentence: plan.sentence, label, value };
    steps.set(label, { ...plan.step, needs: labelsIn(plan.step), a, b, value });
    return value;
  };

  const asks = story.asking.question.asks(story.asking.slots);
  const sentence = questionText(story.asking);
  if (typeof asks !== 'string') plans.set(asks.label, { step: asks, sentence });
  const asked = typeof asks === 'string' ? asks : asks.label;
  for (const [label, plan] of plans) {
    const value = valueOf(label, plan.sentence);
    if (typeof value !== 'number') return fail(value);
  }
  const answer = valueOf(asked, sentence);
  if (typeof answer !== 'number') return fail(answer);
  return { ok: true, solved: { given, steps, asked, answer } };
}

/** What a line says; `left` and `right` say where its numbers come from. */
export type WrittenStep = Pick<SolvedStep, 'label' | 'left' | 'operator' | 'right' | 'a' | 'b' | 'value'>;

/** The name of a quantity before its number; nothing for a number of the sentence. */
const nameOf = (operand: Operand): string => (typeof operand === 'string' ? `${operand} ` : '');

/** A step as a line: `Anna's marbles: Ben's marbles 12 + 5 = 17`. */
export function stepLine({ label, left, operator, right, a, b, value }: WrittenStep): string {
  const [one, two] = [`${nameOf(left)}${a}`, `${nameOf(right)}${b}`];
  const work = operator === '%' ? `${one}% of ${two}` : `${one} ${operator} ${two}`;
  return `${label}: ${work} = ${value}`;
}

/** The steps that the answer needs, each after those it builds on: depth first, left operand first. */
export function neededSteps({ steps, asked }: Solved): SolvedStep[] {
  const order: SolvedStep[] = [];
  const visit = (label: string): void => {
    const step = steps.get(label);
    if (!step || order.includes(step)) return;
    step.needs.forEach(visit);
    order.push(step);
  };
  visit(asked);
  return order;
}

/** The whole solution as a careful pupil writes it: no line end after the answer. */
export const formatSolution = (solved: Solved): string =>
  [...neededSteps(solved).map(stepLine), `${ANSWER_PREFIX}${solved.answer}`].join('\n');
