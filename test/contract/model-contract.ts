/**
 * What every policy and verifier must do, whoever implements it: the fakes of the unit tests, and the ONNX models on
 * each back end. Framework-free, so that the same checks run in Node and inside a browser.
 */
import { createRng } from '../../src/core/rng';
import type { SampledStep, ScoreRequest } from '../../src/model/types';
import { DISTINCT_CHECK } from './distinct-contract';
import { ENTROPY_CHECK } from './entropy-contract';
import {
  OPTIONS,
  check,
  expect,
  expectAborted,
  expectClose,
  expectSameStep,
  expectSameValues,
  request,
  tokensOf,
  twoLengths,
  type Subject,
  type Check,
} from './contract-tools';

export { OPTIONS, TOLERANCE, type Check, type Subject } from './contract-tools';

const POLICY_CHECKS: readonly Check[] = [
  check('reports each token with its own logprob and alternatives, likeliest first', async (subject) => {
    const policy = subject.policy();
    const root = await policy.open(policy.tokenizer.encode(subject.prompt));
    const requests = Array.from({ length: 6 }, (_, i) => request(root, 1, i));
    const steps = await policy.sampleSteps(requests, OPTIONS);
    expect(steps.length === 6, `${steps.length} answers to 6 requests.`);
    for (const { tokens, ended, prefix } of steps) {
      expect(tokens.length >= 1 && tokens.length <= OPTIONS.maxTokens, `${tokens.length} tokens.`);
      const last = tokens.at(-1)!.token;
      const isEnd = last === policy.tokenizer.eosToken;
      expect(isEnd === (ended === 'solution'), `Ended as ${ended}, end token: ${isEnd}.`);
      if (ended === 'step') expect(policy.tokenizer.tokenText(last).includes('\n'), 'A step without its delimiter.');
      for (const { token, logprob, alternatives } of tokens) {
        expect(logprob <= 0, `A logprob of ${logprob}.`);
        expect(alternatives.length <= OPTIONS.alternatives, `${alternatives.length} alternatives.`);
        const sorted = [...alternatives].sort((a, b) => b.logprob - a.logprob);
        expect(
          sorted.every(({ logprob: p }, i) => p === alternatives[i]!.logprob),
          'Alternatives out of order.',
        );
        expect(alternatives[0]!.logprob >= logprob, 'The first alternative is less likely than what was drawn.');
        const same = alternatives.find((other) => other.token === token);
        if (same) expectClose(same.logprob, logprob, 'a token among its alternatives');
      }
      policy.release(prefix);
    }
    policy.release(root);
  }),
  check('draws exactly one random number a token, at temperature 0 too', async (subject) => {
    const policy = subject.policy();
    const root = await policy.open(policy.tokenizer.encode(subject.prompt));
    for (const temperature of [0, 1]) {
      let count = 0;
      const inner = createRng(2, temperature);
      const uniform = (): number => (count++, inner.uniform());
      const rng = { uniform, integer: () => Number.NaN };
      const [step] = await policy.sampleSteps([{ prefix: root, rng }], { ...OPTIONS, temperature });
      expect(count === step!.tokens.length, `${count} numbers for ${step!.tokens.length} tokens.`);
      policy.release(step!.prefix);
    }
    policy.release(root);
  }),
  check('takes the likeliest tokens at temperature 0', async (subject) => {
    const policy = subject.policy();
    const root = await policy.open(policy.tokenizer.encode(subject.prompt));
    const [step] = await policy.sampleSteps([request(root, 3)], { ...OPTIONS, temperature: 0 });
    for (const { token, alternatives } of step!.tokens) expect(token === alternatives[0]!.token, 'Not the likeliest.');
    policy.release(step!.prefix);
    policy.release(root);
  }),
  check('gives a candidate the same step whatever else is in its batch', async (subject) => {
    const policy = subject.policy();
    const { root, step } = await twoLengths(policy, policy.tokenizer.encode(subject.prompt));
    const others = Array.from({ length: 5 }, (_, i) => request(i % 2 ? root : step.prefix, 6, i));
    const alone = await policy.sampleSteps([request(step.prefix, 7, 1)], OPTIONS);
    const among = await policy.sampleSteps([...others, request(step.prefix, 7, 1), request(root, 7, 2)], OPTIONS);
    const short = await policy.sampleSteps([request(root, 7, 2)], OPTIONS);
    expectSameStep(alone[0]!, among[5]!, 'the longer prefix');
    expectSameStep(short[0]!, among[6]!, 'the shorter prefix');
    for (const { prefix } of [...alone, ...among, ...short, step]) policy.release(prefix);
    policy.release(root);
  }),
  check('answers duplicates of a request alike, each with a prefix of its own', async (subject) => {
    const policy = subject.policy();
    const root = await policy.open(policy.tokenizer.encode(subject.prompt));
    const steps = await policy.sampleSteps([request(root, 8), request(root, 8), request(root, 8)], OPTIONS);
    for (const step of steps) expectSameStep(steps[0]!, step, 'a duplicate');
    expect(new Set(steps.map(({ prefix }) => prefix)).size === 3, 'Duplicates share a prefix.');
    for (const { prefix } of steps) policy.release(prefix);
    policy.release(root);
  }),
  check('goes on from a kept prefix as from a text that is read anew', async (subject) => {
    const policy = subject.policy();
    const prompt = policy.tokenizer.encode(subject.prompt);
    const { root, step } = await twoLengths(policy, prompt);
    const anew = await policy.open([...prompt, ...tokensOf(step)]);
    const [kept] = await policy.sampleSteps([request(step.prefix, 9)], OPTIONS);
    const [read] = await policy.sampleSteps([request(anew, 9)], OPTIONS);
    expectSameStep(kept!, read!, 'the next step');
    for (const prefix of [root, anew, step.prefix, kept!.prefix, read!.prefix]) policy.release(prefix);
  }),
  check('keeps what grew from a prefix that is released, and frees all in the end', async (subject) => {
    const policy = subject.policy();
    const before = subject.openCount();
    const { root, step } = await twoLengths(policy, policy.tokenizer.encode(subject.prompt));
    const [first] = await policy.sampleSteps([request(step.prefix, 10)], OPTIONS);
    policy.release(root);
    const [second] = await policy.sampleSteps([request(step.prefix, 10)], OPTIONS);
    expectSameStep(first!, second!, 'after the release');
    for (const { prefix } of [step, first!, second!]) policy.release(prefix);
    expect(subject.openCount() === before, `${subject.openCount() - before} prefixes were left.`);
    const late = policy.sampleSteps([request(root, 11)], OPTIONS);
    const isRefused = await late.then(
      () => false,
      () => true,
    );
    expect(isRefused, 'A released prefix was used.');
  }),
  check('goes on from given tokens as from drawn ones, and names the likeliest next', async (subject) => {
    const policy = subject.policy();
    const { root, step } = await twoLengths(policy, policy.tokenizer.encode(subject.prompt));
    const given = policy.extend(root, tokensOf(step));
    const [drawn, told, first] = await policy.next([step.prefix, given, root], 4);
    drawn!.forEach(({ token, logprob }, i) => {
      expect(told![i]!.token === token, 'Given tokens are followed by others than drawn ones.');
      expectClose(told![i]!.logprob, logprob, 'A next token');
    });
    const alternatives = step.tokens[0]!.alternatives.slice(0, 4);
    expect(
      alternatives.every(({ token }, i) => first![i]!.token === token),
      'The next tokens are not the alternatives.',
    );
    for (const prefix of [given, step.prefix, root]) policy.release(prefix);
  }),
  check('cuts a step where its context is full, and grows nothing from there', async (subject) => {
    const policy = subject.policy();
    const { contextTokens } = policy;
    // Of a model with a long context, filling it would take minutes.
    if (contextTokens === null || contextTokens > 512) return;
    const prompt = policy.tokenizer.encode(subject.prompt);
    const root = await policy.open(prompt);
    const filler = Array.from({ length: contextTokens - 1 - prompt.length }, (_, i) => prompt[i % prompt.length]!);
    const almost = policy.extend(root, filler);
    const [step] = await policy.sampleSteps([request(almost, 3)], OPTIONS);
    expect(step!.tokens.length === 1 && step!.ended !== 'step', `${step!.tokens.length} tokens, ${step!.ended}.`);
    const full = policy.extend(almost, [prompt[0]!]);
    const isRefused = await policy.sampleSteps([request(full, 3)], OPTIONS).then(
      () => false,
      () => true,
    );
    expect(isRefused, 'A step was sampled from a full context.');
    for (const prefix of [full, step!.prefix, almost, root]) policy.release(prefix);
  }),
  check('says of given tokens what it says of drawn ones, and keeps nothing of them', async (subject) => {
    const policy = subject.policy();
    const { root, step } = await twoLengths(policy, policy.tokenizer.encode(subject.prompt));
    // A prefix that is not computed yet, and one that is.
    const [next] = await policy.next([step.prefix], 3);
    const longer = [...tokensOf(step), next![0]!.token];
    const before = subject.openCount();
    const first = policy.extend(root, longer.slice(0, 1));
    const all = await policy.scoreGivenTokens(root, longer, undefined, 3);
    const rest = await policy.scoreGivenTokens(first, longer.slice(1));
    policy.release(first);
    expect(all.map(({ token }) => token).join() === longer.join(), 'The given tokens became others.');
    expect(rest.length === all.length - 1, `${rest.length} answers to ${all.length - 1} tokens.`);
    const known = [...step.tokens, { ...next![0]!, alternatives: next! }];
    known.forEach(({ logprob, alternatives }, i) => {
      expectClose(all[i]!.logprob, logprob, 'A given token');
      if (i) expectClose(rest[i - 1]!.logprob, logprob, 'A given token of the rest');
      expect(i === 0 || rest[i - 1]!.alternatives.length === 0, 'Alternatives that nobody asked for.');
      alternatives.slice(0, 3).forEach((other, k) => {
        expectClose(all[i]!.alternatives[k]!.logprob, other.logprob, 'An alternative to a given token');
      });
    });
    expect((await policy.scoreGivenTokens(root, [])).length === 0, 'Something was said of no tokens.');
    const end = policy.tokenizer.eosToken;
    const [last] = await policy.scoreGivenTokens(root, [end]);
    expect(last!.token === end && Number.isFinite(last!.logprob), `The end has the logprob ${last!.logprob}.`);
    await expectAborted(policy.scoreGivenTokens(root, longer, AbortSignal.abort()));
    expect(subject.openCount() === before, `${subject.openCount() - before} prefixes were left.`);
    for (const prefix of [root, step.prefix]) policy.release(prefix);
  }),
  check('says where a step ends as it ends one, and what it can give', async (subject) => {
    const policy = subject.policy();
    const root = await policy.open(policy.tokenizer.encode(subject.prompt));
    const requests = Array.from({ length: 12 }, (_, i) => request(root, 14, i));
    for (const { tokens, ended, prefix } of await policy.sampleSteps(requests, OPTIONS)) {
      const text = policy.tokenizer.decode(tokens.map(({ token }) => token));
      const begun = policy.tokenizer.decode(tokens.slice(0, -1).map(({ token }) => token));
      expect(policy.endsStep(text) === (ended === 'step'), `${JSON.stringify(text)} ended as ${ended}.`);
      expect(!policy.endsStep(begun), `${JSON.stringify(text)} went on behind its end.`);
      policy.release(prefix);
    }
    const { fullDistribution, maxAlternatives } = policy.can;
    if (fullDistribution) {
      const [next] = await policy.next([root], policy.tokenizer.vocabularySize);
      const mass = next!.reduce((sum, { logprob }) => sum + Math.exp(logprob), 0);
      expectClose(mass, 1, 'The probability of all tokens');
    }
    expect((await policy.next([root], 1_000_000))[0]!.length <= maxAlternatives, 'More alternatives than it can name.');
    policy.release(root);
  }),
  DISTINCT_CHECK,
  ENTROPY_CHECK,
  check('cuts a step at its limit', async (subject) => {
    const policy = subject.policy();
    const root = await policy.open(policy.tokenizer.encode(subject.prompt));
    const [step] = await policy.sampleSteps([request(root, 12)], { ...OPTIONS, maxTokens: 1 });
    expect(step!.tokens.length === 1, `${step!.tokens.length} tokens instead of 1.`);
    policy.release(step!.prefix);
    policy.release(root);
  }),
  check('ends an aborted call with the code `aborted` and keeps nothing of it', async (subject) => {
    const policy = subject.policy();
    const prompt = policy.tokenizer.encode(subject.prompt);
    const root = await policy.open(prompt);
    const before = subject.openCount();
    const signal = AbortSignal.abort();
    await expectAborted(policy.sampleSteps([request(root, 13)], { ...OPTIONS, signal }));
    await expectAborted(policy.open(prompt, signal));
    expect(subject.openCount() === before, 'An aborted call left a prefix.');
    policy.release(root);
  }),
];

