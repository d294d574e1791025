/**
 * What a URL can say about the page. The names are public: links and embeds made today must work later.
 *
 * Only what this version offers is accepted as a value; everything else is answered with a sentence.
 */
import { STRATEGY_IDS, TASK_IDS, VIEW_IDS } from '../core/ids';
import { LANGUAGE_IDS } from '../core/languages';
import type { BackendId, TaskId, VerifierId, ViewId } from '../core/ids';
import { DEFAULT_STRATEGY, DEFAULT_VERIFIER } from '../protocol/parameters';
import type { CommonParameter, SearchParameters } from '../protocol/parameters';
import { TASKS } from '../tasks/registry';
import { VERIFIER_NAMES } from '../verifiers/find';
import type { VerifierOptions } from '../verifiers/types';

export const OFFERED_TASKS = TASK_IDS;
export const OFFERED_STRATEGIES = STRATEGY_IDS;
/** Those that are known by name. A URL may name others too, which a pack brings; the page offers what there is. */
export const OFFERED_VERIFIERS = VERIFIER_NAMES;
export const OFFERED_BACKENDS = ['auto', 'wasm', 'webgpu'] as const satisfies readonly (BackendId | 'auto')[];
export const OFFERED_LANGUAGES = LANGUAGE_IDS;
export const VIEWS = VIEW_IDS;
export const THEMES = ['auto', 'light', 'dark'] as const;

/** Parts of the page that an author may leave out of an embed. */
export const PANELS = [
  'header',
  'problem',
  'settings',
  'run',
  'tree',
  'time',
  'legend',
  'outcome',
  'path',
  'token',
  'outline',
  'notes',
  // What is right: questions are not checked, and nothing else on the page tells it.
  'answers',
] as const;
/** Controls that an author may keep a reader from changing. */
export const CONTROLS = [
  'problem',
  'strategy',
  'samples',
  'beam',
  'verifier',
  'temperature',
  'seed',
  'backend',
  'run',
] as const;

/** Parameters of every strategy beyond the named fields, written `p.<name>=` as its own options are. */
export const EXTRA_PARAMETERS = [
  'topK',
  'maxSteps',
  'maxStepTokens',
  'alternatives',
] as const satisfies readonly CommonParameter[];

export type OfferedTask = TaskId;
export type OfferedStrategy = (typeof OFFERED_STRATEGIES)[number];
export type OfferedVerifier = VerifierId;
export type OfferedLanguage = (typeof OFFERED_LANGUAGES)[number];
export type OfferedBackend = (typeof OFFERED_BACKENDS)[number];
export type View = ViewId;
export type ThemeChoice = (typeof THEMES)[number];
export type Panel = (typeof PANELS)[number];
export type Control = (typeof CONTROLS)[number];

export interface UrlState {
  readonly task: OfferedTask;
  readonly problem: string;
  readonly strategy: OfferedStrategy;
  readonly verifier: OfferedVerifier;
  readonly parameters: SearchParameters;
  /** Of the verifier: what is not as by default. */
  readonly verifierOptions: VerifierOptions;
  readonly backend: OfferedBackend;
  readonly autorun: boolean;
  readonly embed: boolean;
  readonly theme: ThemeChoice;
  readonly lang: OfferedLanguage;
  readonly view: View;
  /** Where a trace to be shown lies; not yet fetched, and not trusted. */
  readonly trace: string | null;
  /** `name:chapter`; see `lessonPlace`. */
  readonly lesson: string | null;
  /** The hub model that writes, by its address; it is not loaded before a yes. */
  readonly policy: string | null;
  readonly hide: readonly Panel[];
  readonly lock: readonly Control[];
}

const [DEFAULT_TASK] = OFFERED_TASKS;

export const DEFAULT_STATE: UrlState = {
  task: DEFAULT_TASK,
  problem: TASKS[DEFAULT_TASK].defaultProblem,
  strategy: DEFAULT_STRATEGY,
  verifier: DEFAULT_VERIFIER,
  parameters: TASKS[DEFAULT_TASK].defaults,
  verifierOptions: {},
  backend: 'auto',
  autorun: false,
  embed: false,
  theme: 'auto',
  lang: 'en',
  view: 'search',
  trace: null,
  lesson: null,
  policy: null,
  hide: [],
  lock: [],
};

/** A state with another task: its own problem and parameters. The seed and the strategy's options are of no task. */
export function withTask(state: UrlState, task: OfferedTask): UrlState {
  if (state.task === task) return state;
  const { seed, options } = state.parameters;
  const { defaults, defaultProblem: problem } = TASKS[task];
  return { ...state, task, problem, parameters: { ...defaults, seed, ...(options ? { options } : {}) } };
}

/** The lesson that a new reader is led to. */
export const TOUR = 'tour';
/** The lessons that come with the site. */
export const LESSONS = [TOUR, 'stories', 'verifier', 'harder', 'tokens', 'repeats'] as const;
export type LessonName = (typeof LESSONS)[number];

/** A lesson and its chapter, counted from 1, in `3` (of the tour), `name` or `name:3`; null for anything else. */
export function lessonPlace(text: string | null): { readonly name: string; readonly chapter: number } | null {
  const [, digits, name = TOUR, chapter = digits] =
    /^(?:(\d{1,2})|([a-z][a-z0-9-]{0,39})(?::(\d{1,2}))?)$/.exec(text ?? '') ?? [];
  if (digits === undefined && text !== name && !text?.startsWith(`${name}:`)) return null;
  return { name, chapter: Math.max(1, Number(chapter ?? 1)) };
}

/** Something in a URL that was not understood. The page has a sentence for every code. */
export type UrlProblem =
  | { readonly code: 'unknown-field'; readonly field: string }
  | {
      readonly code: 'not-offered';
      readonly field: string;
      readonly value: string;
      readonly offered: readonly string[];
    }
  | {
      readonly code: 'not-in-range';
      readonly field: string;
      readonly value: string;
      readonly min: number;
      readonly max: number;
      readonly whole: boolean;
    }
  | { readonly code: 'repeated'; readonly field: string }
  | { readonly code: 'too-long'; readonly field: string; readonly limit: number };
