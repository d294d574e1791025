import { describe, expect, it } from 'vitest';
import { freshHead, tokenLogits } from '../../../src/workshop/head';
import { learnedTogether, meanOf, memberShape } from '../../../src/workshop/members';
import { HEAD_KINDS, isHeadShape, type HeadShape, type Weights } from '../../../src/workshop/shape';

const WIDTH = 6;
const MEMBERS = 3;
const shapeOf = (head: HeadShape['head']): HeadShape => ({
  ...{ head, width: WIDTH, hidden: head === 'mlp' ? 4 * MEMBERS : 0, told: 0, window: 1 },
});

/** A head of one member, of random numbers in all that learns. */
function memberOf(shape: HeadShape, seed: number): Weights {
  const own = memberShape(shape, MEMBERS);
  if (!isHeadShape(own)) throw new Error('A head has members that are heads.');
  const noise = (name: string, size: number) =>
    Float32Array.from({ length: size }, (_, i) => Math.sin(seed * 31 + i * 7 + name.length));
  return new Map(
    [...freshHead(own, seed)].map(([name, data]) => [
      name,
      name.startsWith('value_head') ? noise(name, data.length) : data,
    ]),
  );
}

const features = Float32Array.from({ length: 5 * WIDTH }, (_, i) => Math.cos(i * 3));

describe.each(HEAD_KINDS)('a %s head of several members', (head) => {
  const shape = shapeOf(head);
  const own = memberShape(shape, MEMBERS) as HeadShape;
  it.each([1, 2, 3])('says the mean of the %i that have learned', (count) => {
    const members = Array.from({ length: count }, (_, i) => memberOf(shape, i + 1));
    const said = members.map((weights) => tokenLogits(own, weights, features));
    const together = tokenLogits(shape, meanOf(members, shape), features);
    together.forEach((logit, t) => {
      const mean = said.reduce((sum, one) => sum + one[t]!, 0) / count;
      expect(logit).toBeCloseTo(mean, 5);
    });
    expect(new Set(said.map((one) => one[0])).size).toBe(count);
  });
});

it('tells steps and tokens of all members, and their curves one after the other', () => {
  const shape = shapeOf('linear');
  const of = (seed: number) => ({
    ...{ weights: memberOf(shape, seed), steps: 4, tokens: 10 * seed, exploded: seed === 2 },
    points: [{ step: seed, loss: seed, heldOut: null }],
  });
  expect(learnedTogether([of(1), of(2)], shape)).toMatchObject({
    ...{ steps: 8, tokens: 30, exploded: true },
    points: [{ step: 1 }, { step: 2 }],
  });
});
