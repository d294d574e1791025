import { expect, it } from 'vitest';
import { Glimpses } from '../../../workers/rpc/glimpses';

function watched(startsAtOnce: boolean, taken: () => Promise<void> = () => Promise.resolve()) {
  const clock = { now: 1000 };
  const sent: string[] = [];
  let made = 0;
  const glimpses = new Glimpses<string>(
    (item) => {
      sent.push(item);
      return taken();
    },
    startsAtOnce,
    200,
    () => clock.now,
  );
  const offer = (item: string): void =>
    glimpses.offer(() => {
      made++;
      return item;
    });
  return { clock, sent, glimpses, offer, made: () => made };
}
const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

it('tells a few times a second, and makes nothing that is not told', async () => {
  const { clock, sent, offer, made } = watched(true);
  for (let i = 0; i < 100; i++) {
    offer(`${clock.now}`);
    clock.now += 10;
    await settle();
  }
  expect(sent).toEqual(['1000', '1200', '1400', '1600', '1800']);
  expect(made()).toBe(5);
});

it('tells nothing of what is fast: of events that come often, and of the first moments', async () => {
  const { clock, sent, glimpses, offer } = watched(false);
  for (let i = 0; i < 50; i++) {
    offer('between');
    clock.now += 150;
    glimpses.rest();
    await settle();
  }
  expect(sent).toEqual([]);
  clock.now += 200;
  offer('slow');
  expect(sent).toEqual(['slow']);
});

it('waits for a page that is busy, and goes on where it takes none', async () => {
  let take = (): void => undefined;
  let isGone = false;
  const { clock, sent, offer } = watched(true, () =>
    isGone ? Promise.reject(new Error('gone')) : new Promise((resolve) => (take = resolve)),
  );
  offer('first');
  clock.now += 1000;
  offer('while the first is on its way');
  expect(sent).toEqual(['first']);
  take();
  await settle();
  isGone = true;
  offer('second');
  await settle();
  clock.now += 1000;
  offer('third');
  expect(sent).toEqual(['first', 'second', 'third']);
});
