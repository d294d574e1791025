/**
 * `tsx bench/hub.ts --model FOLDER [--gguf FILE] [--samples 4,16] [--tokens 24] [--rounds 3]`: a language model out of a folder writes
 * K beginnings of a solution behind the page's default prompt, as the page does it and by transformers.js `generate()`,
 * on the same runtime (ONNX Runtime Web, one thread), with the same file of weights. In each round one after the other;
 * the rates are of processor time, since the machine may have other work, and ratios are taken round by round.
 *
 * `generate()` takes whole rows: it reads the prompt in each of them, where here it is read once. So the reading and the
 * writing are timed apart. Both draw at the default temperature, and no row ends before its time.
 */
import { AutoModelForCausalLM, env, Tensor, type PreTrainedModel } from '@huggingface/transformers';
import { Command } from 'commander';
import { dirname, basename, resolve } from 'node:path';
import { readNumber, runCommand, readList } from '../src/cli/command';
import { openHubFolder, readHubFolder } from '../src/cli/hub-folder';
import { median, ratioOf } from '../src/bench/ratio';
import { createRng } from '../src/core/rng';
import { promptTokens } from '../src/model/prompt';
import { HUB_PARAMETERS, HUB_TASK, TASKS } from '../src/tasks/registry';
import { hubDecoding } from '../workers/hub/hub-batch';
import { askedOf, formatFor, type HubModels } from '../workers/hub/hub-models';
import { OnnxPolicy } from '../workers/onnx-policy';
import { readProblem } from '../workers/problems';
import { startWllama } from './hub-wllama';

/** Seconds of reading the prompt and of writing what follows its first token, and the tokens of that. */
interface Timed {
  readonly reading: number;
  readonly writing: number;
  readonly tokens: number;
}

type Write = (prompt: readonly number[], samples: number, tokens: number, seed: number) => Promise<Timed>;

const { temperature, topK } = HUB_PARAMETERS[HUB_TASK];

function processorSeconds(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}

function inkling({ model, policy: { tokenizer, info } }: HubModels): Write {
  return async (prompt, samples, tokens, seed) => {
    // Nothing of another round is known, and no row ends before its time.
    const endless = { ...tokenizer, eosToken: -1 };
    const policy = new OnnxPolicy(info, endless, hubDecoding(model), { step: () => false });
    const start = processorSeconds();
    const prefix = await policy.open(prompt);
    const read = processorSeconds();
    const requests = Array.from({ length: samples }, (_, i) => ({ prefix, rng: createRng(seed, i) }));
    const steps = await policy.sampleSteps(requests, { temperature, topK, maxTokens: tokens, alternatives: 0 });
    const end = processorSeconds();
    const written = steps.reduce((sum, step) => sum + step.tokens.length - 1, 0);
    return { reading: read - start, writing: end - read, tokens: written };
  };
}

type Generating = PreTrainedModel & { generate(options: Record<string, unknown>): Promise<Tensor> };

async function transformers(folder: string, dtype: string): Promise<Write> {
  // Nothing of what the page's own loading has set: it reads the same file from the disk.
  Object.assign(env, { useCustomCache: false, customCache: null, allowLocalModels: true, allowRemoteModels: false });
  env.localModelPath = dirname(folder);
  const model = (await AutoModelForCausalLM.from_pretrained(basename(folder), {
    ...{ dtype: dtype as 'q8', device: 'cpu' },
  })) as unknown as Generating;
  return async (prompt, samples, tokens) => {
    const size = samples * prompt.length;
    const ids = BigInt64Array.from({ length: size }, (_, i) => BigInt(prompt[i % prompt.length]!));
    const dims = [samples, prompt.length];
    const start = processorSeconds();
    let read = 0;
    await model.generate({
      inputs: new Tensor('int64', ids, dims),
      attention_mask: new Tensor('int64', new BigInt64Array(size).fill(1n), dims),
      ...{ max_new_tokens: tokens, min_new_tokens: tokens, do_sample: true, temperature, top_k: topK },
      // It is given the prompt, and then each token of all rows.
      streamer: { put: () => (read = read === 0 ? -1 : read < 0 ? processorSeconds() : read), end: () => undefined },
    });
    return { reading: read - start, writing: processorSeconds() - read, tokens: samples * (tokens - 1) };
  };
}

const rate = ({ tokens, writing }: Timed): number => tokens / writing;

/**
 * Seconds in which K rows, half of them behind a prompt that is `longer` tokens longer, write: in passes that all share, the
 * shorter behind padding, and in passes of one length each.
 */
async function unequal(
  { model, policy: { tokenizer, info } }: HubModels,
  prompt: readonly number[],
  { samples, tokens, seed, longer }: { samples: number; tokens: number; seed: number; longer: number },
): Promise<{ readonly padded: number; readonly apart: number }> {
  const seconds = async (masksPadding: boolean): Promise<number> => {
    const endless = { ...tokenizer, eosToken: -1 };
    const policy = new OnnxPolicy(info, endless, hubDecoding({ ...model, masksPadding }), { step: () => false });
    const prefixes = [await policy.open(prompt), await policy.open([...prompt, ...prompt.slice(-longer)])];
    const start = processorSeconds();
    const requests = Array.from({ length: samples }, (_, i) => ({ prefix: prefixes[i % 2]!, rng: createRng(seed, i) }));
    await policy.sampleSteps(requests, { temperature, topK, maxTokens: tokens, alternatives: 0 });
    return processorSeconds() - start;
  };
  return { padded: await seconds(true), apart: await seconds(false) };
}

