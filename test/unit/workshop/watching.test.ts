import { beforeAll, describe, expect, test } from 'vitest';
import { readPack } from '../../../src/cli/model-files';
import type { PackBytes } from '../../../src/protocol/engine';
import { ManifestSchema, readJson, type Manifest } from '../../../src/protocol/pack';
import { isCheckpoint, type Checkpoint } from '../../../src/workshop/checkpoints';
import { DEFAULT_REQUEST, type WorkshopRequest } from '../../../src/workshop/request';
import { TASKS } from '../../../src/tasks/registry';
import { chooseWatched, type WatchedTree } from '../../../src/workshop/watched-problem';
import {
  runWorkshop,
  type WorkshopControl,
  type WorkshopEvent,
  type WorkshopInputs,
} from '../../../src/workshop/workshop';
import type { LoadedModels } from '../../../workers/models';
import { openTrunk } from '../../../workers/trunk';
import { watchCandidates } from '../../../workers/watch-candidates';
import { rollOutTruth, truthPlaces, type WatchedTruth } from '../../../src/workshop/watched-truth';
import { FakePolicy, PROMPT } from '../../fixtures/fake-models';
import { loadInNode, TINY_MODELS, verifiersIn } from '../../fixtures/models';

let pack: PackBytes;
let manifest: Manifest;
let models: LoadedModels;

beforeAll(async () => {
  models = await loadInNode(TINY_MODELS);
  pack = await readPack(TINY_MODELS, 'game24', await verifiersIn(TINY_MODELS));
  manifest = readJson(ManifestSchema, pack.files['manifest.json']!, 'manifest.json');
});

const problemOf = (prompt: string, isRight: (solution: string) => boolean = () => true) => ({
  text: prompt.trim(),
  prompt,
  answerOf: (solution: string) => String(solution.length),
  judge: (solution: string) => ({ correct: isRight(solution) }),
  firstError: () => null,
});
const candidate = (index: number) => ({
  ...problemOf(`${index + 1} 6 7 8\n`),
  index,
});

const request: WorkshopRequest = {
  ...DEFAULT_REQUEST,
  ...{ rules: ['tvm', 'ovm'], problems: 8, samples: 3, steps: 30, testProblems: 4, testSamples: 2 },
  ...{ levels: null, testLevels: null, start: 'policy' },
};
const inputs = (watched: WorkshopInputs['watched'] = []): WorkshopInputs => ({
  policy: models.policy,
  openTrunk: (start) => openTrunk(pack, manifest, start, 'wasm'),
  ...{ teacher: 'checker', device: 'wasm', limits: { maxSteps: 3, maxStepTokens: 6 } },
  training: Array.from({ length: 8 }, (_, i) => problemOf(`${i + 1} 2 3 4\n`)),
  test: Array.from({ length: 4 }, (_, i) => problemOf(`${i + 1} 5 6 7\n`)),
  watched,
});
const CANDIDATES = Array.from({ length: 6 }, (_, i) => candidate(i));

async function watch(watched: WorkshopInputs['watched'], control: WorkshopControl = {}, asked = request) {
  const events: WorkshopEvent[] = [];
  const result = await runWorkshop(asked, inputs(watched), {
    ...control,
    onEvent: (event) => {
      events.push(event);
      control.onEvent?.(event);
    },
  });
  const news = events.filter((event) => event.stage === 'watch');
  const trees = news.filter((event) => event.kind === 'tree').map(({ tree }): WatchedTree => tree);
  const checkpoints = news.filter((event) => event.kind === 'checkpoint') as readonly Checkpoint[];
  return { result, events, trees, checkpoints };
}

