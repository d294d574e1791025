import { expect, test } from 'vitest';
import { chooseDevice, firstLosses, KNOWN_LOSSES } from '../../../src/workshop/learner-device';

test('the answers that a back end is checked by are those of WASM', async () => {
  const losses = await firstLosses('wasm');
  expect(losses).toHaveLength(KNOWN_LOSSES.length);
  losses.forEach((loss, step) => expect(loss).toBeCloseTo(KNOWN_LOSSES[step]!, 5));
  expect(losses[1]).toBeLessThan(losses[0]! - 0.01);
});

test('a back end that is not there or computes wrong numbers gives way to WASM, and it is said why', async () => {
  expect(await chooseDevice('wasm')).toEqual({ device: 'wasm', refused: null });
  // Node has no WebGPU.
  expect(await chooseDevice('webgpu')).toEqual({ device: 'wasm', refused: 'absent' });
  const found = (shift: number) => chooseDevice('webgpu', async () => KNOWN_LOSSES.map((loss) => loss + shift));
  expect(await found(5e-5)).toEqual({ device: 'webgpu', refused: null });
  expect(await found(2e-4)).toEqual({ device: 'wasm', refused: 'wrong-numbers' });
  expect(await found(NaN)).toEqual({ device: 'wasm', refused: 'wrong-numbers' });
});
