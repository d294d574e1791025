import { describe, expect, it, vi } from 'vitest';
import type { Policy, PrefixId, Tokenizer } from '../../../src/model/types';
import { answerWords, askOnce } from '../../../src/verifiers/p-true';
import { tokenizer as characters } from '../../fixtures/fake-models';

const PIECES = ['yes', ' Yes', 'no', ' no', 'right', 'wrong', '?', 'P'];
const tokenizer: Tokenizer = {
  encode: (text) => {
    const piece = PIECES.indexOf(text);
    return piece >= 0 ? [piece] : (text.match(/right|wrong|\?|P/g) ?? []).map((part) => PIECES.indexOf(part));
  },
  decode: (tokens) => tokens.map((token) => PIECES[token]).join(''),
  tokenText: (token) => PIECES[token]!,
  vocabularySize: PIECES.length,
  eosToken: -1,
};

/** Says yes behind what is right, in two spellings, and no behind what is wrong. */
function policyOf(contextTokens = 20) {
  const texts = new Map<number, readonly number[]>();
  const open = vi.fn(async (tokens: readonly number[]) => (texts.set(texts.size + 1, tokens), texts.size as PrefixId));
  const policy = {
    ...{ tokenizer, contextTokens, open },
    extend: (prefix: PrefixId, tokens: readonly number[]) => {
      const id = (Math.max(0, ...texts.keys()) + 1) as PrefixId;
      texts.set(id, [...texts.get(prefix)!, ...tokens]);
      return id;
    },
    release: (prefix: PrefixId) => void texts.delete(prefix),
    scoreGivenTokens: async (prefix: PrefixId, [token]: readonly number[]) => {
      const isRight = tokenizer.decode(texts.get(prefix)!).includes('right');
      const [yes, no] = isRight ? [0.2, 0.1] : [0.01, 0.3];
      return [{ token: token!, logprob: Math.log(token! < 2 ? yes : no), alternatives: [] }];
    },
  };
  return { policy: policy as unknown as Policy, open, texts };
}

describe('yes and no', () => {
  it('are all spellings that are one token', () => {
    expect(answerWords(tokenizer)).toEqual({ yes: [0, 1], no: [2, 3] });
  });
  it('are none where a tokenizer writes them in several tokens', () => {
    expect(answerWords(characters)).toBeNull();
  });
});

describe('a model that is asked about its own solutions', () => {
  const words = answerWords(tokenizer)!;
  it('says how probable yes is against no, and reads what questions begin with once', async () => {
    const { policy, open, texts } = policyOf();
    const { shares, tokens } = await askOnce(policy, ['PPright?', 'PPwrong?', 'PPright?'], words);
    expect(shares.map((share) => Number(share.toFixed(6)))).toEqual(
      [0.4 / 0.6, 0.02 / 0.62, 0.4 / 0.6].map((share) => Number(share.toFixed(6))),
    );
    expect(open.mock.calls.map(([read]) => read)).toEqual([[7, 7]]);
    // Two that they share, and two of each that differ.
    expect(tokens).toBe(2 + 2 + 2);
    expect(texts.size).toBe(0);
  });
  it('says nothing of what does not fit', async () => {
    const { policy } = policyOf(4);
    expect(await askOnce(policy, ['PPPPPright?', 'Pright?'], words)).toEqual({
      shares: [0.5, expect.closeTo(0.4 / 0.6, 6)],
      tokens: 3,
    });
  });
  it('leaves nothing open where it fails', async () => {
    const { policy, texts } = policyOf();
    policy.scoreGivenTokens = () => Promise.reject(new Error('lost'));
    await expect(askOnce(policy, ['Pright?'], words)).rejects.toThrow('lost');
    expect(texts.size).toBe(0);
  });
});
