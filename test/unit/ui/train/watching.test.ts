import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { WatchedTree, WatchNews } from '../../../../src/protocol/train';
import { stepTruths, valueFigure } from '../../../../src/ui/views/train/value-figure';
import { depthOf, meanEnds, NOT_WATCHED, stepsOf, watch, type Watched } from '../../../../src/ui/views/train/watched';
import { PLAY_MS, Watching } from '../../../../src/ui/views/train/watching.svelte';

/** `ab|c`, `ab|d` twice, `x` three times: the steps are parted by bars. */
const TREE: WatchedTree = {
  ...{ text: '1 2 3 4', index: 6 },
  tokens: [
    { parent: null, text: 'a' },
    { parent: 0, text: 'b' },
    { parent: 1, text: 'c' },
    { parent: 1, text: 'd' },
    { parent: null, text: 'x' },
  ],
  solutions: [
    { trail: [0, 1, 2], stepEnds: [1, 2], count: 1, correct: true },
    { trail: [0, 1, 3], stepEnds: [1, 2], count: 2, correct: false },
    { trail: [4], stepEnds: [0], count: 4, correct: true },
  ],
};
const checkpoint = (rule: 'tvm' | 'ovm', step: number, value = step / 10): WatchNews => ({
  ...{ kind: 'checkpoint', rule, step, of: 4, values: TREE.tokens.map(() => value) },
});
const NEWS: readonly WatchNews[] = [
  { kind: 'choose', tried: 4, of: 24 },
  { kind: 'tree', tree: TREE },
  ...[0, 2, 4].map((step) => checkpoint('tvm', step)),
  ...[0, 2].map((step) => checkpoint('ovm', step)),
];
const after = (count: number): Watched => NEWS.slice(0, count).reduce(watch, NOT_WATCHED);

describe('what is told of the watched problem', () => {
  it('adds up: how far the choice is, then the tree, then every checkpoint, each once', () => {
    expect(after(1)).toMatchObject({ choosing: { tried: 4, of: 24 }, tree: null });
    expect(after(2)).toMatchObject({ choosing: null, tree: TREE, checkpoints: [] });
    const twice = watch(after(5), checkpoint('tvm', 4, 0.9));
    expect(twice.checkpoints.map(({ step }) => step)).toEqual([0, 2, 4]);
    expect(twice.checkpoints.at(-1)!.values[0]).toBe(0.9);
  });

  it('is a tree of steps that has what is shared once, the most frequent first', () => {
    const steps = stepsOf(TREE);
    expect(steps.map(({ id, ends }) => [id, ends])).toEqual([
      [4, 2],
      [1, null],
    ]);
    expect(steps[1]).toMatchObject({ tokens: [0, 1], solutions: [0, 1] });
    expect(steps[1]!.children.map(({ id, ends, tokens }) => [id, ends, tokens])).toEqual([
      [3, 1, [3]],
      [2, 0, [2]],
    ]);
    expect(depthOf(TREE)).toBe(2);
  });

  it('has a mean where right solutions end and where wrong ones do, each counted as often as it was sampled', () => {
    expect(meanEnds(TREE, [0, 0, 0.5, 0.1, 1])).toEqual({ right: 0.9, wrong: 0.1 });
    const right = { ...TREE, solutions: [TREE.solutions[0]!] };
    expect(meanEnds(right, [0, 0, 0.5, 0.1, 1]).wrong).toBeNull();
  });
});

