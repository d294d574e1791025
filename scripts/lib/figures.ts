/** The figures of the documents: which measured numbers each shows. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Evaluation } from '../../src/cli/evaluation';
import type { HackingReport } from '../../src/cli/measure-hacking';
import type { MeanInterval } from '../../src/core/bootstrap';
import { lineFigure, type FigureLine } from './line-figure';
import { ROOT } from './run.mjs';

const readJson = <T>(path: string): T => JSON.parse(readFileSync(join(ROOT, path), 'utf8')) as T;

/** Accuracy of what is chosen of n samples; dotted what the verifier itself says of its choice, where that is a chance. */
function hacking(from: string, shown: readonly string[], probabilities: readonly string[]): string {
  const { n, any, lines, problems } = readJson<HackingReport>(from);
  const of = (shares: readonly MeanInterval[]) => n.map((x, i) => ({ x, y: shares[i]!.mean, ...shares[i]! }));
  const chosen = shown.map((verifier): FigureLine => {
    const { right, score } = lines.find((line) => line.verifier === verifier && line.group === null)!;
    return {
      name: verifier,
      points: of(right),
      ...(probabilities.includes(verifier) && { beside: n.map((x, i) => ({ x, y: score[i]! })) }),
    };
  });
  return lineFigure({
    title: `Share of ${problems} puzzles whose chosen solution is right; dotted: the verifier's own value of it`,
    x: 'solutions to choose from',
    lines: [{ name: 'any right', points: of(any) }, ...chosen],
  });
}

/** What is solved by what the policy writes, of some strategies and verifiers. */
function byTokens(from: readonly string[], shown: readonly (readonly [strategy: string, verifier: string])[]): string {
  const cells = from.flatMap((file) => readJson<Evaluation>(file).cells);
  return lineFigure({
    title: `Share of ${cells[0]!.problems} puzzles that are solved, by the tokens that the policy writes`,
    x: 'tokens of the policy for a puzzle',
    lines: shown.map(([strategy, verifier]) => ({
      name: `${strategy}, ${verifier}`,
      points: cells
        .filter((cell) => cell.strategy === strategy && cell.verifier === verifier)
        .map(({ policyTokens: x, accuracy: y, low, high }) => ({ x, y, low, high }))
        .sort((a, b) => a.x - b.x),
    })),
  });
}

/** By the name of its file in docs/figures. */
export const FIGURES: Readonly<Record<string, () => string>> = {
  'reward-hacking': () =>
    hacking('src/measure/results/hacking-game24.json', ['tvm', 'ovm', 'prm-valid', 'confidence'], ['tvm', 'prm-valid']),
  'token-guided': () =>
    byTokens(
      ['training/results/game24-token-guided.json'],
      [
        ['token-guided', 'tvm'],
        ['best-of-n', 'tvm'],
        ['token-guided', 'ovm'],
        ['token-guided', 'confidence'],
        ['best-of-n', 'confidence'],
      ],
    ),
  'without-repeats': () =>
    byTokens(
      ['training/results/game24-distinct.json', 'training/results/game24-token-guided.json'],
      [
        ['distinct-beam', 'tvm'],
        ['best-of-n', 'tvm'],
        ['token-guided', 'tvm'],
        ['distinct-beam', 'confidence'],
        ['best-of-n', 'confidence'],
      ],
    ),
};
