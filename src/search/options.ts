/**
 * Parameters that only some strategies have: in a URL `p.<name>=`, on the command line `--p name=value`, in a trace
 * among the strategy's parameters. Page, URL and command line read this table and know no option by name.
 *
 * An option, or one of its choices, may have a meaning on some scales of a verifier only; so may a whole strategy.
 */
import type { StrategyId } from '../core/ids';
import { SCALES, type Scale } from '../core/scale';
import type { CommonParameters } from '../core/search-parameters';

export interface NumberOption {
  readonly kind: 'number';
  readonly name: string;
  readonly min: number;
  readonly max: number;
  /** Whole numbers only. */
  readonly integer: boolean;
  readonly fallback: number;
  /** How a sentence names it. */
  readonly label: string;
  /** The scales on which another number than the fallback means something; all where it is left out. */
  readonly scales?: readonly Scale[];
}

export interface ChoiceOption {
  readonly kind: 'choice';
  readonly name: string;
  readonly choices: readonly string[];
  readonly fallback: string;
  readonly label: string;
  /** By choice, the scales on which it means something; all for those that are not in it. */
  readonly scales?: Readonly<Partial<Record<string, readonly Scale[]>>>;
}

export type StrategyOption = NumberOption | ChoiceOption;
/** Those that were given; the others have their fallbacks. */
export type OptionValues = Readonly<Record<string, number | string>>;

const number = (
  name: string,
  [min, max]: readonly [number, number],
  fallback: number,
  label: string,
  integer = false,
): NumberOption => ({ kind: 'number', name, min, max, integer, fallback, label });

export const AGGREGATIONS = ['last', 'min', 'mean', 'product'] as const;
export type Aggregation = (typeof AGGREGATIONS)[number];

/** How a path's score is made of the verifier's numbers at the ends of its steps. `last` is the papers' default. */
const aggregation: ChoiceOption = {
  kind: 'choice',
  name: 'aggregation',
  choices: AGGREGATIONS,
  fallback: 'last',
  label: 'aggregation of step scores',
  // Of two negative numbers the product is positive, and the larger the worse they are.
  scales: { product: ['probability'] },
};
/** No step begins once so many tokens were sampled, so it is exceeded by one step at most. 0 is no limit. */
const budget = number('maxPolicyTokens', [0, 10_000_000], 0, 'budget of policy tokens (0: none)', true);
/** A sample ends early when its score falls below this. 0 is never. Every log-probability is below it. */
const stopBelow: NumberOption = {
  ...number('stopBelow', [0, 1], 0, 'value below which a sample is given up (0: never)'),
  scales: ['probability'],
};

// Of 0.02, 0.05, 0.1 and 0.2 the best for `tvm` on the settings split of the Game of 24.
const epsilon = number('epsilon', [0, 1], 0.1, 'probability below which no token is drawn');

const sampled = [aggregation, stopBelow, budget];

/** What page, command line and URL must know of a strategy without its code. */
export interface StrategyTraits {
  /** Whether a verifier must be given. */
  readonly needsVerifier: boolean;
  /** Whether every beam gets the same number of samples, so that K is a multiple of b. */
  readonly sharesSamples: boolean;
  /** The scales of a verifier on which it means something; where none is needed, any verifier may tint. */
  readonly scales: readonly Scale[];
  readonly options: readonly StrategyOption[];
  /** Whether it draws random numbers; otherwise it writes the same whatever the seed. */
  readonly draws: (options: OptionValues) => boolean;
}

const steered: StrategyTraits = {
  needsVerifier: true,
  sharesSamples: false,
  scales: SCALES,
  options: [],
  draws: () => true,
};
const free: StrategyTraits = { ...steered, needsVerifier: false };
const shared: StrategyTraits = { ...steered, sharesSamples: true, options: [aggregation, budget] };

/**
 * Those that only compare scores take any scale. Those that add or exponentiate them (`weighted-vote`, `rebase`,
 * `mcts`) bring them to [0, 1] first (`toUnit`).
 */
export const STRATEGY_TRAITS: Readonly<Record<StrategyId, StrategyTraits>> = {
  greedy: { ...free, draws: () => false },
  majority: { ...free, options: [budget] },
  'best-of-n': { ...steered, options: sampled },
  'weighted-vote': { ...steered, options: sampled },
  beam: shared,
  'distinct-beam': { ...shared, options: [aggregation, epsilon, budget] },
  'two-width-beam': shared,
  dvts: shared,
  rebase: {
    ...steered,
    options: [
      aggregation,
      number('balance', [0.01, 10], 0.1, 'balance temperature'),
      {
        kind: 'choice',
        name: 'rounding',
        choices: ['nearest', 'up'],
        fallback: 'nearest',
        label: 'rounding of shares',
      },
      budget,
    ],
  },
  mcts: {
    ...steered,
    options: [
      number('simulations', [1, 2000], 40, 'number of simulations', true),
      number('expansions', [1, 64], 5, 'children of an expansion', true),
      number('exploration', [0, 100], 1.25, 'exploration constant c'),
      budget,
    ],
  },
  'lookahead-beam': {
    ...shared,
    options: [aggregation, number('lookahead', [0, 8], 1, 'steps looked ahead', true), budget],
  },
  'token-guided': {
    ...steered,
    draws: ({ next }) => next === 'drawn',
    options: [
      number('tokens', [1, 20], 5, 'tokens that are weighed at each place', true),
      number('leastProbability', [0, 1], 0.02, 'probability below which a token is not weighed'),
      number('policyWeight', [0, 10], 0.1, "weight of the policy's logprob"),
      { kind: 'choice', name: 'next', choices: ['best', 'drawn'], fallback: 'best', label: 'choice of the next token' },
      {
        kind: 'choice',
        name: 'avoid',
        choices: ['none', '+', '-', '*', '/'],
        fallback: 'none',
        label: 'sign to avoid',
      },
      budget,
    ],
  },
};

