/** From a query string to the page's state. Never throws: what is not understood becomes a problem and a default. */
import { isVerifierName } from '../core/ids';
import { PARAMETER_LIMITS, STRATEGY_OPTIONS } from '../protocol/parameters';
import type { CommonParameter, NumberOption, OptionValues, StrategyOption } from '../protocol/parameters';
import { canBeMember, candidatesOf, inOrder, traitsOf } from '../verifiers/find';
import type { VerifierOption, VerifierOptions, VerifierOptionValue } from '../verifiers/types';
import {
  CONTROLS,
  DEFAULT_STATE,
  EXTRA_PARAMETERS,
  lessonPlace,
  OFFERED_BACKENDS,
  OFFERED_LANGUAGES,
  OFFERED_STRATEGIES,
  OFFERED_TASKS,
  OFFERED_VERIFIERS,
  PANELS,
  THEMES,
  TOUR,
  VIEWS,
  withTask,
} from './fields';
import type { UrlProblem, UrlState } from './fields';

export interface ParsedUrl {
  readonly state: UrlState;
  readonly problems: readonly UrlProblem[];
}

/** Longest value that is read, and the most problems that are reported. */
const MAX_VALUE = 2000;
const MAX_SHOWN = 40;
const MAX_PROBLEMS = 8;

const NUMBER_FIELDS = ['samples', 'beam', 'temperature', 'seed'] as const satisfies readonly CommonParameter[];

type Report = (problem: UrlProblem) => void;
type Reader = (field: string, value: string, report: Report) => Partial<UrlState>;

const shorten = (text: string): string => (text.length > MAX_SHOWN ? `${text.slice(0, MAX_SHOWN)}…` : text);

/** A field that takes one of a few words. */
function oneOf<T extends string>(offered: readonly T[], apply: (value: T) => Partial<UrlState>): Reader {
  return (field, value, report) => {
    const found = offered.find((word) => word === value);
    if (found !== undefined) return apply(found);
    report({ code: 'not-offered', field, value: shorten(value), offered });
    return {};
  };
}

/** A field that takes any of a few words, separated by commas. */
function someOf<T extends string>(offered: readonly T[], apply: (values: T[]) => Partial<UrlState>): Reader {
  return (field, value, report) => {
    const words = value
      .split(',')
      .map((word) => word.trim())
      .filter(Boolean);
    const found = offered.filter((word) => words.includes(word));
    for (const word of words) {
      if (!offered.some((known) => known === word))
        report({ code: 'not-offered', field, value: shorten(word), offered });
    }
    return apply(found);
  };
}

const flag = (apply: (on: boolean) => Partial<UrlState>): Reader => oneOf(['1', '0'], (value) => apply(value === '1'));

type Range = Pick<NumberOption, 'min' | 'max' | 'integer'>;

function readNumber({ min, max, integer }: Range, field: string, value: string, report: Report): number | null {
  const number = /^-?\d+(\.\d+)?(e-?\d+)?$/.test(value) ? Number(value) : NaN;
  if (number >= min && number <= max && (!integer || Number.isInteger(number))) return number;
  report({ code: 'not-in-range', field, value: shorten(value), min, max, whole: integer });
  return null;
}

const READERS: Readonly<Record<string, Reader>> = {
  // The task itself was taken over before: other fields depend on it.
  task: oneOf(OFFERED_TASKS, () => ({})),
  problem: (_, problem) => ({ problem }),
  strategy: oneOf(OFFERED_STRATEGIES, (strategy) => ({ strategy })),
  // Which of the names that are none of ours there are is known when the pack's list has come.
  verifier: (field, value, report) => {
    if (isVerifierName(value)) return { verifier: value };
    report({ code: 'not-offered', field, value: shorten(value), offered: OFFERED_VERIFIERS });
    return {};
  },
  backend: oneOf(OFFERED_BACKENDS, (backend) => ({ backend })),
  autorun: flag((autorun) => ({ autorun })),
  embed: flag((embed) => ({ embed })),
  theme: oneOf(THEMES, (theme) => ({ theme })),
  lang: oneOf(OFFERED_LANGUAGES, (lang) => ({ lang })),
  view: oneOf(VIEWS, (view) => ({ view })),
  trace: (_, trace) => ({ trace: trace || null }),
  policy: (_, policy) => ({ policy: policy || null }),
  lesson: (field, lesson, report) => {
    if (lessonPlace(lesson)) return { lesson };
    report({ code: 'not-offered', field, value: shorten(lesson), offered: ['1', TOUR, `${TOUR}:1`] });
    return {};
  },
  hide: someOf(PANELS, (hide) => ({ hide })),
  lock: someOf(CONTROLS, (lock) => ({ lock })),
};

/**
 * Reads the fields of a URL (or of an embed's `configure`, which has the same names) over `base`.
 *
 * A field that is given twice counts the first time. K and b that do not fit each other are left as they are: which
 * pairs fit is the run's business, and it has a sentence for it.
 */
