/** Half precision: every number of it comes back, and every other one as the nearest. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { fromHalf, packHalf, unpackHalf } from '../../../src/core/half';

it('gives every number of half precision back', () => {
  const bits = Array.from({ length: 65_536 }, (_, i) => i).filter((i) => ((i >> 10) & 31) < 31);
  expect([...packHalf(bits.map(fromHalf))]).toEqual(bits);
});

it('takes the nearest number, a tie to the even one', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 0x7bfe }), fc.double({ min: 0, max: 1, noNaN: true }), (low, share) => {
      const [below, above] = [fromHalf(low), fromHalf(low + 1)];
      const value = Math.fround(below + share * (above - below));
      const [own] = unpackHalf(packHalf([value]));
      const nearest = value - below < above - value ? below : value - below > above - value ? above : null;
      expect(own).toBe(nearest ?? (low % 2 ? above : below));
      expect(unpackHalf(packHalf([-value]))[0]).toBe(-own!);
    }),
  );
});

it('holds what is too large at the largest, and no number as none', () => {
  expect([...unpackHalf(packHalf([1e9, -1e9, Infinity]))]).toEqual([65_504, -65_504, 65_504]);
  expect(unpackHalf(packHalf([NaN]))[0]).toBeNaN();
});