/** Tokens with the policy's log-probabilities, which some verifiers judge by. */
type Piece = Omit<ScoreRequest, 'prefix'> & { readonly logprobs: readonly number[] };

const pieceOf = (step: SampledStep): Piece => ({
  tokens: tokensOf(step),
  logprobs: step.tokens.map(({ logprob }) => logprob),
});

/** Three pieces of text after the prompt, of different lengths, from the policy's own vocabulary. */
async function pieces(subject: Subject): Promise<{ prompt: number[]; texts: Piece[] }> {
  const policy = subject.policy();
  const prompt = policy.tokenizer.encode(subject.prompt);
  const root = await policy.open(prompt);
  const cuts = [6, 3, 1];
  const steps = await Promise.all(
    cuts.map((maxTokens, i) => policy.sampleSteps([request(root, 20 + i)], { ...OPTIONS, maxTokens })),
  );
  for (const [step] of steps) policy.release(step!.prefix);
  policy.release(root);
  return { prompt, texts: steps.map(([step]) => pieceOf(step!)) };
}

const VERIFIER_CHECKS: readonly Check[] = [
  check('gives one number on its scale for every new token, in the order asked', async (subject) => {
    const { prompt, texts } = await pieces(subject);
    const [verifier, other] = [subject.verifier(), subject.verifier()];
    const root = await verifier.open(prompt);
    const different = texts.filter((text, i) => texts.findIndex((t) => t.tokens.join() === text.tokens.join()) === i);
    const scored = await verifier.score(different.map((text) => ({ prefix: root, ...text })));
    for (const [i, { values, prefix }] of scored.entries()) {
      expect(values.length === different[i]!.tokens.length, `${values.length} values for another number of tokens.`);
      if (verifier.scale === 'probability')
        expect(
          values.every((v) => v >= 0 && v <= 1),
          'Outside of [0, 1].',
        );
      const otherRoot = await other.open(prompt);
      const [alone] = await other.score([{ prefix: otherRoot, ...different[i]! }]);
      expectSameValues(values, alone!.values, 'a text alone and among others');
      verifier.release(prefix);
      other.release(alone!.prefix);
      other.release(otherRoot);
    }
    verifier.release(root);
  }),
  check('gives a text the same values in one piece and in two', async (subject) => {
    const { prompt, texts } = await pieces(subject);
    const [whole, parts] = [subject.verifier(), subject.verifier()];
    const text = { tokens: texts.flatMap(({ tokens }) => tokens), logprobs: texts.flatMap(({ logprobs }) => logprobs) };
    const cut = texts[0]!.tokens.length;
    const part = (from: number, to?: number): Piece => ({
      tokens: text.tokens.slice(from, to),
      logprobs: text.logprobs.slice(from, to),
    });
    const wholeRoot = await whole.open(prompt);
    const [once] = await whole.score([{ prefix: wholeRoot, ...text }]);
    const partsRoot = await parts.open(prompt);
    const [first] = await parts.score([{ prefix: partsRoot, ...part(0, cut) }]);
    parts.release(partsRoot);
    const [second] = await parts.score([{ prefix: first!.prefix, ...part(cut) }]);
    expectSameValues(once!.values, [...first!.values, ...second!.values], 'in two pieces');
    whole.release(wholeRoot);
    whole.release(once!.prefix);
    parts.release(first!.prefix);
    parts.release(second!.prefix);
  }),
  check('frees all in the end, and ends an aborted call with the code `aborted`', async (subject) => {
    const before = subject.openCount();
    const { prompt, texts } = await pieces(subject);
    const verifier = subject.verifier();
    const root = await verifier.open(prompt);
    const signal = AbortSignal.abort();
    await expectAborted(verifier.score([{ prefix: root, ...texts[0]! }], signal));
    await expectAborted(verifier.open(prompt, signal));
    const [scored] = await verifier.score([{ prefix: root, ...texts[0]! }]);
    verifier.release(root);
    verifier.release(scored!.prefix);
    expect(subject.openCount() === before, `${subject.openCount() - before} prefixes were left.`);
  }),
];

