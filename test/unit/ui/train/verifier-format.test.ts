import { describe, expect, it } from 'vitest';
import { isVerifierFile } from '../../../../src/ui/views/train/verifier-format';
import { keptTraining } from '../../../fixtures/kept-training';

const { bytes } = keptTraining('a').trained.runs[0]!.head;

describe('the file of a verifier', () => {
  it.each(['a.inkling.safetensors', 'a.inkling.safetensors (1)', 'a.bin', 'a.txt', 'a.json', 'a', '.'])(
    'is known when it is called %s',
    async (name) => expect(await isVerifierFile(new File([bytes], name))).toBe(true),
  );

  it('is known by its name, so that a damaged one is told of as one', async () => {
    expect(await isVerifierFile(new File([], 'A.SAFETENSORS'))).toBe(true);
  });

  it.each([
    ['nothing', ''],
    ['a trace', '{"format":"inkling-trace","version":1}'],
    ['blanks before it', `        {"format":"inkling-trace"}`],
    ['lines of JSON', '{"a":1}\n{"a":2}\n'],
  ])('is not %s', async (_, text) => expect(await isVerifierFile(new File([text], 'a.json'))).toBe(false));

  it('is no compressed file, and none of another tool’s', async () => {
    expect(await isVerifierFile(new File([Uint8Array.of(31, 139, 8, 0, 0, 0, 0, 0, 0, 3)], 'a.gz'))).toBe(false);
    expect(await isVerifierFile(new File([new Uint8Array(40)], 'a.bin'))).toBe(false);
  });
});
