/** Trainings that are interrupted and gone on from, on the real learner: they give the bytes that they would have given. */
import { beforeAll, describe, expect, test } from 'vitest';
import { createRng } from '../../../src/core/rng';
import type { Lesson } from '../../../src/workshop/batches';
import { cardOf } from '../../../src/workshop/card';
import { freshWeights } from '../../../src/workshop/fresh';
import { createLearner } from '../../../src/workshop/learner';
import { learn, type LearningMark } from '../../../src/workshop/learning';
import { sampleProblems, type Sampled } from '../../../src/workshop/sampling';
import type { HeadShape } from '../../../src/workshop/shape';
import {
  packPoints,
  packSamples,
  unpackPoints,
  unpackSamples,
  type PackedSamples,
  type Unfinished,
  type UnfinishedNews,
} from '../../../src/workshop/unfinished';
import { writeVerifier } from '../../../src/workshop/verifier-file';
import {
  runWorkshop,
  type WorkshopControl,
  type WorkshopEvent,
  type WorkshopResult,
} from '../../../src/workshop/workshop';
import { TINY_REQUEST, tinyWorkshop, type TinyWorkshop } from '../../fixtures/tiny-workshop';

/** With all that draws random numbers. */
const request = { ...TINY_REQUEST, flip: 0.2, wrongSteps: 0.3, together: 1 };
let tiny: TinyWorkshop;

beforeAll(async () => {
  tiny = await tinyWorkshop();
});

const WATCHED = [0, 1].map((index) => ({
  ...{ text: `${index + 1} 6 7 8`, index, prompt: `${index + 1} 6 7 8\n` },
  answerOf: (solution: string) => String(solution.length),
  judge: (solution: string) => ({ correct: solution.length % 2 === 0 }),
  firstError: () => null,
}));

/** All that comes of a training, but for the seconds. */
const outcome = ({ runs, labels, tests, differences, trunk }: WorkshopResult) => ({
  ...{ labels, differences, tests: tests.map(({ solutions }) => solutions) },
  runs: runs.map((run) => {
    const card = cardOf({ task: 'game24', teacher: 'checker', request, base: trunk.base, labels, run });
    return { bytes: writeVerifier({ card, weights: run.weights }, trunk.shape), ...run, seconds: null };
  }),
});

/** What is kept of a training by the time of some news, as the browser keeps it: by copies. */
function keeper() {
  let kept: Unfinished | null = null;
  const told: UnfinishedNews['kind'][] = [];
  const hear = (news: UnfinishedNews): void => {
    const { kind, ...own } = structuredClone(news);
    told.push(kind);
    if ('samples' in own) kept = { ...own, learning: kept?.learning ?? null };
    else kept = { ...kept!, learning: own };
  };
  return { hear, told, kept: () => kept! };
}

async function run(control: WorkshopControl = {}, unfinished?: Unfinished): Promise<WorkshopResult> {
  return runWorkshop(request, { ...tiny.inputs, watched: WATCHED, unfinished }, { tellEveryMs: 0, ...control });
}

/** Ended when so much was told. */
async function interrupted(after: number): Promise<Unfinished> {
  const { hear, told, kept } = keeper();
  const end = new AbortController();
  const ended = run({
    signal: end.signal,
    onUnfinished: (news) => {
      hear(news);
      if (told.length === after) end.abort();
    },
  });
  await expect(ended).rejects.toMatchObject({ code: 'aborted' });
  expect(told).toHaveLength(after);
  expect(tiny.models.policy.openPrefixes).toBe(0);
  return kept();
}

