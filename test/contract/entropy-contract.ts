/** What a policy must do that tells the entropies at given tokens. */
import type { Policy, PrefixId } from '../../src/model/types';
import { check, expect, expectAborted, expectClose, expectSameValues, tokensOf, twoLengths } from './contract-tools';

/** Of the next token, from the probabilities of the whole vocabulary. */
async function entropyAt(policy: Policy, root: PrefixId, tokens: readonly number[]): Promise<number> {
  const prefix = tokens.length ? policy.extend(root, tokens) : root;
  const [next] = await policy.next([prefix], policy.tokenizer.vocabularySize);
  if (tokens.length) policy.release(prefix);
  return next!.reduce((sum, { logprob: p }) => (p > -Infinity ? sum - Math.exp(p) * p : sum), 0);
}

export const ENTROPY_CHECK = check('tells the entropies at given tokens, or says that it does not', async (subject) => {
  const policy = subject.policy();
  expect(policy.can.entropies === (policy.entropies !== undefined), 'What it says of entropies is not so.');
  if (!policy.entropies) return;
  const { root, step } = await twoLengths(policy, policy.tokenizer.encode(subject.prompt));
  const [next] = await policy.next([step.prefix], 2);
  const [one, other] = next!.map(({ token }) => [...tokensOf(step), token]);
  const before = subject.openCount();
  // Of several lengths, one that stands twice in the batch, and one from a prefix that is not computed yet.
  const begun = policy.extend(root, one!.slice(0, 1));
  const read = await policy.entropies([
    ...[one!, one!.slice(0, 1), other!].map((tokens) => ({ prefix: root, tokens })),
    { prefix: begun, tokens: one!.slice(1) },
  ]);
  const [whole, first, same, rest] = read;
  const wanted: number[] = [];
  for (const t of one!.keys()) wanted.push(await entropyAt(policy, root, one!.slice(0, t)));
  expect(Math.max(...wanted) > 0, 'Nothing is undecided, so nothing is told apart.');
  expectSameValues(whole!.entropies, wanted, 'Entropies of a step');
  expectSameValues(first!.entropies, wanted.slice(0, 1), 'The first');
  expectSameValues(same!.entropies, wanted, 'Entropies, which what was drawn in the end does not change');
  expectSameValues(rest!.entropies, wanted.slice(1), 'Entropies of the rest');
  expectClose(await entropyAt(policy, first!.prefix, []), wanted[1]!, 'The entropy behind the first');
  const [on] = await policy.entropies([{ prefix: first!.prefix, tokens: one!.slice(1) }]);
  expectSameValues(on!.entropies, wanted.slice(1), 'Entropies of a step behind another');
  const end = policy.tokenizer.eosToken;
  const [ended] = await policy.entropies([{ prefix: root, tokens: [end] }]);
  expectSameValues(ended!.entropies, wanted.slice(0, 1), 'The entropy where the end stands');
  await expectAborted(policy.entropies([{ prefix: root, tokens: one! }], AbortSignal.abort()));
  for (const { prefix } of [...read, on!, ended!]) policy.release(prefix);
  policy.release(begun);
  expect(subject.openCount() === before, `${subject.openCount() - before} prefixes were left.`);
  for (const prefix of [root, step.prefix]) policy.release(prefix);
});
