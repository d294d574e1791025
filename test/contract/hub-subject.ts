/** A hub model as the contract's subject, and against what PyTorch computes; in Node and in a browser. */
import { ImplicitPrm } from '../../workers/implicit-prm';
import type { HubModels } from '../../workers/hub/hub-models';
import { PrefixScope } from '../../src/model/prefix-scope';
import type { Sample, Subject } from './model-contract';

/** What `make_hub_models.py` wrote beside a model: the logits of the token after the prompt. */
export interface Reference {
  readonly prompt: string;
  readonly tokens: readonly number[];
  readonly logits: readonly number[];
}

/** The model, judged by its log-ratio to a second one that was loaded as tuned from it. */
export function hubSubject({ policy, verifiers }: HubModels): Subject {
  const judge = verifiers.get('implicit-prm')!;
  return {
    prompt: 'Two dogs have 8 legs.\n',
    policy: () => policy,
    verifier: () => judge,
    openCount: () => policy.openPrefixes + (judge instanceof ImplicitPrm ? judge.openPrefixes : NaN),
  };
}

/** How far the model is from PyTorch: in the prompt's tokens, the likeliest next token and its ten log-probabilities. */
export async function compareWithPyTorch(
  { policy, model }: HubModels,
  { prompt, tokens, logits }: Reference,
): Promise<{ readonly sameTokens: boolean; readonly sameFirst: boolean; readonly difference: number }> {
  const own = policy.tokenizer.encode(prompt);
  const root = await policy.open(tokens);
  const [next] = await policy.next([root], 10);
  policy.release(root);
  // All ends of a text count as the first of them.
  const [end, ...others] = model.ends;
  const mass = logits.map(Math.exp);
  const total = mass.reduce((sum, p) => sum + p, 0);
  for (const other of others) {
    mass[end!]! += mass[other]!;
    mass[other] = 0;
  }
  const differences = next!.map(({ token, logprob }) => Math.abs(logprob - Math.log(mass[token]! / total)));
  return {
    sameTokens: own.join() === tokens.join(),
    sameFirst: next![0]!.token === mass.indexOf(Math.max(...mass)),
    difference: Math.max(...differences),
  };
}

/** What the model says of tokens that were drawn elsewhere: of the draws themselves, a rounding can change one. */
export async function numbersOf(models: HubModels, drawn: Sample['tokens']): Promise<Omit<Sample, 'tokens'>> {
  const subject = hubSubject(models);
  const [policy, judge] = [subject.policy(), subject.verifier()];
  const prompt = policy.tokenizer.encode(subject.prompt);
  const [own, judged] = [new PrefixScope(policy), new PrefixScope(judge)];
  try {
    const [root, judgeRoot] = [own.own(await policy.open(prompt)), judged.own(await judge.open(prompt))];
    const logprobs: number[][] = [];
    for (const tokens of drawn)
      logprobs.push((await policy.scoreGivenTokens(root, tokens)).map(({ logprob }) => logprob));
    const scored = await judge.score(drawn.map((tokens, i) => ({ prefix: judgeRoot, tokens, logprobs: logprobs[i]! })));
    for (const { prefix } of scored) judged.own(prefix);
    return { logprobs, values: scored.map(({ values }) => [...values]) };
  } finally {
    own.releaseExcept([]);
    judged.releaseExcept([]);
  }
}
