import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isSmall, readRequest } from '../../../src/embed/messages';

it('a refusal is one sentence, however much it would quote', () => {
  for (const wrong of [
    { id: 'i'.repeat(5000) },
    { type: 't'.repeat(9000) },
    { fields: { ['f'.repeat(9000)]: null } },
  ]) {
    const read = readRequest({ inkling: 1, type: 'configure', fields: {}, ...wrong });
    expect(read.kind).toBe('invalid');
    expect(read).toMatchObject({ reason: expect.stringMatching(/^.{1,700}\.$/s) });
  }
});

describe('reading a message', () => {
  it.each([
    null,
    undefined,
    'run',
    3,
    {},
    [],
    { type: 'run' },
    { inkling: 2, type: 'run' },
    { inkling: '1', type: 'run' },
  ])('%j is somebody else’s', (data) => expect(readRequest(data)).toEqual({ kind: 'foreign' }));

  it.each([
    { inkling: 1, type: 'run' },
    { inkling: 1, type: 'run', id: 'a' },
    { inkling: 1, type: 'stop', id: 7 },
    { inkling: 1, type: 'get-trace', id: 0 },
    { inkling: 1, type: 'load-trace', trace: { format: 'x' } },
    { inkling: 1, type: 'configure', fields: { seed: 7, embed: true, problem: '1 2 3 4' } },
  ])('%j is a request', (data) => expect(readRequest(data)).toEqual({ kind: 'request', request: data }));

  it('takes the fields of a configuration beside its type', () => {
    expect(readRequest({ inkling: 1, type: 'configure', id: 1, seed: 7 })).toEqual({
      kind: 'request',
      request: { inkling: 1, type: 'configure', id: 1, fields: { seed: 7 } },
    });
  });

  it.each([
    [{ inkling: 1, type: 'explode', id: 5 }, 5],
    [{ inkling: 1 }, undefined],
    [{ inkling: 1, type: 'run', id: {} }, undefined],
    [{ inkling: 1, type: 'run', id: 'x'.repeat(201) }, undefined],
    [{ inkling: 1, type: 'load-trace', id: 'q', trace: 'text' }, 'q'],
    [{ inkling: 1, type: 'configure', id: 2, fields: { seed: {} } }, 2],
    [{ inkling: 1, type: 'configure', id: 2, fields: { problem: 'x'.repeat(2001) } }, 2],
    [
      {
        inkling: 1,
        type: 'configure',
        id: 2,
        fields: Object.fromEntries(Array.from({ length: 41 }, (_, i) => [i, 1])),
      },
      2,
    ],
  ])('%j is refused, with its id where it has one', (data, id) => {
    expect(readRequest(data)).toMatchObject({ kind: 'invalid', id });
  });

  it('takes anything without throwing', () => {
    fc.assert(
      fc.property(fc.anything({ withBigInt: true, withMap: true, withDate: true }), (junk) => {
        expect(['foreign', 'invalid', 'request']).toContain(readRequest(junk).kind);
        expect(readRequest({ inkling: 1, type: 'configure', fields: junk }).kind).not.toBe('foreign');
      }),
    );
  });
});

describe('the size of a message', () => {
  it.each([
    ['abc', 4, true],
    ['abc', 3, false],
    [{ a: 1 }, 3, true],
    [{ a: 1 }, 2, false],
    [new Array(1000).fill(0), 900, false],
    [new Uint8Array(100), 100, false],
  ])('%j against %i: %s', (value, limit, small) => expect(isSmall(value, limit)).toBe(small));

  it('ends on a value that holds itself', () => {
    const loop: Record<string, unknown> = {};
    loop['self'] = loop;
    expect(isSmall(loop, 100)).toBe(true);
  });
});
