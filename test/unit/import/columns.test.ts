/** What files hold beside their main score: other numbers, verdicts, and the right answer. */
import { describe, expect, it } from 'vitest';
import { treeAt } from '../../../src/trace/reducer';
import { importAll } from './files';

const only = async (record: object) => (await importAll(JSON.stringify(record))).traces[0]!;
const verifiers = ({ models }: Awaited<ReturnType<typeof only>>) => models.flatMap(({ verifier }) => verifier ?? []);

describe('numbers beside the score', () => {
  it('of OVM’s candidates are columns, and never the steps’ own value', async () => {
    const candidate = (id: number, str: string, more: object) => ({ sample_id: id, str, ...more });
    const trace = await only({
      question: 'P',
      intermediate_steps: [
        {
          sequences: [
            candidate(0, 'a\n', { logprob: -3.5, length: 2 }),
            candidate(1, 'b\n', { vscore: 1.01, logprob: -4 }),
          ],
          choices: [1],
        },
      ],
    });
    expect(verifiers(trace)).toEqual(['vscore', 'logprob', 'length']);
    expect(trace.nodes.slice(1).map(({ value }) => value)).toEqual([null, 1.01]);
    expect(trace.nodes[1]!.tokens[0]!.values).toEqual({ logprob: -3.5, length: 2 });
    expect(treeAt(trace.events).verifier).toBe('vscore');
  });

  it('of search-and-learn’s completions stand at their last step', async () => {
    const trace = await only({
      problem: 'P',
      completions: ['x\n\n\\boxed{4}', 'y\n\n\\boxed{5}'],
      scores: [
        [0.5, 0.9],
        [0.4, 0.2],
      ],
      agg_scores: [0.7, 0.3],
      correct: [false, true],
      tokens: [10],
    });
    expect(verifiers(trace)).toEqual(['prm', 'agg_scores']);
    expect(trace.nodes[2]!.tokens.at(-1)!.values).toEqual({ prm: 0.9, agg_scores: 0.7 });
    expect(treeAt(trace.events).nodes.map(({ correct }) => correct)).toEqual([
      undefined,
      undefined,
      false,
      undefined,
      true,
    ]);
  });

  it('of a state of llm-reasoners are columns after those of its edge', async () => {
    const nodes = { 0: { id: 0, data: { question: 'P' } }, 1: { id: 1, data: { text: 'a', depth: 3, Q: 9 } } };
    const edges = { 0: { id: 0, source: 0, target: 1, data: { Q: 0.5, reward: -1 } } };
    const trace = await only({ logs: [{ nodes, edges }] });
    expect(verifiers(trace)).toEqual(['Q', 'reward', 'depth']);
    expect(trace.nodes[1]!.tokens[0]!.values).toEqual({ Q: 0.5, reward: -1, depth: 3 });
  });

  it('are no more than a trace can list', async () => {
    const many = Object.fromEntries(Array.from({ length: 60 }, (_, i) => [`c${i}`, i]));
    const trace = await only({ question: 'P', outputs: [{ response: 'a', vscores: [0.1], ...many }] });
    expect(verifiers(trace)).toHaveLength(13);
  });
});

describe('the right answer of a file', () => {
  const solved = (more: object) => only({ problem: 'P', completions: ['\\boxed{18}'], scores: [[0.5]], ...more });

  it.each([
    [{ answer: '18' }, '18', true],
    [{ answer: 18 }, '18', true],
    [{ answer: 'He eats 3 and 4.\n#### 1,8' }, '1,8', false],
    [{ ground_truth: 'So \\boxed{18}' }, '18', true],
    [{ solution: 'Thus $\\boxed{\\frac{1}{2}}$.' }, '\\frac{1}{2}', false],
  ])('%j', async (more, expected, isRight) => {
    const { problem, result, origin } = await solved(more);
    expect([problem.answer, result.correct, origin!.judged]).toEqual([expected, isRight, true]);
  });

  it('is not made up: without one, nothing is judged', async () => {
    const { problem, result, origin } = await solved({ answer: null, solution: 'It follows.' });
    expect([problem.answer, result.correct, origin!.judged]).toEqual([undefined, false, false]);
  });
});