/** By strategy, what it has beyond the common parameters. */
export const STRATEGY_OPTIONS = Object.fromEntries(
  Object.entries(STRATEGY_TRAITS).map(([id, { options }]) => [id, options]),
) as Readonly<Record<StrategyId, readonly StrategyOption[]>>;

/** A verifier, as far as what may be asked of it depends on it. */
export interface Judging {
  readonly id: string;
  readonly scale: Scale;
}

/** What has no meaning on the scale of a verifier: the strategy, an option's number, or one of its choices. */
export interface ScaleFault {
  readonly verifier: string;
  readonly scale: Scale;
  readonly strategy: StrategyId;
  /** Null where it is the strategy itself. */
  readonly option: string | null;
  readonly value: number | string | null;
}

/** Whether a value of an option means something on a scale. The fallback always does. */
export const hasMeaning = (option: StrategyOption, value: number | string, scale: Scale): boolean => {
  const scales = option.kind === 'choice' ? option.scales?.[String(value)] : option.scales;
  return value === option.fallback || (scales ?? SCALES).includes(scale);
};

/** The first thing that has no meaning with this verifier, or null. */
export function scaleFault(
  strategy: StrategyId,
  values: OptionValues = {},
  { id: verifier, scale }: Judging,
): ScaleFault | null {
  const { needsVerifier, scales, options } = STRATEGY_TRAITS[strategy];
  if (!needsVerifier) return null;
  const fault = { verifier, scale, strategy };
  if (!scales.includes(scale)) return { ...fault, option: null, value: null };
  for (const option of options) {
    const value = values[option.name];
    if (value !== undefined && !hasMeaning(option, value, scale)) return { ...fault, option: option.name, value };
  }
  return null;
}

/** These options without those that have no meaning on the scale. */
export const meaningful = (strategy: StrategyId, values: OptionValues, scale: Scale): OptionValues =>
  Object.fromEntries(
    STRATEGY_TRAITS[strategy].options.flatMap((option) => {
      const value = values[option.name];
      return value !== undefined && hasMeaning(option, value, scale) ? [[option.name, value]] : [];
    }),
  );

const SCALE_WORDS: Readonly<Record<Scale, string>> = {
  probability: 'probabilities',
  logprob: 'log-probabilities',
  unbounded: 'numbers without bounds',
};

/** A scale fault as one sentence. */
export function scaleSentence({ verifier, scale, strategy, option, value }: ScaleFault): string {
  const label = STRATEGY_OPTIONS[strategy].find(({ name }) => name === option)?.label;
  const what = label === undefined ? `The strategy ${strategy}` : `The ${label} ${value}`;
  return `${what} has no meaning for the verifier ${verifier}, which gives ${SCALE_WORDS[scale]}.`;
}

/** Why these options cannot be run, as one sentence, or null when they can. */
export function optionProblem(strategy: StrategyId, values: OptionValues = {}): string | null {
  const options = STRATEGY_OPTIONS[strategy];
  for (const [name, value] of Object.entries(values)) {
    const option = options.find((known) => known.name === name);
    if (!option) {
      const names = options.map((known) => known.name).join(', ');
      return `The strategy ${strategy} has no parameter ${name}${names ? `: it has ${names}` : ''}.`;
    }
    if (option.kind === 'choice') {
      if (option.choices.includes(String(value))) continue;
      return `The ${option.label} must be one of ${option.choices.join(', ')}, and this is ${value}.`;
    }
    const fits = option.integer ? Number.isInteger(value) : Number.isFinite(value);
    if (fits && Number(value) >= option.min && Number(value) <= option.max) continue;
    const kind = option.integer ? 'a whole number' : 'a number';
    return `The ${option.label} must be ${kind} from ${option.min} to ${option.max}, and this is ${value}.`;
  }
  return null;
}

/** The value of an option that the strategy has. */
export function optionValue(strategy: StrategyId, name: string, values: OptionValues = {}): number | string | null {
  const option = STRATEGY_OPTIONS[strategy].find((known) => known.name === name);
  return option ? (values[name] ?? option.fallback) : null;
}

/**
 * The parameters that a record says its search had, from outside: in a trace a strategy's options lie flat among them.
 * What is left out, or is of another kind, has its default or is left out.
 */
export function recordedParameters(
  given: Readonly<Record<string, unknown>>,
  strategy: StrategyId,
  defaults: CommonParameters,
): CommonParameters & { readonly options?: OptionValues } {
  const numbers = Object.entries(defaults).map(([name, fallback]: [string, number]) => {
    const value = given[name];
    return [name, typeof value === 'number' ? value : fallback] as const;
  });
  const options = STRATEGY_OPTIONS[strategy].flatMap(({ name }) => {
    const value = given[name];
    return typeof value === 'number' || typeof value === 'string' ? [[name, value] as const] : [];
  });
  const common = Object.fromEntries(numbers) as unknown as CommonParameters;
  return options.length ? { ...common, options: Object.fromEntries(options) } : common;
}
