/**
 * The relations of a story: how each may be worded, and what it says. One table serves the generator, the parser and
 * the solver.
 *
 * Slots of a wording: `{A}` is whom the sentence is about, `{B}` and `{C}` other people, `{i}` a thing or unit, `{j}` a
 * container or the unit that is converted, `{n}` and `{m}` whole numbers; `{has}` and `{have}` follow the thing.
 */
import { CONTAINERS, CONVERSIONS, THINGS, VERBS } from './lexicon';

export interface Slots {
  readonly A: string;
  readonly B?: string;
  readonly C?: string;
  readonly i?: string;
  readonly j?: string;
  readonly n?: number;
  readonly m?: number;
}

/** When a person's things change, `first` is what was before and `now` what is after; else everything is `now`. */
export type Stage = 'first' | 'now';

/** A number of the story, or the label of a quantity. */
export type Operand = number | string;
export type StepOperator = '+' | '-' | '*' | '/' | '%';

/** One line of a solution: `label: left operator right = value`; `%` is written `left% of right`. */
export interface StepPlan {
  readonly label: string;
  readonly left: Operand;
  readonly operator: StepOperator;
  readonly right: Operand;
}

/** What a sentence says: a number as it is, or one or two steps, the last of which gives the sentence's quantity. */
export type Meaning = { readonly label: string; readonly value: number } | readonly StepPlan[];

export interface Relation {
  readonly kind: string;
  readonly wordings: readonly string[];
  /** What `{i}` may be; empty when no wording has it. */
  readonly units: readonly string[];
  /** What `{j}` may be. */
  readonly others: readonly string[];
  meaning(slots: Slots, stage: Stage): Meaning;
}

/** The name of a quantity, as a solution writes it: `Anna's marbles`, `Anna's marbles at first`. */
export const labelOf = (who: string, unit: string, stage: Stage = 'now'): string =>
  `${who}'s ${unit}${stage === 'first' ? ' at first' : ''}`;

const COUNTED = [...CONTAINERS, ...THINGS, 'dollars'];
const MEASURED = [...COUNTED, 'hours', 'kilometres', 'weeks'];

type Rule = (slots: Required<Slots>, stage: Stage) => Meaning;

function relation(
  kind: string,
  units: readonly string[],
  wordings: readonly string[],
  rule: Rule,
  others: readonly string[] = [],
): Relation {
  return { kind, units, others, wordings, meaning: (slots, stage) => rule(slots as Required<Slots>, stage) };
}

const step = (label: string, left: Operand, operator: StepOperator, right: Operand): StepPlan => ({
  label,
  left,
  operator,
  right,
});

/** A quantity of A from the same quantity of B and a number. */
const fromOther =
  (operator: StepOperator, fixed?: number): Rule =>
  ({ A, B, i, n }, stage) => [step(labelOf(A, i, stage), labelOf(B, i), operator, fixed ?? n)];

/** A's quantity after a change. */
const fromBefore =
  (operator: StepOperator): Rule =>
  ({ A, i, n }) => [step(labelOf(A, i), labelOf(A, i, 'first'), operator, n)];

const twoHop =
  (operator: StepOperator): Rule =>
  ({ A, B, i, n, m }, stage) => {
    const inner = `${m} times ${labelOf(B, i)}`;
    return [step(inner, labelOf(B, i), '*', m), step(labelOf(A, i, stage), inner, operator, n)];
  };

const ageFrom =
  (operator: StepOperator, fixed?: number): Rule =>
  ({ A, B, n }) => [step(labelOf(A, 'age'), labelOf(B, 'age'), operator, fixed ?? n)];

/** Whether a person may count the one in the other. */
export const converts = (from: string, to: string): boolean => CONVERSIONS.some(([a, b]) => a === from && b === to);

const factorOf = (from: string, to: string): number => CONVERSIONS.find(([a, b]) => a === from && b === to)![2];