describe('the problem that is watched', () => {
  test('is held out, merged into a tree, and looked at from before the first step to after the last', async () => {
    const { trees, checkpoints, result } = await watch(CANDIDATES);
    expect(trees).toHaveLength(1);
    const { tokens, solutions } = trees[0]!;
    expect(solutions.reduce((sum, { count }) => sum + count, 0)).toBe(8);
    tokens.forEach(({ parent }, at) => expect(parent === null || parent < at).toBe(true));
    for (const { trail, stepEnds } of solutions) {
      expect(trail.map((at) => tokens[at]!.parent)).toEqual([null, ...trail.slice(0, -1)]);
      expect(stepEnds.at(-1)).toBe(trail.length - 1);
    }
    // What solutions have in common is there once.
    const paths = new Set(solutions.flatMap(({ trail }) => trail.map((_, i) => trail.slice(0, i + 1).join())));
    expect(tokens).toHaveLength(paths.size);
    for (const rule of request.rules) {
      const own = checkpoints.filter((checkpoint) => checkpoint.rule === rule);
      expect(own.map(({ step }) => step)).toEqual([0, 2, 4, 6, 8, 10, 12, 14, 16, 18, 20, 22, 24, 26, 28, 30]);
      expect(own.every(({ values }) => values.length === tokens.length)).toBe(true);
      expect(own.at(-1)!.values).not.toEqual(own[0]!.values);
    }
    expect(result.runs).toHaveLength(2);
    expect(models.policy.openPrefixes).toBe(0);
  });

  test('changes nothing of what is learned: weights, losses and tests are those of a training that is not watched', async () => {
    const [with_, without] = [await watch(CANDIDATES), await watch([])];
    expect(without.trees).toEqual([]);
    expect(with_.checkpoints.length).toBeGreaterThan(20);
    const told = (events: readonly WorkshopEvent[]) => events.filter(({ stage }) => stage !== 'watch');
    expect(told(with_.events)).toEqual(told(without.events));
    expect(with_.result.runs.map(({ weights, test }) => ({ weights, test }))).toEqual(
      without.result.runs.map(({ weights, test }) => ({ weights, test })),
    );
    // Nor is what is watched another one the next time.
    const again = await watch(CANDIDATES);
    expect([again.trees, again.checkpoints]).toEqual([with_.trees, with_.checkpoints]);
  });

  test('is never one that is learned from', async () => {
    const learned = { ...candidate(0), prompt: '1 2 3 4\n' };
    const short = { ...request, rules: ['tvm'] as const, steps: 2 };
    expect((await watch([learned], {}, short)).trees).toEqual([]);
    expect((await watch([learned, candidate(3)], {}, short)).trees.map(({ index }) => index)).toEqual([3]);
  });

  test('lets a training be aborted while it is chosen, and ends with what was learned where that is stopped', async () => {
    const stop = new AbortController();
    const aborted = watch(CANDIDATES, {
      signal: stop.signal,
      onEvent: ({ stage }) => void (stage === 'watch' && stop.abort()),
    });
    await expect(aborted).rejects.toMatchObject({ code: 'aborted' });
    expect(models.policy.openPrefixes).toBe(0);
    let steps = 0;
    const { checkpoints } = await watch(CANDIDATES, {
      shouldStop: () => steps >= 5,
      onEvent: ({ stage }) => void (stage === 'learn' && steps++),
    });
    expect(checkpoints.map(({ rule, step }) => [rule, step])).toEqual([0, 2, 4, 5].map((step) => ['tvm', step]));
  });
});

describe('the choice', () => {
  const LIMITS = { maxSteps: 6, maxStepTokens: 10 };
  const fake = (index: number, isRight: (solution: string) => boolean) => ({
    ...{ ...problemOf(PROMPT, isRight), text: `${index}`, index },
  });
  const never = (index: number) => fake(index, () => false);
  const mixed = (index: number) => fake(index, (solution) => solution.includes('x'));

  test('falls on the first problem that the policy gets right sometimes and wrong sometimes', async () => {
    const policy = new FakePolicy();
    const tried: number[] = [];
    const choose = (candidates: readonly ReturnType<typeof fake>[], seed = 1) =>
      chooseWatched(policy, candidates, { seed, limits: LIMITS }, (count) => tried.push(count));
    const chosen = await choose([
      never(0),
      never(1),
      never(2),
      never(3),
      never(4),
      mixed(5),
      mixed(6),
      ...[7, 8, 9].map(mixed),
    ]);
    expect(chosen!.tree.index).toBe(5);
    expect(tried).toEqual([4, 8]);
    const { solutions, tokens } = chosen!.tree;
    expect(new Set(solutions.map(({ correct }) => correct)).size).toBe(2);
    for (const { trail, correct } of solutions) {
      const text = trail.map((at) => tokens[at]!.text).join('');
      expect(correct).toBe(text.includes('x') && tokens[trail.at(-1)!]!.text === '');
    }
    // Where there is none, one that is there.
    expect((await choose([never(0), never(1)]))!.tree.solutions.some(({ correct }) => correct)).toBe(false);
    expect(await choose([])).toBeNull();
    expect((await choose([mixed(0)], 2))!.tree).not.toEqual((await choose([mixed(0)], 1))!.tree);
    expect(policy.prefixes.count).toBe(0);
  });
});

