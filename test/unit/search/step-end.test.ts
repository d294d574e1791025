import { describe, expect, it } from 'vitest';
import type { Path } from '../../../src/search/path';
import { SearchRun } from '../../../src/search/run';
import { tokenGuided } from '../../../src/search/token-guided';
import { EOS, FakePolicy, FakeVerifier, PROMPT } from '../../fixtures/fake-models';
import { collect, ofType, parameters, search } from '../../fixtures/run-search';

/** Steps of two lines that end with a d. */
const policy = (): FakePolicy =>
  new FakePolicy(
    {
      '0:': { a: 1 },
      '0:a': { '\n': 1 },
      '0:a\n': { b: 1 },
      '0:a\nb': { d: 1 },
      '1:': { 'The answer is ': 1 },
      '1:The answer is ': { x: 1 },
      '1:The answer is x': { [EOS]: 1 },
    },
    {},
    'd',
  );

describe('a policy whose steps end otherwise than with a line', () => {
  it('has token-guided search make nodes of its steps', async () => {
    const events = await collect(search(tokenGuided, {}, { policy: policy(), verifier: new FakeVerifier() }));
    const texts = ofType(events, 'node-added').map(({ text }) => text);
    expect(texts).toEqual([PROMPT, 'a\nbd', 'The answer is x']);
  });

  it.each([
    { given: [['a', '\n']], steps: 0 },
    { given: [['a', '\n', 'b', 'd']], steps: 1 },
    { given: [['a', '\n', 'b', 'd'], ['The answer is ']], steps: 1 },
  ])('counts $steps whole steps of $given in the aggregate', async ({ given, steps }) => {
    const ports = { policy: policy(), verifier: new FakeVerifier(), answerOf: () => null };
    const run = new SearchRun('beam', ports, parameters(), {});
    const opening = run.open({ prompt: PROMPT, given });
    let path: Path | null = null;
    for (let next = await opening.next(); ; next = await opening.next()) {
      if (!next.done) continue;
      path = next.value;
      break;
    }
    expect(path!.stepValues).toHaveLength(steps);
  });
});
