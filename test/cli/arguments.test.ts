import { describe, expect, it, vi } from 'vitest';
import { run } from './run-command';

describe('solve refuses', () => {
  it.each([
    [['--problem', '4 5 6'], 'The Game of 24 takes four numbers and this has 3: add 1 more.'],
    [['--problem', '4 5 6 x'], '"x" is not a whole number: type four whole numbers such as 4 5 6 10.'],
    [[], "required option '--problem <text>' not specified"],
    [['--problem', '4 5 6 10', '--sample', '3'], "unknown option '--sample' (Did you mean --samples?)"],
    [['--problem', '4 5 6 10', '--samples', 'many'], '--samples takes a number, and this is "many".'],
    [
      ['--problem', '4 5 6 10', '--samples', '20', '--beam', '3'],
      'The samples (K = 20) must be a multiple of the beams (b = 3): for this K, b can be 1, 2, 4, 5, 10, 20.',
    ],
    [
      ['--problem', '4 5 6 10', '--strategy', 'nosuch'],
      '--strategy takes greedy, majority, best-of-n, weighted-vote, beam, distinct-beam, two-width-beam, dvts, rebase, lookahead-beam, mcts, token-guided, and this is "nosuch".',
    ],
    [
      ['--task', 'word-problems', '--problem', 'x'],
      'A story ends with a question, and this ends with "x": add one such as "How many marbles does Anna have?".',
    ],
  ])('%j with status 2 and one line', async (args, line) =>
    expect(await run('solve', ...args)).toEqual({ status: 2, out: '', err: `${line}\n` }),
  );

  it('a verifier that the pack lacks, and names those it has', async () => {
    vi.stubEnv('INKLING_MODELS', 'test/fixtures/models');
    const line =
      'There is no verifier prm-soft for game24 yet: take one of tvm, ovm, implicit-prm, confidence, entropy, oracle, rollouts, ensemble.';
    const args = ['--problem', '4 5 6 10', '--verifier', 'prm-soft'];
    expect(await run('solve', ...args)).toEqual({ status: 2, out: '', err: `${line}\n` });
    vi.unstubAllEnvs();
  });
});

describe('evaluate refuses', () => {
  it.each([
    [['--levels', '2-4'], 'game24 has no levels: leave --levels out.'],
    [
      ['--task', 'word-problems', '--levels', '2-9'],
      '--levels takes a level or a range from 1 to 8 such as 2-8, and this is "2-9".',
    ],
    [['--problems', '101'], '--problems takes a whole number from 1 to 100 for the split test.'],
    [['--split', 'train'], '--split takes test, settings, rest, and this is "train".'],
    [['--split', 'rest', '--problems', '363'], '--problems takes a whole number from 1 to 362 for the split rest.'],
    [['--task', 'word-problems', '--split', 'rest'], 'word-problems has no split rest.'],
    [['--seeds', '0'], '--seeds takes a whole number from 1 to 100, and this is 0.'],
    [
      ['--samples', '20,100', '--beam', '4,25,5'],
      '--beam takes one width, or one for each of the 2 entries of --samples.',
    ],
    [
      ['--strategies', 'beam,x'],
      '--strategies takes greedy, majority, best-of-n, weighted-vote, beam, distinct-beam, two-width-beam, dvts, rebase, lookahead-beam, mcts, token-guided, and this is "x".',
    ],
    [
      ['--samples', '20,10'],
      'The samples (K = 10) must be a multiple of the beams (b = 4): for this K, b can be 1, 2, 5, 10.',
    ],
    // It begins with fewer beams.
    [
      ['--model', 'test/fixtures/hub/llama3', '--samples', '15'],
      'The samples (K = 15) must be a multiple of the beams (b = 2): for this K, b can be 1, 3, 5, 15.',
    ],
  ])('%j with status 2 and one line', async (args, line) =>
    expect(await run('evaluate', ...args)).toEqual({ status: 2, out: '', err: `${line}\n` }),
  );
});

it('explains itself', async () => {
  const { status, out } = await run('solve', '--help');
  expect(status).toBe(0);
  expect(out).toContain('--strategy <id>');
});

describe('check-gsm8k', () => {
  it('ends with one line of numbers, and names a file that is not there', async () => {
    const line = 'There is no file nowhere.jsonl that can be read.\n';
    expect(await run('check-gsm8k', 'nowhere.jsonl')).toEqual({ status: 2, out: '', err: line });
    const { status, out } = await run('check-gsm8k', 'test/fixtures/gsm8k-published.jsonl');
    const flagged = 'line 2, line 1 of its solution, at character 5: 2+2=5';
    expect({ status, out }).toEqual({
      status: 0,
      out: `${flagged}\n2 solutions: 1 with a line called false, 2 answers read.\n`,
    });
  });
});
