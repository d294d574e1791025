import { beforeEach, describe, expect, it, vi } from 'vitest';
import { AppError } from '../../../src/core/errors';
import type { HubLoaded } from '../../../src/protocol/hub';
import type { HubOffer, HubPort } from '../../../src/ui/shell/ports';
import { HubState } from '../../../src/ui/hub/hub.svelte';
import { eventually } from '../../fixtures/eventually';

const plan = { dtype: 'q8', files: [], totalBytes: 100, dataFiles: 0 } as const;
const offer: HubOffer = {
  listing: {
    ...{ address: { host: 'https://x.example', id: 'a/b' }, name: 'a/b', revision: 'abc', license: 'mit' },
    ...{ parameters: 0, files: [] },
  },
  ...{
    plans: [plan, { ...plan, dtype: 'fp32' }],
    backend: 'wasm',
    backendReason: 'WASM: a test',
    local: null,
    kept: new Map(),
  },
};
const loaded: HubLoaded = {
  ...{ backend: 'wasm', backendReason: '', models: [], verifiers: ['confidence'], contextTokens: 9, stateLayers: [] },
  ...{ hasChatTemplate: true, family: 'other' },
};

let port: { [K in keyof HubPort]: ReturnType<typeof vi.fn<HubPort[K]>> };
const onLoaded = vi.fn();
const make = (): HubState => new HubState(port, { onLoaded, task: () => 'gsm8k', backend: () => 'auto' });
beforeEach(() => {
  onLoaded.mockReset();
  port = {
    kept: vi.fn<HubPort['kept']>(async () => []),
    forget: vi.fn<HubPort['forget']>(async () => undefined),
    describe: vi.fn<HubPort['describe']>(async () => offer),
    describeKept: vi.fn<HubPort['describeKept']>(async () => offer),
    describeFolder: vi.fn<HubPort['describeFolder']>(async () => offer),
    load: vi.fn<HubPort['load']>(async () => loaded),
    run: vi.fn<HubPort['run']>(),
    together: vi.fn<HubPort['together']>(),
    check: vi.fn() as never,
    stop: vi.fn<HubPort['stop']>(),
    abort: vi.fn<HubPort['abort']>(),
    setFormat: vi.fn<HubPort['setFormat']>(),
    trainHeads: vi.fn<HubPort['trainHeads']>(),
    openHead: vi.fn<HubPort['openHead']>(),
    readHead: vi.fn<HubPort['readHead']>(),
    isLoaded: vi.fn<HubPort['isLoaded']>(() => true),
    release: vi.fn<HubPort['release']>(),
  };
});

