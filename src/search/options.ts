/**
 * Parameters that only some strategies have: in a URL `p.<name>=`, on the command line `--p name=value`, in a trace
 * among the strategy's parameters. Page, URL and command line read this table and know no option by name.
 */
import type { StrategyId } from '../core/ids';

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
}

export interface ChoiceOption {
  readonly kind: 'choice';
  readonly name: string;
  readonly choices: readonly string[];
  readonly fallback: string;
  readonly label: string;
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
};
/** No step begins once so many tokens were sampled, so it is exceeded by one step at most. 0 is no limit. */
const budget = number('maxPolicyTokens', [0, 10_000_000], 0, 'budget of policy tokens (0: none)', true);
/** A sample ends early when its score falls below this. 0 is never. */
const stopBelow = number('stopBelow', [0, 1], 0, 'value below which a sample is given up (0: never)');

const sampled = [aggregation, stopBelow, budget];

export const STRATEGY_OPTIONS: Readonly<Record<StrategyId, readonly StrategyOption[]>> = {
  greedy: [],
  majority: [budget],
  'best-of-n': sampled,
  'weighted-vote': sampled,
  beam: [aggregation, budget],
  'two-width-beam': [aggregation, budget],
  dvts: [aggregation, budget],
  rebase: [
    aggregation,
    number('balance', [0.01, 10], 0.1, 'balance temperature'),
    { kind: 'choice', name: 'rounding', choices: ['nearest', 'up'], fallback: 'nearest', label: 'rounding of shares' },
    budget,
  ],
  mcts: [
    number('simulations', [1, 2000], 40, 'number of simulations', true),
    number('expansions', [1, 64], 5, 'children of an expansion', true),
    number('exploration', [0, 100], 1.25, 'exploration constant c'),
    budget,
  ],
  'lookahead-beam': [aggregation, number('lookahead', [0, 8], 1, 'steps looked ahead', true), budget],
  'token-guided': [
    number('tokens', [1, 20], 5, 'tokens that are weighed at each place', true),
    number('leastProbability', [0, 1], 0.02, 'probability below which a token is not weighed'),
    number('policyWeight', [0, 10], 0.1, "weight of the policy's logprob"),
    { kind: 'choice', name: 'avoid', choices: ['none', '+', '-', '*', '/'], fallback: 'none', label: 'sign to avoid' },
    budget,
  ],
};

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