describe('the truth', () => {
  const LIMITS = { maxSteps: 6, maxStepTokens: 10 };
  const isRight = (solution: string): boolean => solution.startsWith('a') && solution.includes('x');
  const problem = { ...problemOf(PROMPT, isRight), text: 'P', index: 0 };

  test('is known at every step end that goes on, once, from the policy as it is after what is written there', async () => {
    const policy = new FakePolicy();
    const options = { seed: 1, limits: LIMITS };
    const chosen = (await chooseWatched(policy, [problem], options, () => undefined))!;
    const roll = async (seed: number) => {
      const told: (WatchedTruth & { done: number })[] = [];
      await rollOutTruth(policy, chosen, { ...options, seed }, (truth, done, of) => {
        expect(of).toBe(truthPlaces(chosen.tree).length);
        told.push({ ...truth, done });
      });
      return told;
    };
    const truths = await roll(1);
    const { tokens, solutions } = chosen.tree;
    const inner = new Set(solutions.flatMap(({ trail, stepEnds }) => stepEnds.slice(0, -1).map((end) => trail[end]!)));
    expect(new Set(truths.map(({ at }) => at))).toEqual(inner);
    expect(truths.map(({ done }) => done)).toEqual(truths.map((_, i) => i + 1));
    const writtenAt = (at: number | null): string =>
      at === null ? '' : writtenAt(tokens[at]!.parent) + tokens[at]!.text;
    // What is written there counts: only what begins with an `a` can be right, and half of that is by the table.
    const [good, bad] = [true, false].map((isGood) =>
      truths.filter(({ at }) => writtenAt(at).startsWith('a') === isGood),
    );
    expect(bad!.length).toBeGreaterThan(1);
    expect(bad!.every(({ right }) => right === 0)).toBe(true);
    const share = good!.reduce((sum, { right, of }) => sum + right / of, 0) / good!.length;
    expect(Math.abs(share - 0.5)).toBeLessThan(0.2);
    expect(await roll(1)).toEqual(truths);
    expect(await roll(2)).not.toEqual(truths);
    expect(policy.prefixes.count).toBe(0);
  });

  test('lets go of every prefix where it is aborted', async () => {
    const policy = new FakePolicy();
    const stop = new AbortController();
    const options = { seed: 1, limits: LIMITS, signal: stop.signal };
    const chosen = (await chooseWatched(policy, [problem], options, () => undefined))!;
    const end = rollOutTruth(policy, chosen, options, () => stop.abort());
    await expect(end).rejects.toThrow();
    expect(policy.prefixes.count).toBe(0);
  });
});

describe('checkpoints', () => {
  test('are two dozen at most, however long a verifier learns', () => {
    for (const steps of [1, 2, 24, 25, 40, 1000, 100_000]) {
      const at = Array.from({ length: steps }, (_, i) => i + 1).filter((step) => isCheckpoint(step, steps));
      expect(at.length).toBeLessThanOrEqual(24);
      expect(at.length).toBeGreaterThanOrEqual(Math.min(steps - 1, 11));
    }
  });
});

describe('the candidates', () => {
  test('are distinct problems of the test split, by seed', () => {
    const game = watchCandidates('game24', { ...request, seed: 3 });
    expect(new Set(game.map(({ text }) => text)).size).toBe(24);
    expect(watchCandidates('game24', { ...request, seed: 3 }).map(({ index }) => index)).toEqual(
      game.map(({ index }) => index),
    );
    expect(watchCandidates('game24', { ...request, seed: 4 })[0]!.index).not.toBe(game[0]!.index);
    const stories = watchCandidates('word-problems', { ...request, testLevels: [2, 2] });
    const source = TASKS['word-problems'];
    expect(stories.map(({ text }) => text)).toEqual(
      stories.map(({ index }) => source.splitProblem('test', index, [2, 2])),
    );
  });
});
