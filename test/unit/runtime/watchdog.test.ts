import { describe, expect, it, vi } from 'vitest';
import { watch } from '../../../src/runtime/watchdog';

describe('the watchdog', () => {
  it('barks after half a minute of silence, once, and not while it hears something', () => {
    vi.useFakeTimers();
    const onSilence = vi.fn();
    const dog = watch(onSilence);
    vi.advanceTimersByTime(25_000);
    dog.hear();
    vi.advanceTimersByTime(29_000);
    expect(onSilence).not.toHaveBeenCalled();
    vi.advanceTimersByTime(100_000);
    expect(onSilence).toHaveBeenCalledTimes(1);
    const other = watch(onSilence);
    other.stop();
    vi.advanceTimersByTime(100_000);
    expect(onSilence).toHaveBeenCalledTimes(1);
    vi.useRealTimers();
  });
});
