import { afterEach, describe, expect, it, vi } from 'vitest';
import { browserTable, PATIENCE_MS } from '../../../src/runtime/browser-table';

afterEach(() => vi.useRealTimers());

describe('a table in the browser', () => {
  it('that never answers is given up, and closed when it comes after all', async () => {
    vi.useFakeTimers();
    const result = { close: vi.fn() };
    const request = { result, error: null, onsuccess: () => undefined };
    const table = browserTable('x', () => ({ open: () => request }) as unknown as IDBFactory);
    const keys = expect(table.keys()).rejects.toThrow('x could not be opened.');
    await vi.advanceTimersByTimeAsync(PATIENCE_MS);
    await keys;
    request.onsuccess();
    expect(result.close).toHaveBeenCalledOnce();
  });

  it('that is denied rejects at once', async () => {
    const denied = (): IDBFactory => {
      throw new DOMException('denied', 'SecurityError');
    };
    await expect(browserTable('x', denied).keys()).rejects.toThrow('denied');
  });
});