export function parseFields(
  fields: Iterable<readonly [name: string, value: string]>,
  base: UrlState = DEFAULT_STATE,
): ParsedUrl {
  const problems: UrlProblem[] = [];
  const report: Report = (problem) => {
    if (problems.length < MAX_PROBLEMS) problems.push(problem);
  };
  const seen = new Set<string>();
  // Half a character could not be written into an address, which then would bring back another problem.
  const given = [...fields].map(([field, value]) => [field, value.replace(/\p{Surrogate}/gu, '\ufffd')] as const);
  const wanted = given.find(([field]) => field === 'task')?.[1];
  let state = withTask(base, OFFERED_TASKS.find((task) => task === wanted) ?? base.task);
  /** Which options there are depends on the strategy and the verifier, which may come later. */
  const chosen = new Map<string, string>();
  for (const [field, value] of given) {
    const shown = shorten(field);
    if (seen.has(field)) {
      report({ code: 'repeated', field: shown });
      continue;
    }
    seen.add(field);
    if (value.length > MAX_VALUE) {
      report({ code: 'too-long', field: shown, limit: MAX_VALUE });
      continue;
    }
    const parameter = parameterOf(field);
    if (parameter) {
      const number = readNumber(PARAMETER_LIMITS[parameter], field, value, report);
      if (number !== null) state = { ...state, parameters: { ...state.parameters, [parameter]: number } };
    } else if (field.startsWith('p.')) chosen.set(field, value);
    else if (Object.hasOwn(READERS, field)) state = { ...state, ...READERS[field]!(field, value, report) };
    else report({ code: 'unknown-field', field: shown });
  }
  const options = keptOptions(state, base);
  const judging: Record<string, VerifierOptionValue> = { ...state.verifierOptions };
  for (const [field, value] of chosen) {
    const option = STRATEGY_OPTIONS[state.strategy].find(({ name }) => field === `p.${name}`);
    const judged = traitsOf(state.verifier).options.find(({ name }) => field === `p.${name}`);
    if (option) readOption(option, field, value, options, report);
    else if (judged) readVerifierOption(judged, field, value, judging, report);
    else report({ code: 'unknown-field', field: shorten(field) });
  }
  return { state: withVerifierOptions(withOptions(state, options), judging), problems };
}

/** The options that were there before, as far as the strategy is the same. */
const keptOptions = (state: UrlState, base: UrlState): Record<string, number | string> =>
  state.strategy === base.strategy ? { ...base.parameters.options } : {};

function readOption(
  option: StrategyOption,
  field: string,
  value: string,
  into: Record<string, number | string>,
  report: Report,
): void {
  if (option.kind === 'number') {
    const number = readNumber(option, field, value, report);
    if (number !== null) into[option.name] = number;
  } else if (option.choices.includes(value)) into[option.name] = value;
  else report({ code: 'not-offered', field, value: shorten(value), offered: option.choices });
}

function readVerifierOption(
  option: VerifierOption,
  field: string,
  value: string,
  into: Record<string, VerifierOptionValue>,
  report: Report,
): void {
  if (option.kind === 'number') {
    const number = readNumber(option, field, value, report);
    if (number !== null) into[option.name] = number;
    return;
  }
  const words = value.split(',').map((word) => word.trim());
  const members = inOrder(words).filter((id) => isVerifierName(id) && canBeMember(option, id));
  if (members.length >= option.least && members.length === words.length) into[option.name] = members;
  else report({ code: 'not-offered', field, value: shorten(value), offered: candidatesOf(option) });
}

/** The state with these options of its verifier; those that say what is so by default, or of another, are left out. */
export function withVerifierOptions(state: UrlState, values: VerifierOptions): UrlState {
  const said = traitsOf(state.verifier).options.flatMap(({ name, fallback }) => {
    const value = values[name];
    return value === undefined || String(value) === String(fallback) ? [] : [[name, value] as const];
  });
  return { ...state, verifierOptions: Object.fromEntries(said) };
}

/** The state with these options; those that say what is so by default are left out. */
export function withOptions(state: UrlState, values: OptionValues): UrlState {
  const said = STRATEGY_OPTIONS[state.strategy].flatMap(({ name, fallback }) => {
    const value = values[name];
    return value === undefined || value === fallback ? [] : [[name, value] as const];
  });
  const { options: _, ...parameters } = state.parameters;
  return { ...state, parameters: said.length ? { ...parameters, options: Object.fromEntries(said) } : parameters };
}

function parameterOf(field: string): CommonParameter | undefined {
  const named = NUMBER_FIELDS.find((name) => name === field);
  return named ?? EXTRA_PARAMETERS.find((name) => `p.${name}` === field);
}

/** Reads a query string, with or without its question mark. */
export const parseUrl = (query: string): ParsedUrl => parseFields(new URLSearchParams(query));
