/** The exact oracle of the Game of 24 as a verifier. */
import { describe, expect, it } from 'vitest';
import { oracleVerifier } from '../../../src/verifiers/oracle';
import type { Tokenizer } from '../../../src/model/types';
import { oracleValue } from '../../../src/tasks/game24/oracle';
import { gameOf } from '../../../src/tasks/game24/problem';

/** One token a character; 0 ends the sequence. */
const tokenizer: Tokenizer = {
  encode: (text) => Array.from(text, (char) => char.charCodeAt(0)),
  decode: (tokens) => tokens.map((token) => tokenizer.tokenText(token)).join(''),
  tokenText: (token) => (token === 0 ? '' : String.fromCharCode(token)),
  vocabularySize: 128,
  eosToken: 0,
};
const oracle = () => oracleVerifier(tokenizer, oracleValue(gameOf([4, 4, 10, 10])));
const LEGAL = '10 * 10 = 100 (left: 4 4 100)\n100 - 4 = 96 (left: 4 96)\n96 / 4 = 24 (left: 24)\n';
const ANSWER = 'The answer is ((10 * 10) - 4) / 4 = 24';

async function valuesOf(text: string, isComplete = false): Promise<number[]> {
  const verifier = oracle();
  const prefix = await verifier.open([]);
  const tokens = [...tokenizer.encode(text), ...(isComplete ? [0] : [])];
  const [scored] = await verifier.score([{ prefix, tokens }]);
  return [...scored!.values];
}

describe('the oracle', () => {
  it('gives 1 to every token of a right solution, its end included', async () => {
    expect(new Set(await valuesOf(LEGAL + ANSWER, true))).toEqual(new Set([1]));
  });

  it('gives 0 from the very token on that puts 24 out of reach', async () => {
    const text = '10 * 10 = 101';
    expect(await valuesOf(text)).toEqual([...Array<number>(text.length - 1).fill(1), 0]);
  });

  it('gives 0 to an end before the answer', async () => {
    expect((await valuesOf(LEGAL, true)).at(-1)).toBe(0);
  });

  it('goes on from a prefix that it scored', async () => {
    const verifier = oracle();
    const root = await verifier.open([]);
    const [first] = await verifier.score([{ prefix: root, tokens: tokenizer.encode('10 * 10 = 10') }]);
    const [second] = await verifier.score([{ prefix: first!.prefix, tokens: tokenizer.encode('1') }]);
    expect([...second!.values]).toEqual([0]);
    verifier.release(first!.prefix);
    const [again] = await verifier.score([{ prefix: second!.prefix, tokens: tokenizer.encode('0') }]);
    expect([...again!.values]).toEqual([0]);
  });

  it('does not score once it is aborted', async () => {
    const verifier = oracle();
    const prefix = await verifier.open([]);
    await expect(verifier.score([{ prefix, tokens: [49] }], AbortSignal.abort())).rejects.toMatchObject({
      code: 'aborted',
    });
  });
});
