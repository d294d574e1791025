/** How far a training of value heads is, and how long it will take. */
import { describe, expect, it } from 'vitest';
import { DEFAULT_HEAD, type HeadEvent } from '../../../src/protocol/head-training';
import { endedEarly } from '../../../src/ui/views/heads/ended-early';
import {
  advanceHeads,
  NO_HEAD_PROGRESS,
  paceOf,
  remainingSeconds,
  shareDone,
  type HeadProgress,
} from '../../../src/ui/views/heads/head-progress';
import { endLine, progressLine } from '../../../src/ui/views/heads/progress-line';
import { fetchMessages, messagesFor } from '../../../src/words';

const LAYERS = [2] as const;
const LEVEL = { level: 2, solutions: 3, of: 16 };
const after = (events: readonly (readonly [HeadEvent, number])[]): HeadProgress =>
  events.reduce((progress, [event, now]) => advanceHeads(progress, event, now), NO_HEAD_PROGRESS);
const written = (stage: 'sample' | 'test-sample', problems: number, solutions: number, tokens: number): HeadEvent => ({
  stage,
  layer: 2,
  of: 10,
  problems,
  solutions,
  correct: 1,
  tokens,
});

describe('its stages', () => {
  it('follow one another, and what was known stays', () => {
    const progress = after([
      [{ stage: 'probe', shares: [{ level: 1, share: 0.5 }], levels: [1, 1], written: null }, 0],
      [written('sample', 10, 20, 400), 1000],
      [{ stage: 'label', layer: 2, solutions: 20, kept: 20, flipped: 0, spoiled: 0 }, 2000],
      [{ stage: 'features', layer: 2, done: 4, of: 10 }, 3000],
      [{ stage: 'learn', layer: 2, rule: 'ovm', step: 3, of: 12, loss: 0.5, heldOut: null }, 4000],
    ]);
    expect(progress).toMatchObject({
      stage: 'learn',
      levels: [1, 1],
      sample: { problems: 10, correct: 1 },
      read: { done: 4, of: 10 },
      learning: { layer: 2, step: 3 },
    });
  });
});

describe('what is said of it', () => {
  const messages = messagesFor('en');
  const probing = after([
    [{ stage: 'probe', shares: [{ level: 1, share: 0.9 }], levels: null, written: { ...LEVEL, tokens: 0 } }, 0],
    [{ stage: 'probe', shares: [{ level: 1, share: 0.9 }], levels: null, written: { ...LEVEL, tokens: 90 } }, 3000],
  ]);

  it('has a count and a pace while levels are tried', () => {
    const pace = paceOf(probing.probed, 3000);
    expect(progressLine(probing, { pace, remaining: null }, LAYERS, messages)).toEqual([
      'Looking for the level at which the model is right about half the time.',
      'Right so far: level 1 90%.',
      'Level 2: 3 of 16 solutions.',
      '30 tokens a second.',
    ]);
  });

  it('names the head, the member and the step of it that learn', () => {
    const learning = (step: number, member?: { at: number; of: number }) => {
      const event: HeadEvent = {
        ...{ stage: 'learn', layer: 'last', rule: 'ovm', step, of: 60, loss: 0.5, heldOut: null },
      };
      const rate = { pace: null, remaining: null };
      const at = after([[member ? { ...event, member } : event, 0]]);
      return progressLine(at, rate, [2, 4, 'last'], messages);
    };
    expect(learning(31, { at: 3, of: 5 })).toEqual([
      'Head 3 of 3, after the last layer, learns: member 3 of 5, whose mean it is, step 7 of 12, loss 0.500.',
    ]);
    expect(learning(43)).toEqual(['Head 3 of 3, after the last layer, learns: step 43 of 60, loss 0.500.']);
  });

  it('names the level that was chosen while solutions are written, and why', async () => {
    await Promise.all((['es', 'zh'] as const).map(fetchMessages));
    const shares = [
      { level: 1, share: 0.875 },
      { level: 2, share: 0.4375 },
    ];
    const found = after([
      [{ stage: 'probe', shares, levels: [2, 2], written: null }, 0],
      [written('sample', 1, 5, 90), 1000],
    ]);
    const said = (language: 'en' | 'es' | 'zh') =>
      progressLine(found, { pace: null, remaining: null }, LAYERS, messagesFor(language))[0];
    expect(said('en')).toBe(
      'The probe chose level 2, at which the model is nearest to being right half the time (level 1 88%, level 2 44%): a head learns from problems with right and wrong solutions.',
    );
    expect(said('es')).toMatch(/^La prueba eligió el nivel 2, .*\(nivel 1 88\s%, nivel 2 44\s%\)/);
    expect(said('zh')).toMatch(/^试探选定了级别 2：.*（级别 1 88%、级别 2 44%）/);
    // Levels that were asked for need no reason.
    const asked = after([
      [{ stage: 'probe', shares: [], levels: null, written: null }, 0],
      [written('sample', 1, 5, 90), 1000],
    ]);
    expect(progressLine(asked, { pace: null, remaining: null }, LAYERS, messagesFor('en'))[0]).toMatch(
      /^Writing solutions/,
    );
  });

  it('tells what was written before, which says nothing of the pace', () => {
    const reused = { solutions: 12, tokens: 900 };
    const event = (solutions: number, tokens: number): HeadEvent => ({
      ...{ stage: 'sample', layer: 2, of: 10, problems: 1, correct: 1 },
      ...{ solutions, tokens, reused },
    });
    const at = (solutions: number, tokens: number) =>
      after([
        [event(12, 900), 0],
        [event(solutions, tokens), 2000],
      ]);
    expect(paceOf(at(12, 900).sample, 2000)).toBeNull();
    expect(remainingSeconds(at(15, 1000), 20, 2000)).toBeNull();
    const { sample } = at(16, 1000);
    expect(paceOf(sample, 2000)).toBe(50);
    // Four took two seconds, and four are left.
    expect(remainingSeconds(at(16, 1000), 20, 2000)).toBe(2);
    expect(progressLine(at(16, 1000), { pace: 50, remaining: null }, LAYERS, messages)).toEqual([
      'Writing solutions to learn from: 1 of 10 problems, 16 solutions, 1 right.',
      'Of these 12 were written before and are used again.',
      '50 tokens a second.',
    ]);
  });

  it('tells minutes, and hours where it takes that long', () => {
    const writing = after([[written('sample', 1, 5, 90), 0]]);
    const last = (remaining: number) => progressLine(writing, { pace: 3.25, remaining }, LAYERS, messages).slice(1);
    expect(last(20)).toEqual(['3.3 tokens a second.', 'About 1 minute more at this pace.']);
    expect(last(7100)).toEqual(['3.3 tokens a second.', 'About 118 minutes more at this pace.']);
    expect(last(23_100)).toEqual(['3.3 tokens a second.', 'About 6 hours more at this pace.']);
  });
});

