/** A character that is spread over two tokens, x and y, is whole in every text that a search makes. */
import { describe, expect, it } from 'vitest';
import { asPlainText, shownPrompt } from '../../../src/model/prompt';
import type { Tokenizer } from '../../../src/model/types';
import { greedy } from '../../../src/search/greedy';
import { tokenGuided } from '../../../src/search/token-guided';
import type { SearchEvent, Strategy } from '../../../src/search/types';
import { selfJudgementVerifier } from '../../../src/verifiers/self-judgement';
import { samplePaths } from '../../../src/rollouts/sample';
import { answerOf, EOS, FakePolicy, FakeVerifier, PROMPT, tokenizer } from '../../fixtures/fake-models';
import { collect, ofType, parameters } from '../../fixtures/run-search';

class SplitPolicy extends FakePolicy {
  override readonly tokenizer: Tokenizer = {
    ...tokenizer,
    decode: (tokens) => tokenizer.decode(tokens).replaceAll('xy', '答'),
    encodePrompt: (prompt) => tokenizer.encode(`b${shownPrompt(prompt)}`),
  };
}
const policy = (): FakePolicy =>
  new SplitPolicy({
    '0:': { a: 1 },
    '0:a': { x: 1 },
    '0:ax': { y: 1 },
    '0:axy': { '\n': 1 },
    '1:': { 'The answer is ': 1 },
    '1:The answer is ': { x: 1 },
    '1:The answer is x': { y: 1 },
    '1:The answer is xy': { [EOS]: 1 },
  });

const run = (strategy: Strategy): Promise<SearchEvent[]> =>
  collect(
    strategy.search(
      asPlainText(PROMPT, [PROMPT]),
      { policy: policy(), verifier: new FakeVerifier(), answerOf },
      parameters(),
      {},
    ),
  );

describe.each([greedy, tokenGuided])('$id', (strategy) => {
  it('decodes a step whole, shows its pieces as they are, and answers with the whole', async () => {
    const nodes = ofType(await run(strategy), 'node-added');
    expect(nodes.map(({ text }) => text)).toEqual([PROMPT, 'a答\n', 'The answer is 答']);
    expect(nodes[1]!.tokens.map(({ text }) => text)).toEqual(['a', 'x', 'y', '\n']);
    expect(ofType(await run(strategy), 'finished-path').map(({ answer }) => answer)).toEqual(['答']);
  });

  it('begins with the tokens that the model is fed, and shows the prompt as it was typed', async () => {
    const [root] = ofType(await run(strategy), 'node-added');
    expect(root!.text).toBe(PROMPT);
    expect(root!.tokens.map(({ text }) => text)).toEqual(['b', 'P', '\n']);
  });
});

it('a judge reads a character that two steps share', async () => {
  const asked: string[] = [];
  const judge = selfJudgementVerifier(policy(), (steps) => (asked.push(steps), PROMPT));
  const root = await judge.open([]);
  const [first] = await judge.score([{ prefix: root, tokens: tokenizer.encode('ax') }]);
  await judge.score([{ prefix: first!.prefix, tokens: tokenizer.encode('y') }]);
  expect(asked).toEqual(['ax', 'a答']);
});

it('a sampled solution is judged by its whole text', async () => {
  const own = policy();
  const judged: string[] = [];
  const truth = {
    answerOf,
    judge: (solution: string) => (judged.push(solution), { correct: true }),
  };
  const prompt = tokenizer.encode(PROMPT);
  const prefix = await own.open(prompt);
  const sampling = { seed: 1, temperature: 1, maxSteps: 4, maxStepTokens: 9 };
  const request = { prefix, length: prompt.length, before: '', count: 1, stream: 0, sampling };
  for await (const { path } of samplePaths(request, { policy: own, truth }, {})) expect(path.answer).toBe('答');
  expect(judged).toEqual(['a答\nThe answer is 答']);
});