interface Options {
  readonly model: string;
  readonly gguf?: string;
  readonly samples: readonly string[];
  readonly tokens: number;
  readonly rounds: number;
}

async function bench(options: Options): Promise<void> {
  const folder = resolve(options.model);
  const bytes = readHubFolder(folder);
  const models = await openHubFolder(bytes, []);
  const format = formatFor(models.model);
  models.setFormat(format);
  const problem = askedOf(models, format, readProblem(HUB_TASK, TASKS[HUB_TASK].defaultProblem));
  const prompt = promptTokens(models.policy.tokenizer, problem.prompt);
  const [ours, theirs] = [inkling(models), await transformers(folder, bytes.dtype)];
  const wllama = options.gguf === undefined ? null : await startWllama(resolve(options.gguf), { temperature, topK });
  console.log(`${bytes.id} (${bytes.dtype}), a prompt of ${prompt.length} tokens, ${options.tokens} tokens a row`);
  // What is compiled at the first call is not timed.
  for (const write of [ours, theirs]) await write(prompt.slice(0, 20), 2, 4, 0);
  if (!models.model.masksPadding)
    console.log('Its graph masks no padding: rows of one length share a pass, and no others.');
  for (const samples of options.samples.map(readNumber('samples'))) {
    const mixed: { readonly padded: number; readonly apart: number }[] = [];
    for (let seed = 0; seed < options.rounds && models.model.masksPadding; seed++)
      mixed.push(await unequal(models, prompt, { samples, tokens: options.tokens, seed, longer: 12 }));
    if (mixed.length) {
      const { ratio, low, high } = ratioOf(
        mixed.map(({ padded }) => padded),
        mixed.map(({ apart }) => apart),
      );
      console.log(
        `K ${samples}, half of the rows 12 tokens longer: behind padding ${ratio.toFixed(2)} (${low.toFixed(2)} to ${high.toFixed(2)}) times as fast as in passes of one length`,
      );
    }
    const rounds: { readonly own: Timed; readonly other: Timed | null; readonly third: Timed | null }[] = [];
    let trouble = '';
    for (let round = 0; round < options.rounds; round++)
      rounds.push({
        own: await ours(prompt, samples, options.tokens, round),
        // It computes the logits of whole prompts, of all rows at once.
        other: await theirs(prompt, samples, options.tokens, round).catch((error: unknown) => {
          trouble = String(error);
          return null;
        }),
        third: (await wllama?.write(problem.prompt, samples, options.tokens, round + 1)) ?? null,
      });
    const line = (name: string, others: readonly Timed[]): string => {
      const owns = rounds.map(({ own }) => own);
      /** Of the seconds that a token takes. */
      const ratios = (of: (timed: Timed) => number): string => {
        const { ratio, low, high } = ratioOf(owns.map(of), others.map(of));
        return `${ratio.toFixed(2)} (${low.toFixed(2)} to ${high.toFixed(2)})`;
      };
      const [rate_, theirRate] = [owns, others].map((timed) => median(timed.map(rate)));
      const [reading, theirReading] = [owns, others].map((timed) => median(timed.map((one) => one.reading)));
      return [
        `K ${samples}: tokens a second ${rate_!.toFixed(1)}, ${name} ${theirRate!.toFixed(1)}: ${ratios((timed) => 1 / rate(timed))} times;`,
        `the prompt ${reading!.toFixed(1)} s, ${name} ${theirReading!.toFixed(1)} s;`,
        `all of it ${ratios((timed) => (timed.reading + timed.writing) / timed.tokens)} times`,
      ].join(' ');
    };
    const others = rounds.flatMap(({ other }) => other ?? []);
    if (others.length === rounds.length) console.log(line('generate()', others));
    else {
      const own = rounds.map((round) => round.own);
      const [writes, reads] = [median(own.map(rate)), median(own.map(({ reading }) => reading))];
      console.log(
        `K ${samples}: tokens a second ${writes.toFixed(1)}, the prompt ${reads.toFixed(1)} s; generate() fails: ${trouble}`,
      );
    }
    if (wllama)
      console.log(
        line(
          'wllama',
          rounds.map(({ third }) => third!),
        ),
      );
  }
  await wllama?.close();
}

await runCommand(
  new Command('bench/hub')
    .description('Measures how fast a language model of a folder writes, against generate()')
    .requiredOption('--model <folder>', 'a model in the layout of a hub')
    .option('--gguf <file>', 'the same weights for wllama, after `npm ci --prefix bench`')
    .option('--samples <Ks>', 'candidates', readList, ['4', '16'])
    .option('--tokens <n>', 'tokens of each', readNumber('tokens'), 24)
    .option('--rounds <n>', 'rounds', readNumber('rounds'), 3)
    .allowExcessArguments(false)
    .action(bench),
);