export const RELATIONS: readonly Relation[] = [
  relation(
    'given',
    MEASURED,
    ['{A} {has} {n} {i}.', '{A} {has} exactly {n} {i}.', '{A} {has} a total of {n} {i}.'],
    ({ A, i, n }, stage) => ({ label: labelOf(A, i, stage), value: n }),
  ),
  relation(
    'gain',
    COUNTED,
    ['Then {A} found {n} more {i}.', 'Later, {A} got {n} more {i}.', '{A} was then given {n} more {i}.'],
    fromBefore('+'),
  ),
  relation(
    'loss',
    COUNTED,
    ['Then {A} gave away {n} {i}.', 'Later, {A} lost {n} {i}.', '{A} then used up {n} {i}.'],
    fromBefore('-'),
  ),
  relation(
    'more-than',
    MEASURED,
    ['{A} {has} {n} more {i} than {B}.', '{A} {has} as many {i} as {B} and {n} more.'],
    fromOther('+'),
  ),
  relation(
    'fewer-than',
    MEASURED,
    ['{A} {has} {n} fewer {i} than {B}.', 'It takes {n} more {i} for {A} to be level with {B}.'],
    fromOther('-'),
  ),
  relation(
    'times',
    MEASURED,
    ['{A} {has} {n} times as many {i} as {B}.', '{A} {has} {n} times the number of {i} that {B} {has}.'],
    fromOther('*'),
  ),
  relation(
    'double',
    MEASURED,
    ['{A} {has} twice as many {i} as {B}.', '{A} {has} double the number of {i} that {B} {has}.'],
    fromOther('*', 2),
  ),
  relation(
    'half',
    MEASURED,
    ['{A} {has} half as many {i} as {B}.', '{A} {has} half the number of {i} that {B} {has}.'],
    fromOther('/', 2),
  ),
  relation(
    'third',
    MEASURED,
    ['{A} {has} a third as many {i} as {B}.', '{A} {has} a third of the number of {i} that {B} {has}.'],
    fromOther('/', 3),
  ),
  relation(
    'quarter',
    MEASURED,
    ['{A} {has} a quarter as many {i} as {B}.', '{A} {has} a quarter of the number of {i} that {B} {has}.'],
    fromOther('/', 4),
  ),
  relation(
    'percentage',
    MEASURED,
    ['{A} {has} {n} percent as many {i} as {B}.', '{A} {has} {n} percent of the number of {i} that {B} {has}.'],
    ({ A, B, i, n }, stage) => [step(labelOf(A, i, stage), n, '%', labelOf(B, i))],
  ),
  relation(
    'together',
    MEASURED,
    ['{A} {has} as many {i} as {B} and {C} together.', '{A} {has} as many {i} as {B} and {C} {have} in total.'],
    ({ A, B, C, i }, stage) => [step(labelOf(A, i, stage), labelOf(B, i), '+', labelOf(C, i))],
  ),
  relation(
    'difference',
    MEASURED,
    ['{A} {has} as many {i} as {B} {has} more than {C}.', '{A} {has} as many {i} as {C} {has} fewer than {B}.'],
    ({ A, B, C, i }, stage) => [step(labelOf(A, i, stage), labelOf(B, i), '-', labelOf(C, i))],
  ),
  relation(
    'two-hop-more',
    MEASURED,
    ['{A} {has} {n} more than {m} times as many {i} as {B}.', '{A} {has} {m} times as many {i} as {B} and {n} more.'],
    twoHop('+'),
  ),
  relation(
    'two-hop-fewer',
    MEASURED,
    ['{A} {has} {n} fewer than {m} times as many {i} as {B}.', '{A} {has} {m} times as many {i} as {B} less {n}.'],
    twoHop('-'),
  ),
  relation(
    'share',
    COUNTED,
    [
      'If {B} shared out the {i} equally among {n} friends, each would get as many as {A} has.',
      '{A} {has} as many {i} as each of {n} friends would get if {B} shared equally.',
    ],
    fromOther('/'),
  ),
  relation(
    'packs',
    THINGS,
    ['{A} {has} {n} {j} of {m} {i} each.', '{A} {has} {n} {j} with {m} {i} in each.'],
    ({ A, i, n, m }, stage) => [step(labelOf(A, i, stage), n, '*', m)],
    CONTAINERS,
  ),
  relation(
    'holds',
    THINGS,
    ['Each of the {j} of {A} holds {m} {i}.', 'There are {m} {i} in each of the {j} of {A}.'],
    ({ A, i, j, m }) => [step(labelOf(A, i), labelOf(A, j), '*', m)],
    CONTAINERS,
  ),
  relation(
    'price',
    THINGS,
    ['{A} buys {n} {i} at {m} dollars each.', '{A} buys {n} {i} and pays {m} dollars for each.'],
    ({ A, n, m }) => [step(labelOf(A, 'bill'), n, '*', m)],
  ),
  relation(
    'price-of-all',
    THINGS,
    ['{A} paid {m} dollars for each of the {i}.', 'Each of the {i} cost {A} {m} dollars.'],
    ({ A, i, m }) => [step(labelOf(A, 'bill'), labelOf(A, i), '*', m)],
  ),
  relation(
    'change',
    [],
    ['{A} pays the bill with {n} dollars.', 'For the bill, {A} hands over {n} dollars.'],
    ({ A, n }) => [step(labelOf(A, 'change'), n, '-', labelOf(A, 'bill'))],
  ),
  relation(
    'rate',
    THINGS,
    ['{A} packs {n} {i} an hour for {m} hours.', 'In {m} hours, {A} packs {n} {i} an hour.'],
    ({ A, i, n, m }) => [step(labelOf(A, i), n, '*', m)],
  ),
  relation(
    'rate-of-hours',
    THINGS,
    ['{A} packs {n} {i} in each hour of work.', 'In each hour of work, {A} packs {n} {i}.'],
    ({ A, i, n }) => [step(labelOf(A, i), labelOf(A, 'hours'), '*', n)],
  ),
  relation(
    'distance',
    [],
    ['{A} rides at {n} kilometres an hour for {m} hours.', 'For {m} hours, {A} rides at {n} kilometres an hour.'],
    ({ A, n, m }) => [step(labelOf(A, 'kilometres'), n, '*', m)],
  ),
  relation(
    'conversion',
    CONVERSIONS.map(([, to]) => to),
    ['{A} counts the {j} in {i}.', '{A} turns the number of {j} into {i}.'],
    ({ A, i, j }) => [step(labelOf(A, i), labelOf(A, j), '*', factorOf(j, i))],
    CONVERSIONS.map(([from]) => from),
  ),
  relation('age', [], ['{A} is {n} years old.', 'The age of {A} is {n} years.'], ({ A, n }) => ({
    label: labelOf(A, 'age'),
    value: n,
  })),
  relation('older', [], ['{A} is {n} years older than {B}.', '{A} was born {n} years before {B}.'], ageFrom('+')),
  relation('younger', [], ['{A} is {n} years younger than {B}.', '{A} was born {n} years after {B}.'], ageFrom('-')),
  relation(
    'times-as-old',
    [],
    ['{A} is {n} times as old as {B}.', 'The age of {A} is {n} times that of {B}.'],
    ageFrom('*'),
  ),
  relation('half-as-old', [], ['{A} is half as old as {B}.', 'The age of {A} is half that of {B}.'], ageFrom('/', 2)),
];