describe('the truth along a solution', () => {
  const known = [
    { kind: 'truth', truth: { at: 1, right: 6, of: 24 }, done: 1, of: 2 },
    { kind: 'truth', truth: { at: 9, right: 1, of: 24 }, done: 2, of: 2 },
  ] as const;
  const { truths, places } = known.reduce<Watched>(watch, after(2));

  it('is the share of continuations with its interval where a step ends, and the verdict where the solution does', () => {
    expect([truths.length, places]).toEqual([2, 2]);
    const [first, last] = stepTruths(TREE, 1, truths);
    expect(first).toMatchObject({ text: 'ab', token: 1, truth: { share: 0.25, right: 6, of: 24 } });
    expect([first!.truth!.low, first!.truth!.high].map((end) => end.toFixed(3))).toEqual(['0.120', '0.449']);
    expect(last).toMatchObject({ text: 'd', token: 2, truth: { share: 0, low: 0, high: 0, right: null } });
    expect(stepTruths(TREE, 0, []).map(({ truth }) => truth?.share)).toEqual([undefined, 1]);
  });

  it('stands in the figure with the lines, whose axis names tokens where there is room for them', () => {
    const line = { id: 'a', name: 'a', values: [0.5, 0.4, 0.1], colour: 'var(--ink)', dash: '5 3', width: 1 };
    const words = { x: 'token', step: 'step', y: 'value', truth: 'truth', language: 'en' };
    const figure = (width: number) =>
      valueFigure(['a', 'b', '\n'], [line, { ...line, id: 'b' }], stepTruths(TREE, 1, truths), words, width);
    const { x, marks } = figure(600);
    expect(x).toMatchObject({ label: 'token', ticks: [0, 1, 2], domain: [-0.5, 2.5] });
    // Where steps part, the intervals, two lines, the shares.
    expect(marks).toHaveLength(5);
    expect(figure(40).x).toMatchObject({ label: 'step', ticks: [1, 2] });
  });
});

describe('what a reader sees of it', () => {
  let known: Watched;
  let watching: Watching;
  beforeEach(() => {
    vi.useFakeTimers();
    known = after(5);
    watching = new Watching(() => known);
  });
  afterEach(() => void vi.useRealTimers());
  const shown = () => [watching.rule, watching.checkpoint?.step];

  it('is the newest checkpoint of what learns, until the reader takes hold of one', () => {
    expect(new Watching(() => NOT_WATCHED).checkpoint).toBeNull();
    expect(shown()).toEqual(['tvm', 4]);
    known = after(6);
    expect(shown()).toEqual(['ovm', 0]);
    watching.chooseRule('tvm');
    expect(shown()).toEqual(['tvm', 4]);
    watching.hold(1);
    known = after(7);
    expect([shown(), watching.isFollowing]).toEqual([['tvm', 2], false]);
    watching.follow();
    expect([shown(), watching.isFollowing]).toEqual([['ovm', 2], true]);
  });

  it('stays at the step where it is with another verifier, or before it where that one has not come so far', () => {
    known = after(6);
    watching.chooseRule('tvm');
    watching.hold(1);
    watching.chooseRule('ovm');
    expect(shown()).toEqual(['ovm', 0]);
    known = after(7);
    expect(shown()).toEqual(['ovm', 2]);
  });

  it('plays from the first checkpoint where the newest is shown, and follows again at the end', () => {
    watching.play();
    expect([shown(), watching.isPlaying]).toEqual([['tvm', 0], true]);
    vi.advanceTimersByTime(PLAY_MS);
    expect(shown()).toEqual(['tvm', 2]);
    watching.pause();
    vi.advanceTimersByTime(10 * PLAY_MS);
    expect(shown()).toEqual(['tvm', 2]);
    watching.play();
    vi.advanceTimersByTime(PLAY_MS);
    expect([shown(), watching.isPlaying, watching.isFollowing]).toEqual([['tvm', 4], false, true]);
  });

  it('begins with the wrong solution that was sampled most often; a new tree forgets what was chosen', () => {
    expect(watching.solution).toBe(1);
    watching.chooseSolution(2);
    watching.hold(0);
    expect(watching.solution).toBe(2);
    known = { ...known, tree: { ...TREE, solutions: TREE.solutions.slice(0, 1) } };
    expect([watching.solution, ...shown()]).toEqual([0, 'tvm', 4]);
  });
});
