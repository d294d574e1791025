/** What would take all memory is refused before it is parsed, with a sentence. */
import { describe, expect, it } from 'vitest';
import { jsonExcess } from '../../../src/core/json-size';
import { listTrees } from '../../../src/import/listing';
import { readTrace } from '../../../src/trace/read';

const LIMITS = { depth: 5, entries: 20 };

describe('a JSON text', () => {
  it.each([
    ['[[[[[[1]]]]]]', 'too-deep'],
    ['{"a":{"a":{"a":{"a":{"a":{"a":1}}}}}}', 'too-deep'],
    ['[[[[[[', 'too-deep'],
    ['[[[[[1]]]]]', null],
    [`[${'[],'.repeat(30)}[]]`, 'too-many-values'],
    [`[${'1,'.repeat(30)}1]`, 'too-many-values'],
    ['[1,2,3,4]', null],
    // Nothing counts inside strings, however they end.
    [JSON.stringify(['[[[[[[[[[', '{{{{{{{{', ',,,,,,,,,,,,,,,,,,,,,,,,', '\\', '"[[[[[[[', '\\"[[[[[[[']), null],
    [String.raw`["\\\\", [[[[[[1]]]]]]]`, 'too-deep'],
    ['"[[[[[[[[[', null],
    ['[[[[]]]],[[[[]]]]', null],
  ])('%s: %s', (text, excess) => expect(jsonExcess(text, LIMITS)).toBe(excess));
});

describe('a file', () => {
  it('of millions of values that are no trees is given up', async () => {
    const list = new Blob([`[${'[],'.repeat(20_000_000)}[]]`]);
    await expect(listTrees(list)).rejects.toMatchObject({ data: { fault: 'no-tree', cause: 'unknown-kind' } });
  });

  it.each([
    ['lists without an end', '['.repeat(3_000_000), 'nested'],
    ['objects without an end', '{"a":'.repeat(1_000_000), 'nested'],
    ['closed lists', `${'['.repeat(1_000_000)}${']'.repeat(1_000_000)}`, 'nested'],
    ['a record of empty lists', `{"a":[${'[],'.repeat(13_000_000)}[]]}`, 'more than 24000000 values'],
  ])('of %s is refused', async (_, text, sentence) => {
    await expect(listTrees(new Blob([text]))).rejects.toMatchObject({
      code: 'bad-input',
      message: expect.stringContaining(sentence),
    });
    expect(readTrace(text)).toMatchObject({ ok: false, code: 'not-a-trace' });
  });
});
