/**
 * `npm run -s bench -- [--samples 20,100] [--peers transformers.js] [--json]`: Inkling against its peers, with the same
 * weights on the same machine. In each round every peer searches the same puzzles, one peer after the other.
 */
import { Command } from 'commander';
import * as flavour from 'onnxruntime-web/wasm';
import { existsSync } from 'node:fs';
import { cpus, release, totalmem } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { badInput, oneOf, readList, readNumber, runCommand } from '../src/cli/command';
import { MODELS_FOLDER, readPack, readRuntimeWasm } from '../src/cli/model-files';
import { median, ratioOf } from '../src/bench/ratio';
import { divisors } from '../src/search/defaults';
import { provideRuntime } from '../workers/onnx-session';
import { useOrt } from '../workers/ort';
import { limitRate, operationsPerToken, type Shape } from './limit';
import { measureLoad } from './load';
import { IN_CHROMIUM, startChromiumPeers } from './chromium';
import { PYTHON, startPeer, type Peer } from './processes';
import { benchProblems, type Round } from './search';

const PEERS = ['transformers.js', 'wllama', 'onnxruntime-node', 'python-transformers'] as const;
/** Those that only `npm ci --prefix bench` installs. */
const INSTALLED: readonly string[] = ['wllama', 'onnxruntime-node'];
/** Those that need the Python of `requirements.txt`; wllama for its weights. */
const NEEDS_PYTHON: readonly string[] = ['wllama', 'python-transformers'];
/** The widths of the design: 4 for 20 samples, 25 for 100; else the divisor nearest to a fifth. */
const widthFor = (samples: number): number =>
  ({ 20: 4, 100: 25 })[samples] ??
  divisors(samples).reduce((a, b) => (Math.abs(b - samples / 5) < Math.abs(a - samples / 5) ? b : a));

interface Options {
  readonly samples: readonly string[];
  readonly peers: readonly string[];
  readonly rounds: number;
  readonly problems: number;
  readonly backend: string;
  readonly json?: boolean;
}

const round4 = (value: number): number => Number(value.toPrecision(4));

async function shippedPolicy(): Promise<{ folder: string; shape: Shape }> {
  const { id, files } = await readPack(MODELS_FOLDER, 'game24', []);
  const config = JSON.parse(new TextDecoder().decode(files['policy/config.json'])) as Record<string, number>;
  const { hidden_size, intermediate_size, num_hidden_layers, vocab_size } = config;
  return {
    folder: join(MODELS_FOLDER, id),
    shape: { width: hidden_size!, hidden: intermediate_size!, layers: num_hidden_layers!, head: vocab_size! },
  };
}

async function interleaved(
  peers: readonly Peer[],
  samples: number,
  { rounds, problems }: Options,
): Promise<Map<string, Round[]>> {
  const results = new Map<string, Round[]>(peers.map(({ name }) => [name, []]));
  const request = { problems: benchProblems(problems), samples, beam: widthFor(samples) };
  // Round 0 warms up and is not counted.
  for (let round = 0; round <= rounds; round++) {
    for (const peer of peers) {
      const result = await peer.run({ ...request, seed: round + 1 });
      if (round > 0) results.get(peer.name)!.push(result);
    }
    process.stderr.write(`K = ${samples}: round ${round} of ${rounds}\n`);
  }
  return results;
}