describe('a training that has ended', () => {
  const learning = { layer: 2 as const, step: 3, of: 9, loss: 1, member: { at: 1, of: 1 } };

  it('is thrown away where something was learned, and was stopped before it where nothing was', () => {
    const messages = messagesFor('en');
    const { train } = messages;
    const [none, { sample }] = [null, after([[written('sample', 1, 5, 90), 0]])];
    expect(endLine('called-off', { learning: null, sample: none }, messages)).toEqual([train.calledOff]);
    expect(endLine('failed', { learning, sample }, messages)).toEqual([train.failed]);
    expect(endLine('well', { learning, sample }, messages)).toEqual([train.done]);
    expect(endLine(null, { learning: null, sample: none }, messages)).toEqual([]);
    // What was written is there for the next.
    const { stopped, solutionsKept } = messages.heads;
    expect(endLine('called-off', { learning: null, sample }, messages)).toEqual([stopped, solutionsKept]);
    expect(endLine('called-off', { learning, sample }, messages)).toEqual([train.thrown, solutionsKept]);
  });
});

describe('learning that was ended', () => {
  const run = (steps: number, exploded = false) => ({ layer: 2 as const, steps, exploded });

  it('is that of a head one of whose members learned less than it was asked to', () => {
    const members = { ...DEFAULT_HEAD, members: 5 };
    // A stop in the third member is later than all steps of one.
    expect(endedEarly([run(27)], 12, members)).toEqual([{ layer: 2, steps: 27, of: 60 }]);
    expect(endedEarly([run(60), run(27, true)], 12, members)).toEqual([]);
  });
});

describe('its pace', () => {
  it('is that of the tokens since writing began', () => {
    const { sample } = after([
      [written('sample', 0, 0, 0), 1000],
      [written('sample', 0, 6, 90), 4000],
    ]);
    expect(paceOf(sample, 4000)).toBe(30);
    expect(paceOf({ ...sample!, tokens: 0 }, 4000)).toBeNull();
  });

  it('tells how long all solutions will take, those of the test too', () => {
    const begun = after([[written('sample', 0, 0, 0), 0]]);
    expect(remainingSeconds(begun, 40, 1000)).toBeNull();
    const going = advanceHeads(begun, written('sample', 2, 10, 300), 5000);
    // Half a second each, and thirty are left.
    expect(remainingSeconds(going, 40, 5000)).toBeCloseTo(15);
    const testing = [written('test-sample', 0, 0, 0), written('test-sample', 1, 5, 90)].reduce(
      (progress, event, i) => advanceHeads(progress, event, 6000 + 5000 * i),
      advanceHeads(going, written('sample', 10, 20, 600), 6000),
    );
    expect(remainingSeconds(testing, 40, 11_000)).toBeCloseTo(15);
  });
});

describe('how much of it is done', () => {
  const learn = (layer: 2 | 'last', step: number): HeadEvent => ({
    ...{ stage: 'learn', layer, step, rule: 'ovm', of: 10, loss: 0.5, heldOut: null },
  });
  const work = { solutions: 30, layers: [2, 'last'], searches: 0 } as const;
  const steps: HeadEvent[] = [
    ...[written('sample', 5, 10, 200), written('sample', 10, 20, 400)],
    ...[learn(2, 5), learn(2, 10), written('test-sample', 5, 5, 100), written('test-sample', 10, 10, 200)],
    // The second head begins at its first step.
    ...[learn('last', 1), learn('last', 10)],
    ...[5, 10].map((done): HeadEvent => ({ stage: 'ask', done, of: 10 })),
  ];
  const shares = steps.map((_, i) => shareDone(after(steps.slice(0, i + 1).map((event) => [event, 0])), work));

  it('grows with every stage, and with every layer, to the end', () => {
    expect(shares).toEqual([...shares].sort((a, b) => a - b));
    expect(new Set(shares).size).toBe(shares.length);
    expect(shares[0]).toBeGreaterThan(0);
    expect(shares.at(-1)).toBeCloseTo(1, 12);
    expect(shareDone(NO_HEAD_PROGRESS, work)).toBe(0);
  });

  it('leaves room for searches where some were asked for', () => {
    const progress = after(steps.map((event) => [event, 0]));
    expect(shareDone(progress, { ...work, searches: 4 })).toBeCloseTo(0.9, 12);
    const half = { ...progress, searched: { done: 2, of: 4 } };
    expect(shareDone(half, { ...work, searches: 4 })).toBeCloseTo(0.95, 12);
  });
});
