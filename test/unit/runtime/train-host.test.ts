import { describe, expect, it, vi } from 'vitest';
import { AppError } from '../../../src/core/errors';
import {
  DEFAULT_REQUEST,
  type HeadFile,
  type TrainApi,
  type Trained,
  type TrainOrder,
  type TrainRequest,
  type TrainEvent,
} from '../../../src/protocol/train';
import { TrainHost } from '../../../src/runtime/train-host';
import { fakeFiles, filesOf, TINY_PACK } from './fake-files';
import { FakeWorker } from './fake-worker';
import { eventually } from '../../fixtures/eventually';
import { learned, WRITTEN } from '../../fixtures/unfinished-training';

const order: TrainOrder = {
  ...{ task: 'game24', teacher: 'checker', taken: [] },
  request: { ...DEFAULT_REQUEST, levels: null, testLevels: null, start: null },
};
const TRAINED: Trained = {
  ...{ start: 'policy', runs: [], differences: [], teacher: null, searched: null },
  labels: { solutions: 1, kept: 1, flipped: 0, spoiled: 0 },
};
const SAMPLE: TrainEvent = { stage: 'sample', problems: 1, of: 2, solutions: 4, correct: 1, tokens: 9 };
const never = () => new Promise<never>(() => undefined);
const silent = { onProgress: () => undefined, onEvents: () => undefined, onUnfinished: () => undefined };

function start(changed: Partial<TrainApi> = {}) {
  const workers: FakeWorker[] = [];
  const requests: TrainRequest[] = [];
  const api: TrainApi = {
    holdLock: async () => false,
    train: async (request, onEvents) => {
      requests.push(request);
      onEvents([SAMPLE]);
      return TRAINED;
    },
    ...{ pause: vi.fn(), goOn: vi.fn(), stop: vi.fn() },
    read: (_, file, bytes): HeadFile => ({
      ...{ id: 'head:mine', task: 'game24', scale: 'probability', rule: 'tvm', file, bytes },
    }),
    ...changed,
  };
  const files = fakeFiles(filesOf(TINY_PACK));
  const host = new TrainHost({
    files,
    createWorker: () => {
      const worker = new FakeWorker(api);
      workers.push(worker);
      return worker as unknown as Worker;
    },
  });
  return { host, workers, requests, api, files };
}

describe('a training', () => {
  it('hands over the runtime, the policy, the pattern and the teachers, tells events, and ends its worker', async () => {
    const { host, workers, requests } = start();
    const onEvents = vi.fn();
    const { result } = host.train(order, ['ovm'], { ...silent, onEvents });
    expect(await result).toEqual(TRAINED);
    expect(onEvents).toHaveBeenCalledWith([SAMPLE]);
    const [{ runtimeWasm, pack }] = requests as [TrainRequest];
    expect(runtimeWasm).toHaveLength(4);
    const folders = [...new Set(Object.keys(pack.files).map((path) => path.split('/')[0]))];
    expect(folders.sort()).toEqual(['manifest.json', 'ovm', 'parity.json', 'policy', 'tvm']);
    expect(workers.map(({ isTerminated }) => isTerminated)).toEqual([true]);
  });

  it('hands over what it goes on from, and tells what it can be gone on from', async () => {
    const { host, requests } = start({
      train: async (request, _, onUnfinished) => {
        requests.push(request);
        onUnfinished!([learned(4)]);
        return TRAINED;
      },
    });
    const onUnfinished = vi.fn();
    const { samples, seconds } = WRITTEN;
    const before = { samples, seconds, learning: null };
    await host.train(order, [], { ...silent, onUnfinished }, before).result;
    await eventually(() => expect(onUnfinished).toHaveBeenCalledExactlyOnceWith([learned(4)]));
    expect(requests[0]!.unfinished).toEqual(before);
  });

  it('is called off at once, whatever its worker does, also before that has started', async () => {
    const { host, workers } = start({ train: never });
    const { result, abort } = host.train(order, [], silent);
    await eventually(() => expect(workers).toHaveLength(1));
    abort();
    await expect(result).rejects.toMatchObject({ code: 'aborted' });
    expect(workers[0]!.isTerminated).toBe(true);
    const early = host.train(order, [], silent);
    early.abort();
    await expect(early.result).rejects.toMatchObject({ code: 'aborted' });
    // It would have had its worker before one that was begun later.
    const later = host.train(order, [], silent);
    await eventually(() => expect(workers).toHaveLength(2));
    later.abort();
    await expect(later.result).rejects.toMatchObject({ code: 'aborted' });
    expect(workers).toHaveLength(2);
  });

  it('that dies rejects, and another can follow', async () => {
    let isFirst = true;
    const { host, workers } = start({
      train: () => {
        const answer = isFirst ? never() : Promise.resolve(TRAINED);
        isFirst = false;
        return answer;
      },
    });
    const { result } = host.train(order, [], silent);
    await eventually(() => expect(workers).toHaveLength(1));
    workers[0]!.die('out of memory');
    await expect(result).rejects.toMatchObject({
      code: 'worker-died',
      message: 'The workshop stopped: out of memory. Train again to go on.',
    });
    expect(await host.train(order, [], silent).result).toEqual(TRAINED);
  });

  it('rejects with what the worker throws, code and all', async () => {
    const { host } = start({ train: () => Promise.reject(new AppError('bad-input', 'no')) });
    await expect(host.train(order, [], silent).result).rejects.toMatchObject({ code: 'bad-input', message: 'no' });
  });

  it('passes on a pause, what ends it, and the end of a stage', async () => {
    const { host, api, workers } = start({ train: never });
    const training = host.train(order, [], silent);
    training.pause();
    await eventually(() => expect(workers).toHaveLength(1));
    // Before there is a worker nobody hears.
    expect(api.pause).not.toHaveBeenCalled();
    training.pause();
    training.goOn();
    training.stop();
    await eventually(() => expect(api.stop).toHaveBeenCalledOnce());
    expect([api.pause, api.goOn].map((called) => vi.mocked(called).mock.calls.length)).toEqual([1, 1]);
    training.abort();
    await expect(training.result).rejects.toMatchObject({ code: 'aborted' });
  });
});

describe('a file', () => {
  it('is checked in a worker of its own, which needs no runtime', async () => {
    const { host, workers } = start();
    const file = new File([Uint8Array.from([7, 8])], 'mine.inkling.safetensors');
    expect(await host.read('game24', file)).toMatchObject({ id: 'head:mine', bytes: Uint8Array.from([7, 8]) });
    expect(workers.map(({ isTerminated }) => isTerminated)).toEqual([true]);
  });

  it('that is too large is refused before it is read', async () => {
    const { host, workers } = start();
    const file = { name: 'huge', size: 17 * 1024 * 1024, arrayBuffer: never } as unknown as File;
    await expect(host.read('game24', file)).rejects.toMatchObject({
      code: 'too-large',
      message: 'huge is larger than a trained verifier can be (16 MB).',
    });
    expect(workers).toEqual([]);
  });
});

it('an offer says which starts the pack has', async () => {
  const { host } = start();
  const digest = expect.stringMatching(/^[0-9a-f]{64}$/) as string;
  expect(await host.offer('game24')).toEqual({ starts: ['policy'], bases: [digest], models: digest });
});