async function bench(options: Options): Promise<void> {
  if (options.backend !== 'wasm') throw badInput('--backend takes wasm: there is no GPU bench yet.');
  const budgets = options.samples.map(readNumber('samples'));
  const bad = budgets.find((samples) => !Number.isInteger(samples) || samples < 1 || samples > 1024);
  if (bad !== undefined) throw badInput(`--samples takes whole numbers from 1 to 1024, and one is ${bad}.`);
  const names = options.peers.map((name) => oneOf('peers', PEERS, name));
  if (!existsSync(fileURLToPath(new URL('node_modules', import.meta.url))) && names.some((n) => INSTALLED.includes(n)))
    throw badInput('The peers are not installed: npm ci --ignore-scripts --prefix bench');
  if (!existsSync(PYTHON) && names.some((name) => NEEDS_PYTHON.includes(name)))
    throw badInput('The Python of the peers is not there: see bench/README.md.');
  const { folder, shape } = await shippedPolicy();
  useOrt(flavour);
  provideRuntime(await readRuntimeWasm());
  const peers: Peer[] = [];
  const rows = [];
  const limit = [];
  try {
    for (const name of ['inkling', ...names]) {
      if (name === 'wllama') peers.push(...(await startChromiumPeers(folder)));
      else peers.push(await startPeer(name, folder));
    }
    for (const samples of budgets) {
      const results = await interleaved(peers, samples, options);
      const own = results.get('inkling')!;
      const common = { task: 'game24', samples, beam: widthFor(samples), backend: 'wasm' };
      const speed = (rounds: readonly Round[]): number =>
        round4(median(rounds.map(({ policyTokens, seconds }) => policyTokens / seconds)));
      for (const name of names) {
        const theirs = results.get(name)!;
        // What runs in a browser is measured against Inkling in the same browser.
        const ours = name === 'wllama' ? results.get(IN_CHROMIUM.inkling)! : own;
        const seconds = (rounds: readonly Round[]): number[] => rounds.map((round) => round.seconds);
        const { ratio, low, high } = ratioOf(seconds(ours), seconds(theirs));
        rows.push({
          ...common,
          peer: name,
          ratio: round4(ratio),
          low: round4(low),
          high: round4(high),
          tokensPerSecond: speed(theirs),
          inklingTokensPerSecond: speed(ours),
        });
      }
      const rate = await limitRate(shape, samples);
      const operations = ({ policyTokens, valueTokens }: Round): number =>
        policyTokens * operationsPerToken(shape) + valueTokens * operationsPerToken({ ...shape, head: 1 });
      const fraction = median(own.map((round) => operations(round) / round.seconds / rate));
      limit.push({
        phase: 'search',
        backend: 'wasm',
        samples,
        fraction: round4(fraction),
        gigaOperationsPerSecond: round4(rate / 1e9),
      });
    }
  } finally {
    for (const peer of peers) peer.close();
  }
  const load = existsSync('dist/index.html') ? await measureLoad() : {};
  const [cpu] = cpus();
  const machine = {
    cpu: cpu?.model ?? 'unknown',
    cores: cpus().length,
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    system: `${process.platform} ${release()}`,
    node: process.version,
  };
  const report = { format: 'inkling-bench', version: 1, machine, rows, limit, load };
  process.stdout.write(options.json ? `${JSON.stringify(report)}\n` : printed(report));
}

interface Report {
  readonly rows: readonly Readonly<Record<string, string | number>>[];
  readonly limit: readonly Readonly<Record<string, string | number>>[];
  readonly load: object;
}

/** The tables of `docs/speed.md`. */
function printed({ rows, limit, load }: Report): string {
  const line = (cells: readonly (string | number)[]): string => `| ${cells.join(' | ')} |\n`;
  return [
    line(['peer', 'K', 'b', 'Inkling is faster by', '95% interval', 'its tokens/s', "Inkling's tokens/s"]),
    line(['---', '---', '---', '---', '---', '---', '---']),
    ...rows.map((row) =>
      line([
        row['peer']!,
        row['samples']!,
        row['beam']!,
        `${row['ratio']} times`,
        `${row['low']} to ${row['high']}`,
        row['tokensPerSecond']!,
        row['inklingTokensPerSecond']!,
      ]),
    ),
    '\n',
    ...limit.map(({ samples, fraction, gigaOperationsPerSecond: rate }) =>
      line([`K = ${samples}`, `fraction ${fraction}`, `of ${rate} billion operations a second`]),
    ),
    `\n${JSON.stringify(load)}\n`,
  ].join('');
}

await runCommand(
  new Command('bench')
    .description('Measures Inkling against its peers and the limit of the machine')
    .option('--samples <Ks>', 'budgets', readList, ['20', '100'])
    .option('--peers <names>', PEERS.join(', '), readList, [...PEERS])
    .option('--rounds <n>', 'rounds that count', readNumber('rounds'), 7)
    .option('--problems <n>', 'puzzles of each round', readNumber('problems'), 3)
    .option('--backend <id>', 'wasm', 'wasm')
    .option('--json', 'print one report and nothing else')
    .allowExcessArguments(false)
    .action(bench),
);
