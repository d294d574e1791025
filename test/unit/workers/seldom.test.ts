import { expect, it } from 'vitest';
import { Seldom } from '../../../workers/rpc/seldom';

it('sends the first at once, then one in a while, what weighs always, and last what was held back', () => {
  let now = 0;
  const sent: number[] = [];
  const seldom = new Seldom<number>(
    (events) => void sent.push(...events),
    (event) => event >= 100,
    () => now,
  );
  for (const event of [1, 2, 3]) seldom.push(event);
  expect(sent).toEqual([1]);
  now = 120;
  seldom.push(4);
  expect(sent).toEqual([1, 4]);
  seldom.push(5);
  seldom.push(100);
  // What was held back came before it, and is outdated.
  expect(sent).toEqual([1, 4, 100]);
  seldom.push(6);
  seldom.flush();
  seldom.flush();
  expect(sent).toEqual([1, 4, 100, 6]);
});
