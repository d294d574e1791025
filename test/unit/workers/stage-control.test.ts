/** What a stop ends, by the stage that is at work. */
import { describe, expect, it } from 'vitest';
import type { HeadEvent } from '../../../src/protocol/head-training';
import { StageControl } from '../../../workers/stage-control';

const SAMPLE: HeadEvent = {
  ...{ stage: 'sample', layer: 1, problems: 0, of: 8, solutions: 0, correct: 0, tokens: 0 },
};
const READ: HeadEvent = { stage: 'features', layer: 1, done: 1, of: 8 };
const LEARN: HeadEvent = { stage: 'learn', layer: 1, rule: 'ovm', step: 1, of: 9, loss: 1, heldOut: null };
const ASK: HeadEvent = { stage: 'ask', done: 0, of: 4 };

/** What has ended after a stop behind these events: all of it, learning, or the test. */
function stopped(...events: readonly HeadEvent[]): string[] {
  const stages = new StageControl();
  for (const event of events) stages.note(event);
  stages.stop();
  const { signal, shouldStop, skipTest } = stages.control;
  return [
    ...(signal!.aborted ? ['all'] : []),
    ...(shouldStop!() ? ['learning'] : []),
    ...(skipTest!.aborted ? ['test'] : []),
  ];
}

describe('a stop', () => {
  it('ends all of it before anything is learned', () => {
    for (const events of [[], [SAMPLE], [SAMPLE, READ]]) expect(stopped(...events)).toEqual(['all']);
  });

  it('ends learning, also where the model is read for another layer’s head, and then the test', () => {
    expect(stopped(SAMPLE, READ, LEARN)).toEqual(['learning']);
    expect(stopped(SAMPLE, READ, LEARN, READ)).toEqual(['learning']);
    expect(stopped(SAMPLE, READ, LEARN, ASK)).toEqual(['test']);
  });

  it('lets go what was held', async () => {
    const stages = new StageControl();
    stages.note(LEARN);
    stages.pause();
    const held = stages.control.gate!();
    stages.stop();
    await expect(held).resolves.toBeUndefined();
  });
});