describe('a hub model', () => {
  it('is asked about only when told to, and loaded only after a yes', async () => {
    const hub = make();
    hub.open('https://x.example/a/b');
    expect(hub.host).toBe('x.example');
    expect(port.describe).not.toHaveBeenCalled();
    await hub.lookUp();
    expect(hub.question?.policy).toBe(offer);
    expect(port.load).not.toHaveBeenCalled();
    hub.choosePlan('fp32');
    await hub.accept();
    expect(port.load.mock.calls[0]![0].policy.plan.dtype).toBe('fp32');
    expect(hub.isOpen).toBe(false);
    expect(onLoaded).toHaveBeenCalledWith('https://x.example/a/b', loaded);
    expect(hub.using).toEqual({ name: 'a/b', dtype: 'fp32' });
    hub.leave();
    expect(onLoaded).toHaveBeenLastCalledWith(null, null);
  });

  it('that the browser did not keep is told', async () => {
    const files = [{ path: 'onnx/model.onnx', sizeBytes: 10, sha256: null }];
    const plans = [{ ...offer.plans[0]!, files, totalBytes: 10 }];
    for (const [bytes, isUnkept] of [
      [9, true],
      [10, false],
    ] as const) {
      port.describe.mockResolvedValue({ ...offer, plans });
      port.describeKept.mockResolvedValue({ ...offer, plans, kept: new Map([['onnx/model.onnx', bytes]]) });
      const hub = make();
      hub.open('https://x.example/a/b');
      await hub.lookUp();
      await hub.accept();
      await eventually(() => expect(port.describeKept).toHaveBeenCalled());
      await eventually(() => expect(hub.isUnkept).toBe(isUnkept));
      hub.leave();
      expect(hub.isUnkept).toBe(false);
      port.describeKept.mockClear();
    }
  });

  it('is not asked about by a name that is none', async () => {
    const hub = make();
    hub.address = 'nonsense';
    await hub.lookUp();
    expect(hub.host).toBeNull();
    expect(port.describe).not.toHaveBeenCalled();
  });

  it('that cannot be used leaves a failure with what it speaks of; a call-off leaves none', async () => {
    const hub = make();
    hub.address = 'a/b';
    port.describe.mockRejectedValueOnce(new AppError('gated', 'No.', { model: 'a/b', host: 'x' }));
    await hub.lookUp();
    expect(hub.failure).toMatchObject({ code: 'gated', data: { model: 'a/b', host: 'x' } });
    await hub.lookUp();
    port.load.mockRejectedValueOnce(new AppError('aborted', 'Called off.'));
    await hub.accept();
    expect(hub.failure).toBeNull();
    expect(hub.isPaused).toBe(true);
    expect(hub.loaded).toBeNull();
  });

  it.each([
    ['was called off', 'aborted', 4],
    ['broke off', 'download-failed', 4],
    // Storage is denied or full.
    ['was called off', 'aborted', 0],
  ] as const)('whose download %s (%s) tells the %i bytes that are kept of it', async (_, code, bytes) => {
    const files = [
      { path: 'onnx/model.onnx', sizeBytes: 10, sha256: null },
      { path: 'config.json', sizeBytes: 2, sha256: null },
    ];
    const plans = [{ ...offer.plans[0]!, files, totalBytes: 12 }];
    port.describe.mockResolvedValue({ ...offer, plans });
    port.describeKept.mockResolvedValue({ ...offer, plans, kept: new Map([['onnx/model.onnx', bytes]]) });
    const hub = make();
    hub.address = 'a/b';
    await hub.lookUp();
    port.load.mockRejectedValueOnce(new AppError(code, 'It ended.'));
    await hub.accept();
    await eventually(() => expect(hub.keptBytes).toBe(bytes));
    expect(hub.isPaused).toBe(code === 'aborted');
    // It is of that download alone.
    await hub.lookUp();
    expect([hub.keptBytes, hub.isPaused]).toEqual([null, false]);
  });

  it('out of a folder has nothing that could be kept', async () => {
    const hub = make();
    port.describeFolder.mockResolvedValue({ ...offer, local: new Map() });
    await hub.useFolder([new File(['{}'], 'config.json')]);
    port.load.mockRejectedValueOnce(new AppError('aborted', 'Called off.'));
    await hub.accept();
    expect(port.describeKept).not.toHaveBeenCalled();
    expect([hub.isPaused, hub.keptBytes]).toEqual([true, null]);
  });

  it('that cannot be started leaves none: the one before has made room for it', async () => {
    const hub = make();
    hub.address = 'a/b';
    await hub.lookUp();
    await hub.accept();
    await hub.lookUp();
    port.load.mockRejectedValueOnce(new AppError('busy', 'A search is running.'));
    await hub.accept();
    expect(hub.loaded).toBe(loaded);
    port.load.mockRejectedValueOnce(new AppError('out-of-memory', 'Too large.'));
    port.isLoaded.mockReturnValue(false);
    await hub.accept();
    expect(hub.loaded).toBeNull();
    expect(hub.using).toBeNull();
    expect(onLoaded).toHaveBeenLastCalledWith(null, null);
    expect(hub.failure).toMatchObject({ code: 'out-of-memory' });
  });

  it('is asked in the words that were set, from the first run on', async () => {
    const hub = make();
    hub.address = 'a/b';
    await hub.lookUp();
    await hub.accept();
    expect(port.setFormat).toHaveBeenLastCalledWith(hub.format);
    hub.changeFormat({ delimiter: '. ' });
    expect(port.setFormat).toHaveBeenLastCalledWith(expect.objectContaining({ delimiter: '. ' }));
  });

  it('is left when its worker dies in a run, and not for a refusal', async () => {
    const hub = make();
    hub.address = 'a/b';
    await hub.lookUp();
    await hub.accept();
    expect(await hub.ensure()).toBe(loaded);
    hub.noteFailure(new AppError('bad-input', 'No.'));
    expect(hub.loaded).toBe(loaded);
    hub.noteFailure(new AppError('device-lost', 'Gone.'));
    expect(hub.loaded).toBeNull();
    await expect(hub.ensure()).rejects.toMatchObject({ code: 'not-loaded' });
  });
});
