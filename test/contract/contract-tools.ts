/** What the checks of the contract of models are written with. */
import { errorCode } from '../../src/core/errors';
import { createRng } from '../../src/core/rng';
import type { Policy, PrefixId, SampledStep, StepOptions, Verifier } from '../../src/model/types';

export interface Subject {
  readonly prompt: string;
  /** Called for each use. May be one and the same object, if it may score a text more than once. */
  policy(): Policy;
  verifier(): Verifier;
  /** Open prefixes of everything handed out. */
  openCount(): number;
}

export interface Check {
  readonly name: string;
  run(subject: Subject): Promise<void>;
}

export const OPTIONS: StepOptions = { temperature: 1, topK: 0, maxTokens: 6, alternatives: 5 };
/** Logprobs and values of the same text may differ by this much between batches and back ends. */
export const TOLERANCE = 1e-3;

export function expect(condition: boolean, message: string): asserts condition {
  if (!condition) throw new Error(message);
}

export function expectClose(a: number, b: number, what: string): void {
  expect(Math.abs(a - b) <= TOLERANCE, `${what}: ${a} and ${b} differ.`);
}

export function expectSameStep(a: SampledStep, b: SampledStep, what: string): void {
  const texts = [a, b].map(({ tokens, ended }) => `${tokens.map(({ token }) => token).join(' ')} ${ended}`);
  expect(texts[0] === texts[1], `${what}: [${texts[0]}] became [${texts[1]}].`);
  a.tokens.forEach((token, i) => expectClose(token.logprob, b.tokens[i]!.logprob, what));
}

export function expectSameValues(a: ArrayLike<number>, b: ArrayLike<number>, what: string): void {
  expect(a.length === b.length, `${what}: ${a.length} values became ${b.length}.`);
  for (let i = 0; i < a.length; i++) expectClose(a[i]!, b[i]!, `${what}, token ${i}`);
}

export async function expectAborted(call: Promise<unknown>): Promise<void> {
  const code = await call.then(
    () => 'no error',
    (error: unknown) => errorCode(error),
  );
  expect(code === 'aborted', `An aborted call ended with: ${code}.`);
}

export const tokensOf = ({ tokens }: SampledStep): number[] => tokens.map(({ token }) => token);
export const canGrow = ({ ended }: SampledStep): boolean => ended !== 'solution';

export const request = (prefix: PrefixId, ...path: number[]) => ({ prefix, rng: createRng(...path) });

/** The prompt and one step after it that can grow: two prefixes of different lengths. */
export async function twoLengths(
  policy: Policy,
  prompt: readonly number[],
): Promise<{ root: PrefixId; step: SampledStep }> {
  const root = await policy.open(prompt);
  const requests = Array.from({ length: 8 }, (_, i) => request(root, 5, i));
  const steps = await policy.sampleSteps(requests, OPTIONS);
  const step = steps.find(canGrow);
  expect(step !== undefined, 'No step of eight can grow.');
  for (const other of steps) if (other !== step) policy.release(other.prefix);
  return { root, step };
}

export const check = (name: string, run: (subject: Subject) => Promise<void>): Check => ({ name, run });
