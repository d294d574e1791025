/**
 * Token-guided search: at every token the policy's `tokens` likeliest next tokens are valued, and the best `beam`
 * continuations of all beams go on, by value + w · logprob with w = `policyWeight`. Only a *token* value makes this
 * possible: a verifier of steps has no number inside one. (Value-guided decoding in the manner of DeAL,
 * arXiv:2402.06147, with its hard constraints as an option: `avoid` forbids a sign.) Nothing is drawn at random.
 *
 * With `next` = `drawn` each of `beam` streams draws its next token instead, with a probability proportional to
 * p(token)^(1/temperature) · value: what the policy would write if it knew that the end is right (FUDGE, Yang and Klein,
 * arXiv:2104.05218, section 3; the temperature, the streams and the choice among what they end with are ours). Streams
 * that have written the same so far are one path, which is written and weighed once, and each draws for itself there.
 * Where all values are 0, the policy decides alone.
 *
 * Tokens below `leastProbability` are not weighed: nothing like them was in the verifier's training, and a search that
 * asks for its highest value there finds its errors.
 *
 * A continuation that ends, finished or cut, takes its place for good; where there are fewer options than places, as
 * at the first token, the places stay free for the next. The highest value among the finished with an answer wins. A
 * node is a step, as in every search; what was weighed at each of its tokens stands in the log as the token's
 * alternatives, with their values. Policy tokens are those that were written, value tokens all that were weighed.
 */
import type { Alternative, PrefixId } from '../model/types';
import { round } from '../core/precision';
import { createRng } from '../core/rng';
import { COLDEST } from '../core/search-parameters';
import { toUnit } from '../core/scale';
import type { SearchRun } from './run';
import { logFinalChoice, type RankedCandidate } from './selection';
import { defineStrategy } from './strategy';
import type { EventToken, SearchEvent } from './types';

/** A continuation, as in beam search: the node that it grows from, and what was written since. */
interface Hypothesis {
  readonly node: number;
  readonly steps: number;
  /** Of the path up to the node. */
  readonly before: string;
  /** In tokens, prompt included. */
  readonly length: number;
  readonly policyPrefix: PrefixId;
  readonly verifierPrefix: PrefixId;
  /** Since the node. */
  readonly ids: readonly number[];
  readonly tokens: readonly EventToken[];
  readonly values: readonly number[];
  /** Which streams have written it, where tokens are drawn. */
  readonly streams: readonly number[];
}

interface Option {
  readonly hypothesis: Hypothesis;
  readonly token: Alternative;
  readonly weighed: NonNullable<EventToken['alternatives']>;
  readonly verifierPrefix: PrefixId;
  readonly value: number;
  readonly score: number;
}

interface Finished extends RankedCandidate {
  readonly answer: string | null;
  readonly value: number;
}

/** Values the next tokens of every hypothesis, as one batch; null where a stop interrupted it. */
async function weigh(run: SearchRun, hypotheses: readonly Hypothesis[]): Promise<Option[] | null> {
  const { policy, verifier } = run.ports;
  const [count, weight, avoid] = [run.number('tokens'), run.number('policyWeight'), run.option('avoid')];
  const isAllowed = ({ token }: Alternative): boolean =>
    avoid === 'none' || !policy.tokenizer.tokenText(token).includes(String(avoid));
  // More are asked for than are weighed, so that what is forbidden leaves no place empty.
  const prefixes = hypotheses.map(({ policyPrefix }) => policyPrefix);
  const likeliest = await run.call((signal) => policy.next(prefixes, avoid === 'none' ? count : 4 * count, signal));
  if (!likeliest) return null;
  run.throwIfAborted();
  const least = Math.log(run.number('leastProbability'));
  const candidates = likeliest.map((tokens) =>
    tokens
      .filter(isAllowed)
      .slice(0, count)
      .filter(({ logprob }, k) => k === 0 || logprob >= least),
  );
  const requests = hypotheses.flatMap(({ verifierPrefix }, i) =>
    candidates[i]!.map(({ token, logprob }) => ({ prefix: verifierPrefix, tokens: [token], logprobs: [logprob] })),
  );
  if (!requests.length) return [];
  const scored = await run.call((signal) => verifier!.score(requests, signal));
  if (!scored) return null;
  for (const { prefix } of scored) run.own({ verifier: prefix });
  run.log.spend(0, requests.length);
  let next = 0;
  return hypotheses.flatMap((hypothesis, i) => {
    const valued = candidates[i]!.map((token) => {
      const { prefix, values } = scored[next++]!;
      const value = round(values.at(-1)!);
      return { hypothesis, token, verifierPrefix: prefix, value, score: round(value + weight * token.logprob) };
    });
    const weighed = valued.map(({ token: { token, logprob }, value }) => ({
      text: policy.tokenizer.tokenText(token),
      logprob: round(logprob),
      value,
    }));
    return valued.map((option) => ({ ...option, weighed }));
  });
}

