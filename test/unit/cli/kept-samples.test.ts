/** Samples in a file, of the tiny models: what is there is not written again, and what is not theirs is refused. */
import { appendFileSync, mkdtempSync, readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { keepSamples } from '../../../src/cli/kept-samples';
import type { SamplesAbout } from '../../../src/cli/samples-file';
import type { Policy } from '../../../src/model/types';
import { sampleProblems, type Sampled, type SamplingProgress } from '../../../src/workshop/sampling';
import { STREAMS } from '../../../src/workshop/workshop';
import { tinyWorkshop, type TinyWorkshop } from '../../fixtures/tiny-workshop';

const folder = mkdtempSync(join(tmpdir(), 'kept-samples-'));
let tiny: TinyWorkshop;
let about: SamplesAbout;
const texts = (split: 'training' | 'test'): string[] => tiny.inputs[split].map(({ prompt }) => prompt);

beforeAll(async () => {
  tiny = await tinyWorkshop();
  about = {
    ...{ model: 'a'.repeat(64), prompt: 'b'.repeat(64), task: 'game24', levels: null, testLevels: [1, 2] },
    ...{ seed: 4, temperature: 1, ...tiny.inputs.limits },
  };
});

/** Cannot write. */
const silent = (): Policy =>
  Object.assign(Object.create(tiny.models.policy) as Policy, {
    open: () => expect.unreachable('A solution is written again.'),
  });

interface Wanted {
  readonly problems?: number;
  readonly samples?: number;
  readonly split?: 'training' | 'test';
  readonly policy?: Policy;
  readonly progress?: SamplingProgress[];
  readonly sampling?: typeof sampleProblems;
}

function sample(
  path: string,
  { problems = 8, samples = 3, split = 'training', policy = tiny.models.policy, progress, sampling }: Wanted = {},
): Promise<Sampled[]> {
  const given = { training: texts('training'), test: texts('test') };
  const keep = sampling ?? keepSamples(path, about, given, policy);
  const options = { samples, temperature: 1, seed: about.seed, stream: STREAMS[split], together: 6 };
  return keep(policy, tiny.inputs[split].slice(0, problems), { ...options, ...tiny.inputs.limits }, (now) =>
    progress?.push(now),
  );
}

const fresh = (name: string): string => join(folder, name);
const plain = (wanted: Wanted = {}): Promise<Sampled[]> => sample('', { ...wanted, sampling: sampleProblems });

describe('kept samples', () => {
  test('are those that would be written, and are not written again', async () => {
    const path = fresh('whole.jsonl');
    const whole = await plain();
    const test = await plain({ split: 'test', problems: 4, samples: 2 });
    expect(await sample(path)).toEqual(whole);
    expect(await sample(path, { split: 'test', problems: 4, samples: 2 })).toEqual(test);
    const bytes = readFileSync(path);
    const progress: SamplingProgress[] = [];
    expect(await sample(path, { policy: silent(), progress })).toEqual(whole);
    const solutions = whole.flatMap((own) => own.solutions);
    const tokens = solutions.reduce((sum, { tokens }) => sum + tokens.length, 0);
    expect(progress).toEqual([
      {
        ...{ problems: 8, solutions: 24, correct: solutions.filter(({ correct }) => correct).length },
        ...{ tokens, reused: { solutions: 24, tokens } },
      },
    ]);
    expect(await sample(path, { policy: silent(), split: 'test', problems: 4, samples: 2 })).toEqual(test);
    // Fewer of both are a part.
    expect(await sample(path, { policy: silent(), problems: 5, samples: 2 })).toEqual(
      whole.slice(0, 5).map((own) => ({ ...own, solutions: own.solutions.slice(0, 2) })),
    );
    expect(readFileSync(path)).toEqual(bytes);
  });

  test('that were cut off anywhere are gone on with, to the same file', async () => {
    const path = fresh('cut.jsonl');
    const whole = await sample(path);
    const bytes = readFileSync(path);
    const ends = [...bytes.keys()].filter((at) => bytes[at] === 10).map((at) => at + 1);
    // The first line, and blocks of two problems.
    expect(ends).toHaveLength(5);
    for (const size of [0, ends[0]!, ends[1]! - 1, ends[1]! + 30, ends[3]!, bytes.length - 1]) {
      truncateSync(path, size);
      const progress: SamplingProgress[] = [];
      expect(await sample(path, { progress })).toEqual(whole);
      const written = ends.filter((end, i) => i > 0 && end <= size).length;
      expect(progress[0], `${size} bytes`).toMatchObject({ problems: 2 * written, solutions: 6 * written });
      expect(progress.at(-1)).toMatchObject({ problems: 8, solutions: 24 });
      expect(readFileSync(path)).toEqual(bytes);
    }
  });

  test('are added to where more are asked for', async () => {
    const path = fresh('more.jsonl');
    const few = await sample(path, { problems: 4, samples: 2 });
    const progress: SamplingProgress[] = [];
    const more = await sample(path, { progress });
    // A problem's solutions are those of their numbers, whenever they were written.
    const whole = await plain();
    const tokensOf = (all: readonly Sampled[]) => all.map((own) => own.solutions.map(({ tokens }) => tokens));
    expect(tokensOf(more)).toEqual(tokensOf(whole));
    expect(more.slice(0, 4).map((own) => own.solutions.slice(0, 2))).toEqual(few.map((own) => own.solutions));
    expect(progress[0]).toMatchObject({ problems: 0, solutions: 8 });
    expect(progress.at(-1)).toMatchObject({ problems: 8, solutions: 24 });
    expect(await sample(path, { policy: silent() })).toEqual(more);
  });

  test('hold an empty place for a problem that the model cannot read', async () => {
    const path = fresh('long.jsonl');
    const narrow = Object.create(silent(), { contextTokens: { value: 3 } }) as Policy;
    const none = await sample(path, { policy: narrow });
    expect(none.map(({ solutions }) => solutions.length)).toEqual(Array(8).fill(0));
    expect(await sample(path, { policy: silent(), samples: 2 })).toEqual(none);
  });

  test.each<[string, (now: SamplesAbout) => SamplesAbout, string]>([
    ['another model', (now) => ({ ...now, model: 'c'.repeat(64) }), 'another model'],
    ['another prompt', (now) => ({ ...now, prompt: 'c'.repeat(64) }), 'another prompt'],
    ['another task', (now) => ({ ...now, task: 'gsm8k' }), 'task gsm8k and not game24'],
    ['other levels', (now) => ({ ...now, levels: [1, 3] }), 'levels 1-3 and not none'],
    ['other levels of the test', (now) => ({ ...now, testLevels: null }), 'levels of the test none and not 1-2'],
    ['two things', (now) => ({ ...now, seed: 5, temperature: 0.5 }), 'seed 5 and not 4, temperature 0.5 and not 1'],
  ])('of %s are refused, and it is said what differs', async (_, other, what) => {
    const path = fresh('other.jsonl');
    writeFileSync(path, `${JSON.stringify({ format: 'inkling-samples', version: 1, about: other(about) })}\n`);
    const line = `${path} keeps samples of something else (${what}): name another file.`;
    expect(() => sample(path)).toThrow(expect.objectContaining({ code: 'bad-input', message: line }));
  });

  test('of other problems are refused, and it is said which', async () => {
    const path = fresh('problems.jsonl');
    await sample(path, { problems: 4 });
    const given = { training: texts('training').with(2, 'another'), test: texts('test') };
    const line = `${path} keeps samples of something else (another problem 3 to learn from): name another file.`;
    expect(() => keepSamples(path, about, given, tiny.models.policy)).toThrow(line);
    // Those that are not asked for may be any.
    expect(() =>
      keepSamples(path, about, { ...given, training: given.training.slice(0, 2) }, tiny.models.policy),
    ).not.toThrow();
  });

  test('that are damaged are refused by their line', async () => {
    const path = fresh('damaged.jsonl');
    await sample(path, { problems: 4 });
    const [first, block, next] = readFileSync(path, 'utf8').split('\n') as [string, string, string];
    interface Row {
      problem: number;
      sample: number;
      problems: { text: string; solutions: Record<string, unknown[]>[] }[];
    }
    const changed = (change: (row: Row) => void): string => {
      const row = JSON.parse(block) as Row;
      change(row);
      return JSON.stringify(row);
    };
    const own = (change: (solution: Record<string, unknown[]>) => void): string =>
      changed((row) => change(row.problems[1]!.solutions[2]!));
    const cases: Readonly<Record<string, string>> = {
      'no line': 'GIF89a',
      'an empty one': '',
      'a list': '[]',
      'a problem left out': next,
      'solutions left out': changed((row) => (row.sample = 1)),
      'too few solutions': changed((row) => row.problems[0]!.solutions.pop()),
      'a token that there is not': own(({ tokens }) => (tokens![0] = tiny.models.policy.tokenizer.vocabularySize)),
      'half a token': own(({ tokens }) => (tokens![0] = 1.5)),
      'a token without a probability': own(({ logprobs }) => logprobs!.pop()),
      'no probability': own(({ logprobs }) => (logprobs![0] = 0.1)),
      'no end': own(({ stepEnds }) => stepEnds!.pop()),
      'ends out of order': own(({ stepEnds }) => stepEnds!.unshift(stepEnds!.at(-1))),
      'more tokens than it may have': own((solution) => {
        const tokens = Array.from({ length: 1000 }, () => solution['tokens']![0]);
        Object.assign(solution, { tokens, logprobs: tokens.map(() => -1), stepEnds: [999], firstError: null });
      }),
      'an error behind the end': own((solution) => Object.assign(solution, { firstError: { step: 0, token: 99 } })),
    };
    for (const [what, line] of Object.entries(cases)) {
      writeFileSync(path, `${first}\n${line}\n${next}\n`);
      expect(() => sample(path), what).toThrow(
        `Line 2 of ${path} is damaged: remove it and those behind it, or name another file.`,
      );
    }
    for (const text of ['GIF89a', `${block}\n`, first, '{}\n']) {
      writeFileSync(path, text);
      expect(() => sample(path)).toThrow(`${path} is no file of kept samples:`);
    }
    expect(() => sample(folder)).toThrow(`${folder} is no file that samples can be kept in: name a file.`);
    expect(() => sample(join(folder, 'nowhere', 'x'))).toThrow(/cannot be written \(ENOENT\)/);
  });

  test('are not written into what somebody else writes', async () => {
    const path = fresh('two.jsonl');
    const sampling = keepSamples(path, about, { training: texts('training'), test: [] }, tiny.models.policy);
    await sample(path, { problems: 4, sampling });
    appendFileSync(path, '\n');
    const { size } = statSync(path);
    await expect(sample(path, { sampling })).rejects.toMatchObject({
      ...{ code: 'bad-input', message: expect.stringContaining('was changed by somebody else') as string },
    });
    expect(statSync(path).size).toBe(size);
    expect(tiny.models.policy.openPrefixes).toBe(0);
  });
});
