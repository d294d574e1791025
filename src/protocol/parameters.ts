/** What the page needs to know of a search's parameters, so that it and the command line share one source. */
export { DEFAULT_STRATEGY, DEFAULT_VERIFIER, divisors, PARAMETER_LIMITS, parameterProblem } from '../search/defaults';
export type { Limit } from '../search/defaults';
export {
  hasMeaning,
  meaningful,
  recordedParameters,
  scaleFault,
  STRATEGY_OPTIONS,
  STRATEGY_TRAITS,
} from '../search/options';
export type { ChoiceOption, NumberOption, OptionValues, StrategyOption } from '../search/options';
export type { CommonParameter, EventToken, PruneReason, SearchEvent, SearchParameters } from '../search/types';
