/** How far a training of value heads is: its events, added up. */
import { ONE_MEMBER } from '../../../protocol/head-training';
import type { HeadEvent, LearningMember, LevelShare, ProbeProgress } from '../../../protocol/head-training';
import type { StateLayer } from '../../../protocol/hub';

export type HeadStage = 'probe' | 'sample' | 'read' | 'learn' | 'test' | 'ask' | 'search';

export interface HeadProgress {
  readonly stage: HeadStage | null;
  readonly shares: readonly LevelShare[];
  readonly levels: readonly [number, number] | null;
  /** Of the level that is being tried, and when that began, in milliseconds. */
  readonly probed: (ProbeProgress & Timed) | null;
  /** Of the solutions that are learned from. */
  readonly sample: HeadWritten | null;
  readonly testSample: HeadWritten | null;
  /** Problems whose solutions the model has read. */
  readonly read: { readonly done: number; readonly of: number } | null;
  /** Test problems of whose solutions the model was asked for its own verdicts. */
  readonly asked: { readonly done: number; readonly of: number } | null;
  /** Test problems that were searched with each head. */
  readonly searched: { readonly done: number; readonly of: number } | null;
  readonly learning: {
    readonly layer: StateLayer;
    readonly step: number;
    readonly of: number;
    readonly loss: number;
    /** Of those that are averaged, the one that learns; steps are those of all. */
    readonly member: LearningMember;
  } | null;
}

export interface HeadWritten {
  readonly problems: number;
  readonly of: number;
  readonly solutions: number;
  readonly correct: number;
  readonly tokens: number;
  /** What of these was written by another training before. */
  readonly reused: { readonly solutions: number; readonly tokens: number };
  /** When it began, in milliseconds. */
  readonly since: number;
}

type Timed = Pick<HeadWritten, 'since'>;
type Written = Omit<HeadWritten, 'since' | 'reused'>;

const NOTHING = { solutions: 0, tokens: 0 };

export const NO_HEAD_PROGRESS: HeadProgress = {
  ...{
    stage: null,
    shares: [],
    levels: null,
    probed: null,
    sample: null,
    testSample: null,
    read: null,
    asked: null,
    searched: null,
    learning: null,
  },
};

/** @param now in milliseconds */
export function advanceHeads(before: HeadProgress, event: HeadEvent, now: number): HeadProgress {
  switch (event.stage) {
    case 'probe':
      return {
        ...before,
        stage: 'probe',
        shares: event.shares,
        levels: event.levels,
        probed: probedOf(before, event, now),
      };
    case 'sample':
      return { ...before, stage: 'sample', sample: written(event, before.sample?.since ?? now) };
    case 'test-sample':
      return { ...before, stage: 'test', testSample: written(event, before.testSample?.since ?? now) };
    case 'label':
      return { ...before, stage: 'read', read: null };
    case 'features':
      return { ...before, stage: 'read', read: { done: event.done, of: event.of } };
    case 'learn': {
      const { layer, step, of, loss, member = ONE_MEMBER } = event;
      return { ...before, stage: 'learn', learning: { layer, step, of, loss, member } };
    }
    case 'test':
      return { ...before, stage: 'test' };
    case 'ask':
      return { ...before, stage: 'ask', asked: { done: event.done, of: event.of } };
    case 'search':
      return { ...before, stage: 'search', searched: { done: event.searched.lines[0]!.right.length, of: event.of } };
    case 'made':
    case 'watch':
      return before;
  }
}

function probedOf(
  { probed: before }: HeadProgress,
  { written }: Extract<HeadEvent, { readonly stage: 'probe' }>,
  now: number,
): HeadProgress['probed'] {
  return written && { ...written, since: before?.level === written.level ? before.since : now };
}

function written(
  {
    problems,
    of,
    solutions,
    correct,
    tokens,
    reused = NOTHING,
  }: Written & Pick<Extract<HeadEvent, { readonly stage: 'sample' }>, 'reused'>,
  since: number,
): HeadWritten {
  return { problems, of, solutions, correct, tokens, reused, since };
}

/** Tokens a second of what is being written; null before any. */
export function paceOf(
  written: (Pick<HeadWritten, 'tokens' | 'since'> & Partial<Pick<HeadWritten, 'reused'>>) | null,
  now: number,
): number | null {
  if (!written || now <= written.since) return null;
  const tokens = written.tokens - (written.reused?.tokens ?? 0);
  return tokens > 0 ? (1000 * tokens) / (now - written.since) : null;
}

/** Fewer solutions say little of how long the others take. */
const LEAST = 4;

/**
 * Seconds until all solutions are written, which is most of the time that a training takes; null while that cannot be
 * told. @param all solutions that are learned from and tested on @param now in milliseconds
 */
export function remainingSeconds({ sample, testSample }: HeadProgress, all: number, now: number): number | null {
  const parts = [sample, testSample].filter((part) => part !== null);
  const done = parts.reduce((sum, { solutions }) => sum + solutions, 0);
  const last = parts.at(-1);
  const own = last ? last.solutions - last.reused.solutions : 0;
  if (!last || own < LEAST) return null;
  return (((now - last.since) / own) * Math.max(0, all - done)) / 1000;
}

/** What a training was asked for, as far as it tells how long it is. */
export interface HeadWork {
  /** All solutions that are learned from and tested on. */
  readonly solutions: number;
  /** In the order in which heads learn on them. */
  readonly layers: readonly StateLayer[];
  /** Test problems that are searched; 0 for none. */
  readonly searches: number;
}

/** Writing takes most of the time; so much of the whole is the rest, roughly. */
const PARTS = { learn: 0.15, ask: 0.1, search: 0.1 } as const;

/** How much of it is done, in [0, 1], as far as its newest events tell. */
export function shareDone(
  { sample, testSample, learning, asked, searched }: HeadProgress,
  { solutions, layers, searches }: HeadWork,
): number {
  const search = searches > 0 ? PARTS.search : 0;
  const written = ((sample?.solutions ?? 0) + (testSample?.solutions ?? 0)) / solutions;
  // Each layer's head begins at its first step again.
  const heads = learning ? Math.max(0, layers.indexOf(learning.layer)) + learning.step / learning.of : 0;
  const shareOf = (part: { readonly done: number; readonly of: number } | null): number =>
    part ? part.done / part.of : 0;
  return Math.min(
    1,
    (1 - PARTS.learn - PARTS.ask - search) * Math.min(1, written) +
      (PARTS.learn * heads) / Math.max(1, layers.length) +
      PARTS.ask * shareOf(asked) +
      search * shareOf(searched),
  );
}