describe('a training that is interrupted', () => {
  test('gives the same bytes, curves and tests when it is gone on with, wherever it was', async () => {
    const whole = keeper();
    const first = outcome(await run({ onUnfinished: whole.hear }));
    // After every step but the last of each of the two, and when they have learned.
    expect(whole.told).toEqual(['samples', ...Array(11).fill('learning')]);
    const { looks } = whole.kept().learning!;
    expect(new Set(looks.map(({ rule, step }) => `${rule} ${step}`)).size).toBe(14);
    for (const after of [1, 2, 6, 7, 9, 12]) {
      const kept = await interrupted(after);
      const stages: string[] = [];
      const again = keeper();
      const result = await run(
        {
          onUnfinished: again.hear,
          onEvent: (event) => {
            if (event.stage === 'learn') stages.push(`${event.rule} ${event.step}`);
            // Nothing is written once more.
            if (event.stage === 'sample') expect(event).toMatchObject({ problems: 8, solutions: 24 });
          },
        },
        kept,
      );
      expect(outcome(result)).toEqual(first);
      expect(stages).toHaveLength(after === 1 ? 12 : { 2: 11, 6: 7, 7: 5, 9: 3, 12: 0 }[after]!);
      expect(again.told).not.toContain('samples');
      expect(again.kept().learning!.looks).toEqual(looks);
      const { sample } = result.runs[0]!.seconds;
      expect(sample).toBeGreaterThanOrEqual(kept.seconds);
    }
  });

  test('can be interrupted again', async () => {
    const first = outcome(await run());
    let kept = await interrupted(3);
    for (let time = 0; time < 2; time++) {
      const again = keeper();
      const end = new AbortController();
      const onUnfinished = (news: UnfinishedNews): void => {
        again.hear(news);
        if (again.told.length === 3) end.abort();
      };
      await expect(run({ signal: end.signal, onUnfinished }, kept)).rejects.toMatchObject({ code: 'aborted' });
      kept = { ...kept, learning: again.kept().learning };
    }
    expect(outcome(await run({}, kept))).toEqual(first);
  });

  test('after a stop goes on with its test, and learns nothing more', async () => {
    const { hear, kept } = keeper();
    let steps = 0;
    const stopped = await run({
      onUnfinished: hear,
      shouldStop: () => steps >= 2,
      onEvent: ({ stage }) => void (stage === 'learn' && steps++),
    });
    expect(stopped.runs.map(({ rule, steps }) => [rule, steps])).toEqual([['tvm', 2]]);
    expect(outcome(await run({}, kept()))).toEqual(outcome(stopped));
  });

  test('is told of seldom, and the training is the same whether anybody hears', async () => {
    const { hear, told } = keeper();
    const heard = outcome(await run({ onUnfinished: hear, tellEveryMs: 1e6 }));
    expect(told).toEqual(['samples', 'learning']);
    expect(outcome(await run())).toEqual(heard);
  });

  test('that does not fit is refused before anything is computed, and leaves nothing open', async () => {
    const kept = await interrupted(4);
    const { samples, learning } = kept;
    const atWork = learning!.atWork!;
    const withSamples = (own: Partial<PackedSamples>): Unfinished => ({ ...kept, samples: { ...samples, ...own } });
    const changed = <T extends Uint16Array | Int32Array | Uint8Array | Float64Array>(all: T, value: number): T => {
      const copy = all.slice() as T;
      copy[copy.length - 1] = value;
      return copy;
    };
    const [[name, weight]] = atWork.state.first as unknown as [[string, Float32Array]];
    const withFirst = (own: Float32Array): Unfinished => {
      const state = { ...atWork.state, first: new Map([...atWork.state.first, [name, own]]) };
      return { ...kept, learning: { ...learning!, atWork: { ...atWork, state } } };
    };
    const cases: readonly [string, Unfinished][] = [
      ['a token that is none', withSamples({ tokens: changed(samples.tokens, 60_000) })],
      ['a number less', withSamples({ tokens: samples.tokens.slice(1) })],
      ['other problems', withSamples({ prompts: changed(samples.prompts, 3) })],
      ['no end', withSamples({ stepEnds: changed(samples.stepEnds, 0) })],
      ['an error behind the end', withSamples({ firstErrors: changed(samples.firstErrors, 999) })],
      ['no logprob', withSamples({ logprobs: changed(samples.logprobs, NaN) })],
      ['a weight that is shorter', withFirst(weight.slice(1))],
      ['a weight that is no number', withFirst(weight.map(() => NaN))],
      [
        'a rule that was not asked for',
        { ...kept, learning: { ...learning!, atWork: { ...atWork, rule: 'prm-hard' } } },
      ],
      ['more steps than were asked for', { ...kept, learning: { ...learning!, atWork: { ...atWork, steps: 7 } } }],
      ['an end of nothing', { ...kept, learning: { ...learning!, taught: [], atWork: null, isOver: true } }],
    ];
    for (const [what, unfinished] of cases) {
      const onEvent = ({ stage }: WorkshopEvent): never => expect.unreachable(`${what}: ${stage}`);
      const refused = run({ onEvent }, unfinished);
      await expect(refused, what).rejects.toMatchObject({ code: 'bad-input', data: { fault: 'unfinished' } });
      expect(tiny.models.policy.openPrefixes).toBe(0);
    }
    const more = runWorkshop({ ...request, samples: 2 }, { ...tiny.inputs, unfinished: kept });
    await expect(more).rejects.toMatchObject({ data: { fault: 'unfinished' } });
  });
});

