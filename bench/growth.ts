/**
 * `npm run -s measure-growth [-- --samples 20,50,100,200,400 --json]`: what a search costs as it grows wider and
 * deeper. The runtime's calls are counted from outside, by a wrapper around its sessions: their time, and the bytes
 * that go in and come out, which JavaScript copies.
 */
import { parseArgs } from 'node:util';
import * as flavour from 'onnxruntime-web/wasm';
import { loadNodeModels } from '../src/cli/node-models';
import { median } from '../src/bench/ratio';
import { DEFAULT_PARAMETERS } from '../src/tasks/registry';
import { strategyOf } from '../src/search/registry';
import type { InferenceSession, Ort, Tensor } from '../workers/ort';
import { benchProblems, type Models } from './search';

const { values } = parseArgs({
  options: {
    samples: { type: 'string', default: '20,50,100,200,400' },
    rounds: { type: 'string', default: '5' },
    json: { type: 'boolean', default: false },
  },
});

interface Calls {
  calls: number;
  milliseconds: number;
  bytes: number;
}
/** By the output that the session gives: `logits` is the policy's. */
const counted: Record<'logits' | 'value', Calls> = {
  logits: { calls: 0, milliseconds: 0, bytes: 0 },
  value: { calls: 0, milliseconds: 0, bytes: 0 },
};

const bytesOf = (tensors: object): number =>
  Object.values(tensors as Record<string, Tensor>).reduce(
    (sum, { data }) => sum + (data as Float32Array).byteLength,
    0,
  );

async function create(...args: Parameters<typeof flavour.InferenceSession.create>): Promise<InferenceSession> {
  const session = await flavour.InferenceSession.create(...args);
  const run = session.run.bind(session) as (...all: unknown[]) => Promise<object>;
  session.run = async function counting(feeds: object, ...rest: unknown[]) {
    const start = performance.now();
    const outputs = await run(feeds, ...rest);
    const count = counted['logits' in outputs ? 'logits' : 'value'];
    count.calls++;
    count.milliseconds += performance.now() - start;
    count.bytes += bytesOf(feeds) + bytesOf(outputs);
    return outputs;
  } as typeof session.run;
  return session;
}

const counting = { env: flavour.env, Tensor: flavour.Tensor, InferenceSession: { create } } as unknown as Ort;
const loaded = await loadNodeModels('game24', ['tvm'], counting);
const models: Models = { policy: loaded.policy, verifier: loaded.verifiers.get('tvm')! };

interface Run {
  readonly milliseconds: number;
  /** Of each step, in milliseconds. */
  readonly steps: readonly number[];
  readonly policyTokens: number;
  readonly valueTokens: number;
  readonly policy: Calls;
  readonly value: Calls;
  readonly bufferBytes: number;
}

async function run(problem: string, samples: number, seed: number): Promise<Run> {
  for (const count of Object.values(counted)) Object.assign(count, { calls: 0, milliseconds: 0, bytes: 0 });
  const parameters = { ...DEFAULT_PARAMETERS.game24, samples, beam: samples / 5, seed, alternatives: 0 };
  const ports = { ...models, answerOf: (text: string) => text };
  const start = performance.now();
  const steps: number[] = [];
  let [at, policyTokens, valueTokens, bufferBytes] = [start, 0, 0, 0];
  for await (const event of strategyOf('beam')!.search(`${problem}\n`, ports, parameters)) {
    if (event.type !== 'budget') continue;
    const now = performance.now();
    steps.push(now - at);
    at = now;
    ({ policyTokens, valueTokens } = event);
    bufferBytes = Math.max(bufferBytes, process.memoryUsage().arrayBuffers);
  }
  const { logits: policy, value } = structuredClone(counted);
  return { milliseconds: performance.now() - start, steps, policyTokens, valueTokens, policy, value, bufferBytes };
}

const problems = benchProblems(3);
const rows = [];
for (const samples of values.samples.split(',').map(Number)) {
  const runs: Run[] = [];
  // Round 0 warms up and is not counted.
  for (let round = 0; round <= Number(values.rounds); round++)
    for (const problem of problems) {
      const result = await run(problem, samples, round + 1);
      if (round > 0) runs.push(result);
    }
  const of = (pick: (one: Run) => number, digits = 3): number => Number(median(runs.map(pick)).toPrecision(digits));
  rows.push({
    samples,
    milliseconds: of((r) => r.milliseconds),
    policyMilliseconds: of((r) => r.policy.milliseconds),
    valueMilliseconds: of((r) => r.value.milliseconds),
    policyTokensPerSecond: of((r) => r.policyTokens / (r.policy.milliseconds / 1000)),
    valueTokensPerSecond: of((r) => r.valueTokens / (r.value.milliseconds / 1000)),
    policyCalls: of((r) => r.policy.calls),
    kilobytesPerToken: of((r) => (r.policy.bytes + r.value.bytes) / 1000 / (r.policyTokens + r.valueTokens)),
    bufferMegabytes: of((r) => r.bufferBytes / 1e6),
    stepMilliseconds: [0, 1, 2, 3].map((i) => of((r) => r.steps[i] ?? 0)),
  });
}
await loaded.dispose();

const line = (cells: readonly (string | number)[]): string => `| ${cells.join(' | ')} |\n`;
const HEAD = ['K', 'a search, ms', 'policy runs, ms', 'value runs, ms', 'policy tokens/s', 'value tokens/s'];
const MORE = ['policy calls', 'kB copied a token', 'buffers, MB', 'ms a step, 1st to 4th'];
const printed = [
  line([...HEAD, ...MORE]),
  line([...HEAD, ...MORE].map(() => '---')),
  ...rows.map((row) => line(Object.values(row).map((cell) => (Array.isArray(cell) ? cell.join(', ') : cell)))),
].join('');
process.stdout.write(values.json ? `${JSON.stringify(rows)}\n` : printed);