export const CHECKS: readonly Check[] = [
  ...POLICY_CHECKS.map(({ name, run }) => check(`policy: ${name}`, run)),
  ...VERIFIER_CHECKS.map(({ name, run }) => check(`verifier: ${name}`, run)),
];

/** What a back end computes for fixed draws: to compare back ends with one another. */
export interface Sample {
  readonly tokens: number[][];
  readonly logprobs: number[][];
  readonly values: number[][];
}

export async function sample(subject: Subject): Promise<Sample> {
  const [policy, verifier] = [subject.policy(), subject.verifier()];
  const prompt = policy.tokenizer.encode(subject.prompt);
  const [root, scoreRoot] = [await policy.open(prompt), await verifier.open(prompt)];
  const steps = await policy.sampleSteps(
    Array.from({ length: 6 }, (_, i) => request(root, 30, i)),
    OPTIONS,
  );
  const scored = await verifier.score(steps.map((step) => ({ prefix: scoreRoot, ...pieceOf(step) })));
  for (const prefix of [root, ...steps.map((step) => step.prefix)]) policy.release(prefix);
  for (const prefix of [scoreRoot, ...scored.map((step) => step.prefix)]) verifier.release(prefix);
  return {
    tokens: steps.map(tokensOf),
    logprobs: steps.map(({ tokens }) => tokens.map(({ logprob }) => logprob)),
    values: scored.map(({ values }) => [...values]),
  };
}