const ASKED = [...VERBS.keys()];
const TOTAL = 'total';
const DIFFERENCE = 'difference';

/** A question's meaning is the label of a quantity, or one more step. */
export type Asked = string | StepPlan;

export interface Question {
  readonly kind: string;
  readonly wordings: readonly string[];
  readonly units: readonly string[];
  asks(slots: Slots): Asked;
}

const question = (
  kind: string,
  units: readonly string[],
  wordings: readonly string[],
  asks: (slots: Required<Slots>) => Asked,
): Question => ({ kind, units, wordings, asks: (slots) => asks(slots as Required<Slots>) });

export const QUESTIONS: readonly Question[] = [
  question(
    'amount',
    ASKED,
    ['How many {i} does {A} {have}?', 'What is the number of {i} that {A} {has}?'],
    ({ A, i }) => labelOf(A, i),
  ),
  question(
    'sum',
    MEASURED,
    ['How many {i} do {A} and {B} {have} together?', 'How many {i} do {A} and {B} {have} in total?'],
    ({ A, B, i }) => step(TOTAL, labelOf(A, i), '+', labelOf(B, i)),
  ),
  question(
    'comparison',
    MEASURED,
    ['How many more {i} does {A} {have} than {B}?', 'How many fewer {i} does {B} {have} than {A}?'],
    ({ A, B, i }) => step(DIFFERENCE, labelOf(A, i), '-', labelOf(B, i)),
  ),
  question('age', [], ['How old is {A}?', 'What is the age of {A}?'], ({ A }) => labelOf(A, 'age')),
  question(
    'ages',
    [],
    ['How old are {A} and {B} together?', 'What is the sum of the ages of {A} and {B}?'],
    ({ A, B }) => step(TOTAL, labelOf(A, 'age'), '+', labelOf(B, 'age')),
  ),
  question(
    'age-gap',
    [],
    ['How many years older is {A} than {B}?', 'How many years younger is {B} than {A}?'],
    ({ A, B }) => step(DIFFERENCE, labelOf(A, 'age'), '-', labelOf(B, 'age')),
  ),
  question('bill', [], ['How many dollars does {A} have to pay?', 'What is the bill of {A} in dollars?'], ({ A }) =>
    labelOf(A, 'bill'),
  ),
  question('change', [], ['How many dollars of change does {A} get?', 'How many dollars does {A} get back?'], ({ A }) =>
    labelOf(A, 'change'),
  ),
];
