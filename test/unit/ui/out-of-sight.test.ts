import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { LONG_MS, InViewport } from '../../../src/ui/kit/out-of-sight';

const seen = vi.fn();
const unseen = vi.fn();
let sight: InViewport;

beforeEach(() => {
  vi.useFakeTimers();
  seen.mockClear();
  unseen.mockClear();
  sight = new InViewport({ onSeen: seen, onLongUnseen: unseen });
});
afterEach(() => vi.useRealTimers());

it('tells when the frame is seen, and when it has long been out of sight', () => {
  sight.isNear = false;
  vi.advanceTimersByTime(LONG_MS * 2);
  expect([seen.mock.calls.length, unseen.mock.calls.length]).toEqual([0, 0]);
  sight.isNear = true;
  sight.isNear = true;
  expect(seen).toHaveBeenCalledTimes(1);
  sight.isNear = false;
  vi.advanceTimersByTime(LONG_MS - 1);
  expect(unseen).not.toHaveBeenCalled();
  vi.advanceTimersByTime(1);
  expect(unseen).toHaveBeenCalledTimes(1);
});

it('thinks nothing of a short absence, and counts a hidden tab as one', () => {
  sight.isNear = true;
  sight.isShown = false;
  vi.advanceTimersByTime(LONG_MS - 1);
  sight.isShown = true;
  vi.advanceTimersByTime(LONG_MS);
  expect(unseen).not.toHaveBeenCalled();
  expect(seen).toHaveBeenCalledTimes(2);
  sight.isShown = false;
  vi.advanceTimersByTime(LONG_MS);
  expect(unseen).toHaveBeenCalledTimes(1);
});
