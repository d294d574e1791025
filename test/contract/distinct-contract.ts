/** What a policy must do that draws steps without replacement. */
import { createRng } from '../../src/core/rng';
import type { DistinctOptions, SampledStep } from '../../src/model/types';
import {
  check,
  expect,
  expectAborted,
  expectClose,
  expectSameStep,
  OPTIONS,
  tokensOf,
  twoLengths,
} from './contract-tools';

const DISTINCT: DistinctOptions = { ...OPTIONS, leastProbability: 0.001 };
const textOf = (step: SampledStep): string => tokensOf(step).join(' ');

export const DISTINCT_CHECK = check('draws distinct steps without replacement, where it says so', async (subject) => {
  const policy = subject.policy();
  if (!policy.sampleDistinct) return;
  const before = subject.openCount();
  const { root, step } = await twoLengths(policy, policy.tokenizer.encode(subject.prompt));
  const lot = (prefix = root, count = 4, ...path: number[]) => ({ prefix, count, rng: createRng(3, ...path) });

  const told: number[] = [];
  const onToken: NonNullable<DistinctOptions['onToken']> = (steps) => void told.push(steps().flat().length);
  const drawn = await policy.sampleDistinct([lot(), lot(step.prefix, 3, 1)], { ...DISTINCT, onToken });
  const [first, longer] = drawn.map(({ steps }) => steps);
  for (const { overtaken } of drawn) expect(overtaken >= 0, `${overtaken} tokens were overtaken.`);
  expect(first!.length >= 1 && first!.length <= 4, `${first!.length} steps of 4.`);
  expect(longer!.length >= 1 && longer!.length <= 3, `${longer!.length} steps of 3.`);
  for (const steps of [first!, longer!])
    expect(new Set(steps.map(textOf)).size === steps.length, 'A step was drawn twice.');
  expect(told.length > 0 && told.every((count) => count >= 2 && count <= 7), `Told of ${told.join()} steps.`);

  const again = (await policy.sampleDistinct([lot()], DISTINCT))[0]?.steps;
  expect(again!.length === first!.length, 'The number of steps depends on what else is in the batch.');
  first!.forEach((one, i) => expectSameStep(one, again![i]!, `step ${i} drawn again`));

  for (const one of first!) {
    const given = await policy.scoreGivenTokens(root, tokensOf(one));
    given.forEach(({ logprob }, t) => expectClose(logprob, one.tokens[t]!.logprob, 'a token of a distinct step'));
  }
  const open = first!.find(({ ended }) => ended === 'step');
  if (open) {
    const anew = policy.extend(root, tokensOf(open));
    const [kept, read] = (await policy.sampleDistinct([lot(open.prefix, 1, 2), lot(anew, 1, 2)], DISTINCT)).flatMap(
      ({ steps }) => steps,
    );
    expectSameStep(kept!, read!, 'what follows a distinct step');
    for (const prefix of [anew, kept!.prefix, read!.prefix]) policy.release(prefix);
  }
  // Of tokens that are all likeliest there is one step.
  const sure = (await policy.sampleDistinct([lot()], { ...DISTINCT, leastProbability: 1 }))[0]?.steps;
  const [greedy] = await policy.sampleSteps([lot()], { ...OPTIONS, temperature: 0 });
  expect(sure!.length === 1, `${sure!.length} steps of likeliest tokens.`);
  expectSameStep(sure![0]!, greedy!, 'the step of likeliest tokens');
  expect((await policy.sampleDistinct([], DISTINCT)).length === 0, 'Steps that nobody asked for.');

  await expectAborted(policy.sampleDistinct([lot()], { ...DISTINCT, signal: AbortSignal.abort() }));
  for (const { prefix } of [...first!, ...longer!, ...again!, ...sure!, greedy!, step]) policy.release(prefix);
  policy.release(root);
  expect(subject.openCount() === before, `${subject.openCount() - before} prefixes were left.`);
});