/** The options that the streams of their hypotheses draw, each with those that drew it. `at` counts a path's tokens. */
function drawn(run: SearchRun, hypotheses: readonly Hypothesis[], options: readonly Option[], at: number): Option[] {
  const { seed, temperature } = run.parameters;
  const { scale } = run.ports.verifier!;
  return hypotheses.flatMap((hypothesis) => {
    const given = options.filter((option) => option.hypothesis === hypothesis);
    const chances = given.map(({ value }) => toUnit(scale, value));
    const isHopeless = chances.every((chance) => chance <= 0);
    const logs = given.map(
      ({ token }, i) => token.logprob / Math.max(temperature, COLDEST) + (isHopeless ? 0 : Math.log(chances[i]!)),
    );
    const most = Math.max(...logs);
    const weights = logs.map((log) => Math.exp(log - most));
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    const streams = given.map((): number[] => []);
    for (const stream of hypothesis.streams) {
      let left = total * createRng(seed, at, stream).uniform();
      const place = weights.findIndex((weight) => (left -= weight) < 0);
      streams[place < 0 ? weights.indexOf(1) : place]!.push(stream);
    }
    return given.flatMap((option, i) =>
      streams[i]!.length ? [{ ...option, hypothesis: { ...hypothesis, streams: streams[i]! } }] : [],
    );
  });
}

/** The hypothesis with one token more. */
function write(run: SearchRun, { hypothesis, token, weighed, verifierPrefix, value }: Option): Hypothesis {
  const { policy } = run.ports;
  const policyPrefix = policy.extend(hypothesis.policyPrefix, [token.token]);
  run.own({ policy: policyPrefix });
  run.log.spend(1, 0);
  const text = policy.tokenizer.tokenText(token.token);
  const written = { text, logprob: round(token.logprob), alternatives: weighed };
  return {
    ...hypothesis,
    policyPrefix,
    verifierPrefix,
    ids: [...hypothesis.ids, token.token],
    length: hypothesis.length + 1,
    tokens: [...hypothesis.tokens, written],
    values: [...hypothesis.values, value],
  };
}

function* addNode(run: SearchRun, { node, ids, tokens, values }: Hypothesis): Generator<SearchEvent, number> {
  const id = run.log.newNode();
  const text = run.ports.policy.tokenizer.decode(ids);
  yield run.log.event({ type: 'node-added', id, parent: node, text, tokens });
  const verifier = run.ports.verifier!.id;
  yield run.log.event({ type: 'token-values', id, verifier, values, value: values.at(-1)! });
  return id;
}

export const tokenGuided = defineStrategy('token-guided', async function* (run, root) {
  const { beam, maxSteps, maxStepTokens } = run.parameters;
  const { policy } = run.ports;
  const { tokenizer } = policy;
  const prefixes = { policyPrefix: root.policyPrefix, verifierPrefix: root.verifierPrefix! };
  const { id: node, text: before, length } = root;
  const isDrawn = run.option('next') === 'drawn';
  const streams = isDrawn ? Array.from({ length: beam }, (_, stream) => stream) : [];
  let hypotheses: Hypothesis[] = [
    { node, steps: 0, before, length, ...prefixes, ids: [], tokens: [], values: [], streams },
  ];
  let width = beam;
  let at = 0;
  let isStopped = false;
  const finished: Finished[] = [];
  while (hypotheses.length && width > 0) {
    const weighed = run.shouldStop ? null : await weigh(run, hypotheses);
    isStopped = !weighed;
    if (!weighed) break;
    const options = isDrawn
      ? drawn(run, hypotheses, weighed, at++)
      : weighed.sort((a, b) => b.score - a.score).slice(0, width);
    hypotheses = [];
    for (const option of options) {
      const hypothesis = write(run, option);
      const hasFinished = option.token.token === tokenizer.eosToken;
      const written = tokenizer.decode(hypothesis.ids);
      const endsStep = policy.endsStep(written);
      const isFull = hypothesis.length >= run.mostTokens;
      const isCut = isFull || hypothesis.tokens.length >= maxStepTokens;
      if (!hasFinished && !endsStep && !isCut) {
        hypotheses.push(hypothesis);
        continue;
      }
      const id = yield* addNode(run, hypothesis);
      if (hasFinished) {
        const answer = run.ports.answerOf(hypothesis.before + written);
        yield run.log.event({ type: 'finished-path', id, answer });
        const value = hypothesis.values.at(-1)!;
        finished.push({ id, answer, value, score: value });
      }
      const goesOn = endsStep && !hasFinished && !isFull && hypothesis.steps + 1 < maxSteps;
      const before = hypothesis.before + written;
      const steps = hypothesis.steps + 1;
      if (goesOn) hypotheses.push({ ...hypothesis, node: id, steps, before, ids: [], tokens: [], values: [] });
    }
    if (!isDrawn) width -= options.length - hypotheses.length;
    run.keepPrefixes(
      hypotheses.map(({ policyPrefix }) => policyPrefix),
      hypotheses.map(({ verifierPrefix }) => verifierPrefix),
    );
    yield run.log.budget();
  }
  const ranked = finished.filter(({ answer }) => answer !== null).sort((a, b) => b.value - a.value);
  yield* logFinalChoice(run, ranked, 1);
  yield run.done(ranked[0] ?? null, isStopped);
});