describe('sampling', () => {
  test('that is interrupted goes on behind what is written, with the same solutions', async () => {
    const { policy, training, limits } = tiny.inputs;
    const options = { samples: 3, temperature: 1, seed: 4, stream: 7, ...limits, together: 6 };
    const parts: Sampled[][] = [];
    const whole = await sampleProblems(policy, training, { ...options, onWritten: (all) => parts.push([...all]) });
    expect(parts.map(({ length }) => length)).toEqual([2, 4, 6, 8]);
    for (const part of parts) {
      const packed = structuredClone(packSamples(part, policy.tokenizer)!);
      const written = unpackSamples(packed, training, 3, policy.tokenizer);
      expect(written).toEqual(part);
      // Of a part that would stand otherwise in a pass what is over is written again.
      for (const own of [written, written.slice(0, -1)]) {
        const progress: number[] = [];
        const again = await sampleProblems(policy, training, { ...options, written: own }, ({ tokens }) =>
          progress.push(tokens),
        );
        expect(again).toEqual(whole);
        const sum = own.slice(0, 2 * Math.floor(own.length / 2)).flatMap(({ solutions }) => solutions);
        expect(progress[0]).toBe(sum.reduce((all, { tokens }) => all + tokens.length, 0));
      }
    }
  });

  test('of a large vocabulary is not told', () => {
    const { tokenizer } = tiny.inputs.policy;
    const large = Object.assign(Object.create(tokenizer) as typeof tokenizer, { vocabularySize: 70_000 });
    expect(packSamples([], large)).toBeNull();
  });
});

describe('a head', () => {
  test('that is interrupted is the best of all its looks, those before the break too', async () => {
    const shape: HeadShape = { head: 'mlp', width: 4, hidden: 3, told: 0, window: 2 };
    const rng = createRng(5);
    const lessons = Array.from({ length: 6 }, (): Lesson => {
      const tokens = 3;
      const seen = Float32Array.from({ length: tokens * shape.width }, () => rng.uniform() - 0.5);
      const features = { tokens, seen, told: new Float32Array(0) };
      const labels = new Map([['tvm', Float64Array.from({ length: tokens }, () => rng.uniform())]]);
      return { prompt: features, rows: [{ features, weight: 1, labels }] };
    });
    const size = { prompts: 2, promptTokens: 8, solutions: 2, solutionTokens: 8 };
    const start = freshWeights(shape, 3);
    const learner = await createLearner({ shape, start, device: 'wasm', weightDecay: 0.01, clip: 1 });
    const marks: LearningMark[] = [];
    const goOn = async (from: LearningMark | null) => {
      learner.reset(start);
      return learn(
        learner,
        lessons.slice(0, 4),
        lessons.slice(4),
        { rule: 'tvm', steps: 40, rate: 0.05, seed: 1, together: 64, size, shape },
        {
          ...{ pass: async () => undefined, shouldStop: () => false, onPoint: () => undefined },
          afterStep: async (_, mark) => void (from ?? marks.push(structuredClone(await mark()))),
        },
        from,
      );
    };
    const whole = await goOn(null);
    const bests = marks.map(({ best }) => best?.heldOut);
    expect(bests[0]).toBeUndefined();
    // Nothing after it was better.
    expect(bests.at(-1)).toBe(bests[17]);
    for (const step of [1, 2, 17, 38]) {
      const mark = marks[step]!;
      const points = unpackPoints(packPoints(mark.points));
      expect(points).toEqual(mark.points);
      expect(await goOn({ ...mark, points })).toEqual(whole);
    }
    learner.dispose();
  });
});
