import { describe, expect, it } from 'vitest';
import type { LoadRequest } from '../../../src/protocol/engine';
import type { HeadFile } from '../../../src/protocol/train';
import { ignore, LOAD, start } from './fake-engine';

const head: HeadFile = {
  ...{ id: 'head:mine', task: 'game24', scale: 'probability', rule: 'tvm' },
  ...{ file: 'mine.inkling.safetensors', bytes: Uint8Array.from([1, 2, 3]) },
};
const foldersOf = ({ pack }: LoadRequest): string[] =>
  [...new Set(Object.keys(pack.files).flatMap((path) => path.split('/').slice(0, -1)[0] ?? []))].sort();

describe('a verifier that a reader trained', () => {
  it('joins what is loaded, with its file and what it stands on', async () => {
    const { client, loads } = start();
    client.addHead(head);
    await client.load({ ...LOAD, verifiers: ['ovm'], ...ignore });
    await client.load({ ...LOAD, verifiers: ['ovm', head.id], ...ignore });
    expect(loads[1]).toMatchObject({ joins: true, verifiers: [], heads: [{ file: head.file, bytes: head.bytes }] });
    expect(foldersOf(loads[1]!)).toEqual(['policy', 'tvm']);
    // It is there now: nothing is read again, and nothing of it was taken from the page.
    await client.load({ ...LOAD, verifiers: [head.id], ...ignore });
    expect(loads[2]).not.toHaveProperty('heads');
    expect(head.bytes).toHaveLength(3);
  });

  it('comes with the first load, and again with a new worker', async () => {
    const { client, loads, workers } = start();
    client.addHead(head);
    await client.load({ ...LOAD, verifiers: [head.id], ...ignore });
    workers[0]!.die('gone');
    await client.load({ ...LOAD, verifiers: [head.id], ...ignore });
    for (const request of loads) {
      expect(request.joins).toBeUndefined();
      expect(request.heads).toHaveLength(1);
      expect(foldersOf(request)).toEqual(['policy', 'tvm']);
    }
    expect(loads).toHaveLength(2);
  });

  it('is named in a sentence where it is not on this page, or is another task’s', async () => {
    const { client } = start();
    client.addHead({ ...head, task: 'word-problems' });
    for (const id of [head.id, 'head:other'])
      await expect(client.load({ ...LOAD, verifiers: [id], ...ignore })).rejects.toMatchObject({
        code: 'file-missing',
        message: `The verifier ${id} is not on this page: train it, or open its file.`,
      });
  });

  it('is not remembered among the models whose answers are known', async () => {
    const models = [
      { id: 'tiny/policy', role: 'policy' as const, parameters: 1 },
      { id: `tiny/${head.id}`, role: 'verifier' as const, verifier: head.id, scale: head.scale, parameters: 1 },
    ];
    const { client, storage } = start({
      load: async () => ({ backend: 'wasm', backendReason: 'why not', models }),
    });
    client.addHead(head);
    await client.load({ ...LOAD, verifiers: [head.id], ...ignore });
    const kept = [...storage.values()].join();
    expect(kept).toContain('tiny/policy');
    expect(kept).not.toContain(head.id);
  });
});
