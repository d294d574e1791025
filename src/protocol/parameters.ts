/** What the page needs to know of a search's parameters, so that it and the command line share one source. */
export {
  DEFAULT_PARAMETERS,
  DEFAULT_STRATEGY,
  DEFAULT_VERIFIER,
  divisors,
  PARAMETER_LIMITS,
  parameterProblem,
} from '../search/defaults';
export type { Limit } from '../search/defaults';
export type { EventToken, SearchEvent, SearchParameters } from '../search/types';
