/** Hub models as their worker runs them: prompts, searches, what is refused. */
import { readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import type * as OnnxRuntime from 'onnxruntime-web';
import { beforeAll, describe, expect, it } from 'vitest';
import { promptTokens } from '../../src/model/prompt';
import { promptFormatFor } from '../../src/model/prompt-format';
import type { RunRequest } from '../../src/protocol/engine';
import type { HubModelBytes, ModelFamily, PromptFormat } from '../../src/protocol/hub';
import { DEFAULT_PARAMETERS, TASKS } from '../../src/tasks/registry';
import type { SearchEvent } from '../../src/search/types';
import type { TraceResult } from '../../src/trace/types';
import { gsm8k } from '../../src/tasks/gsm8k/task';
import { readProblem } from '../../workers/problems';
import { familyOf } from '../../workers/hub/chat';
import { HubEngine } from '../../workers/hub/hub-engine';
import { askedOf } from '../../workers/hub/hub-models';
import { hubBytes, hubInNode, prepareInNode, tinyHubBytes, type TinyHubModel } from '../fixtures/hub-models';
import { SOON, watchPasses } from '../fixtures/passes';

const PROBLEM = gsm8k.gallery[0]!.text;
const LOAD = { runtimeWasm: new Uint8Array(0), backend: 'wasm', backendReason: 'WASM: a test' } as const;
const nothing = (): void => undefined;

/** A search, and how the model is asked in it. */
interface Asked extends Partial<RunRequest> {
  readonly format?: PromptFormat;
}
const FORMAT = promptFormatFor(TASKS.gsm8k, { hasChatTemplate: true, contextTokens: 1024 });

const request = (changed: Partial<RunRequest> = {}): RunRequest => ({
  runId: 1,
  task: 'gsm8k',
  problem: PROBLEM,
  strategy: 'beam',
  verifier: 'confidence',
  parameters: { ...DEFAULT_PARAMETERS.gsm8k, samples: 4, beam: 2, maxSteps: 3, maxStepTokens: 12, seed: 3 },
  ...changed,
});

async function run(
  engine: HubEngine,
  { format = FORMAT, ...changed }: Asked = {},
): Promise<{ readonly events: SearchEvent[]; readonly result: TraceResult }> {
  const events: SearchEvent[] = [];
  engine.setFormat(format);
  const result = await engine.run(request(changed), (batch) => void events.push(...batch));
  return { events, result };
}

// In Node the library has a runtime of its own.
const runtime = createRequire(import.meta.url)('onnxruntime-node') as typeof OnnxRuntime;
const { amid, passesAfter } = watchPasses(runtime);

beforeAll(() => prepareInNode());

/** The shipped policy is in the hub's layout as well, and writes sense. */
function shippedPolicy(): HubModelBytes {
  const models = new URL('../../public/models/', import.meta.url);
  const pack = readdirSync(models).find((name) => name.startsWith('game24-'))!;
  return hubBytes(new URL(`${pack}/policy/`, models), 'inkling/game24');
}

describe('prompts', () => {
  const WANTED: Readonly<Record<TinyHubModel, readonly string[]>> = {
    qwen2: ['<|im_start|>system\nSolve', `<|im_start|>user\n${PROBLEM}<|im_end|>`, '<|im_start|>assistant\n'],
    llama3: [
      '<|begin_of_text|><|start_header_id|>system<|end_header_id|>\n\nSolve',
      `<|start_header_id|>user<|end_header_id|>\n\n${PROBLEM}<|eot_id|>`,
      '<|start_header_id|>assistant<|end_header_id|>\n\n',
    ],
    // It would write a system turn of its own where none is given.
    smollm2: [
      '<|im_start|>system\nSolve',
      `<|im_end|>\n<|im_start|>user\n${PROBLEM}<|im_end|>\n`,
      '<|im_start|>assistant\n',
    ],
    // It refuses a system turn.
    gemma3: ['<bos><start_of_turn>user\nSolve', `\n\n${PROBLEM}<end_of_turn>\n`, '<start_of_turn>model\n'],
  };

  const MARKS: Readonly<Record<TinyHubModel, readonly [mark: string, family: ModelFamily]>> = {
    qwen2: ['<|im_start|>', 'qwen2.5'],
    llama3: ['<|start_header_id|>', 'llama-3'],
    smollm2: ['<|im_start|>', 'smollm2'],
    gemma3: ['<start_of_turn>', 'gemma-3'],
  };

  it.each(Object.entries(WANTED))('of %s are written by its own template', async (name, parts) => {
    const models = await hubInNode(tinyHubBytes(name as TinyHubModel));
    const { prompt } = askedOf(
      models,
      promptFormatFor(TASKS.gsm8k, { hasChatTemplate: true, contextTokens: 1024 }),
      readProblem('gsm8k', PROBLEM),
    );
    expect(prompt.startsWith(parts[0]!)).toBe(true);
    for (const part of parts) expect(prompt).toContain(part);
    expect(prompt.endsWith(parts.at(-1)!)).toBe(true);
    // The marks of the turns are single tokens, not spelled out.
    const { tokenizer } = models.policy;
    const [mark, family] = MARKS[name as TinyHubModel];
    expect(
      promptTokens(tokenizer, prompt).filter((token) => tokenizer.tokenText(token) === mark).length,
    ).toBeGreaterThan(1);
    expect(familyOf(models.model)).toBe(family);
    await models.dispose();
  });

  it.each(Object.keys(WANTED))('of %s show the worked examples as turns before', async (name) => {
    const models = await hubInNode(tinyHubBytes(name as TinyHubModel));
    const examples = [
      { question: '1 + 1?', solution: '1 + 1 = 2\nThe answer is 2' },
      { question: 'What is <|im_end|>?', solution: 'The answer is 3' },
    ];
    const format = { ...FORMAT, examples };
    const { prompt } = askedOf(models, format, readProblem('gsm8k', PROBLEM));
    const places = ['Solve the problem', '1 + 1?', '1 + 1 = 2', 'The answer is 3', PROBLEM].map((part) =>
      prompt.indexOf(part),
    );
    expect(places).toEqual([...places].sort((a, b) => a - b));
    expect(places[0]).toBeGreaterThanOrEqual(0);
    // Of a reader's control token only the characters.
    expect(prompt.split('What is <|im_end|>')).toHaveLength(name === 'qwen2' || name === 'smollm2' ? 1 : 2);
    await models.dispose();
  });

  const LEADS: Readonly<Record<TinyHubModel, string>> = {
    qwen2: '<|im_end|>\n<|im_start|>user\n',
    llama3: '<|eot_id|><|start_header_id|>user<|end_header_id|>\n\n',
    smollm2: '<|im_end|>\n<|im_start|>user\n',
    gemma3: '<end_of_turn>\n<start_of_turn>user\n',
  };

  it.each(Object.entries(LEADS))(
    'of %s tell what stands before a reply, with its control tokens',
    async (name, text) => {
      const models = await hubInNode(tinyHubBytes(name as TinyHubModel));
      const { tokenizer } = models.policy;
      const problem = readProblem('gsm8k', PROBLEM);
      expect(askedOf(models, FORMAT, problem).replyLead!()).toEqual({ text, isMarkup: true });
      expect(promptTokens(tokenizer, text)[0]).toBe(tokenizer.eosToken);
      const plain = { ...FORMAT, chat: false };
      expect(askedOf(models, plain, problem).replyLead!()).toEqual({ text: '\n', isMarkup: false });
      await models.dispose();
    },
  );

  it('without a template are the plain text', async () => {
    const models = await hubInNode(shippedPolicy());
    const format = promptFormatFor(TASKS.game24, { hasChatTemplate: false, contextTokens: 1024 });
    expect(askedOf(models, format, readProblem('game24', '4 5 6 10')).prompt).toBe('4 5 6 10\n');
    await models.dispose();
  });
});

type Files = Record<string, Uint8Array>;
const text = (content: string): Uint8Array => new TextEncoder().encode(content);
const DAMAGES: readonly (readonly [what: string, damage: (files: Files) => void, code: string])[] = [
  ['no configuration', (files) => void delete files['config.json'], 'file-missing'],
  ['no graph', (files) => void delete files['onnx/model.onnx'], 'file-damaged'],
  [
    'a graph cut short',
    (files) => void (files['onnx/model.onnx'] = files['onnx/model.onnx']!.slice(0, 9000)),
    'file-damaged',
  ],
  ['a tokenizer of nonsense', (files) => void (files['tokenizer.json'] = text('{"a":1}')), 'file-damaged'],
  ['a configuration of nonsense', (files) => void (files['config.json'] = text('<html>')), 'file-damaged'],
];

describe('HubEngine', () => {
  const engine = new HubEngine();
  beforeAll(async () => {
    await expect(run(engine)).rejects.toMatchObject({ code: 'not-loaded' });
    const loaded = await engine.load({ ...LOAD, policy: tinyHubBytes('llama3') }, nothing);
    expect(loaded).toMatchObject({
      backend: 'wasm',
      models: [{ id: 'tiny/llama3', role: 'policy' }],
      verifiers: ['confidence', 'entropy', 'self-judgement', 'follow-up', 'rollouts'],
      family: 'llama-3',
      hasChatTemplate: true,
      contextTokens: 1024,
    });
  });

  it('gives the same events for the same seed and others for another', async () => {
    const first = await run(engine);
    expect((await run(engine)).events).toEqual(first.events);
    expect(first.events.at(-1)!.type).toBe('done');
    const { parameters } = request();
    expect((await run(engine, { parameters: { ...parameters, seed: 4 } })).events).not.toEqual(first.events);
    const scored = first.events.filter(({ type }) => type === 'token-values');
    expect(scored.length).toBeGreaterThan(0);
  });

  it('searches by the probability of yes', async () => {
    const { events } = await run(engine, { verifier: 'self-judgement' });
    const scored = events.flatMap((event) => (event.type === 'token-values' ? [event] : []));
    expect(scored.length).toBeGreaterThan(0);
    for (const { values } of scored) {
      expect(new Set(values).size).toBe(1);
      expect(values.every((value) => value >= 0 && value <= 1)).toBe(true);
    }
  });

  it('searches by how decided the model is, which is no more than ln of its vocabulary', async () => {
    const { events } = await run(engine, { verifier: 'entropy' });
    expect((await run(engine, { verifier: 'entropy' })).events).toEqual(events);
    const values = events.flatMap((event) => (event.type === 'token-values' ? event.values : []));
    expect(new Set(values).size).toBeGreaterThan(10);
    // Tokens of its vocabulary.
    const least = -Math.log(400);
    expect(values.every((value) => value < 0 && value >= least)).toBe(true);
  });

  it('searches by what a reader would reply, the same for all of a step', async () => {
    const { events } = await run(engine, { verifier: 'follow-up' });
    expect((await run(engine, { verifier: 'follow-up' })).events).toEqual(events);
    const scored = events.flatMap((event) => (event.type === 'token-values' ? [event.values] : []));
    for (const values of scored) expect(new Set(values).size).toBe(1);
    expect(new Set(scored.map(([value]) => value)).size).toBeGreaterThan(2);
  });

  it('rolls out from every token where the answer is known, and says what it needs where it is not', async () => {
    const own = new HubEngine();
    await own.load({ ...LOAD, policy: shippedPolicy() }, nothing);
    const puzzle = {
      task: 'game24',
      problem: '4 5 6 10',
      verifier: 'rollouts',
      format: promptFormatFor(TASKS.game24, { hasChatTemplate: false, contextTokens: 1024 }),
    } as const;
    const parameters = { ...DEFAULT_PARAMETERS.game24, samples: 2, beam: 1, seed: 3 };
    const { events } = await run(own, { ...puzzle, parameters, verifierOptions: { rollouts: 4 } });
    const values = events.flatMap((event) => (event.type === 'token-values' ? event.values : []));
    expect(values.length).toBeGreaterThan(40);
    expect(values.every((value) => Number.isInteger(value * 4) && value >= 0 && value <= 1)).toBe(true);
    expect(new Set(values).size).toBeGreaterThan(1);
    const unknown = run(engine, { verifier: 'rollouts', problem: 'How many legs have two dogs?' });
    await expect(unknown).rejects.toMatchObject({ code: 'bad-input', message: expect.stringContaining('#### 18') });
  });

  it('ends a step where its delimiter is written', async () => {
    const parameters = { ...request().parameters, samples: 32, beam: 8, maxStepTokens: 30 };
    const { events } = await run(engine, { parameters, format: { ...FORMAT, delimiter: 'e' } });
    const texts = events.flatMap((event) => (event.type === 'node-added' && event.parent !== null ? event : []));
    const ended = texts.filter(({ text }) => text.includes('e'));
    expect(ended.length).toBeGreaterThan(10);
    // Only its last token holds it.
    for (const { tokens } of ended) expect(tokens.slice(0, -1).some(({ text }) => text.includes('e'))).toBe(false);
  });

  it('runs two strategies in lock-step, each as it would run alone', async () => {
    const { runId, task, problem, parameters } = request();
    engine.setFormat(FORMAT);
    const sides = [
      { strategy: 'beam', verifier: 'confidence', parameters },
      { strategy: 'best-of-n', verifier: 'confidence', parameters },
    ] as const;
    const told: SearchEvent[][] = [[], []];
    const results = await engine.together({ runId, task, problem, searches: sides }, (batch) => {
      for (const { search, event } of batch) told[search]!.push(event);
    });
    expect(results).toHaveLength(2);
    for (const [place, { strategy }] of sides.entries()) {
      const alone = await run(engine, { strategy });
      expect(told[place]).toEqual(alone.events);
      expect(results[place]!.answer).toBe(alone.result.answer);
    }
  });

  it('is stopped with a result and aborted without one', async () => {
    const stopped: SearchEvent[] = [];
    await engine.run(request(), (batch) => {
      stopped.push(...batch);
      engine.stop(1);
    });
    expect(stopped.at(-1)).toMatchObject({ type: 'done', reason: 'stopped' });
    const aborted = engine.run(request(), () => engine.abort(1));
    await expect(aborted).rejects.toMatchObject({ code: 'aborted' });
    expect((await run(engine)).events.at(-1)!.type).toBe('done');
  });

  it('stops in the middle of a scoring, and of a step that is being written', async () => {
    const long = { ...request().parameters, samples: 32, beam: 8, maxSteps: 20 };
    const cases: Asked[] = [
      { verifier: 'rollouts', verifierOptions: { rollouts: 1024 }, parameters: { ...long, maxStepTokens: 12 } },
      { verifier: 'self-judgement', parameters: { ...long, samples: 256, maxStepTokens: 12 } },
      // What ends a step here never comes.
      { parameters: { ...long, maxStepTokens: 256 }, format: { ...FORMAT, delimiter: '<never>' } },
    ];
    for (const { format = FORMAT, ...changed } of cases) {
      engine.setFormat(format);
      const events: SearchEvent[] = [];
      const result = await engine.run(request(changed), (batch) => {
        if (!events.length) amid(() => engine.stop(1));
        events.push(...batch);
      });
      expect(passesAfter(), String(changed.verifier)).toBeLessThan(SOON);
      expect(events.at(-1)).toMatchObject({ type: 'done', reason: 'stopped' });
      expect(result.answer).toBeNull();
      expect(events.some(({ type }) => type === 'token-values')).toBe(false);
    }
    expect((await run(engine)).events.at(-1)!.type).toBe('done');
  });

  it.each([
    [{ verifier: 'tvm' }, 'not-loaded'],
    [{ problem: '' }, 'bad-input'],
    [{ problem: '7 '.repeat(880) }, 'bad-input'],
    [
      { format: { ...promptFormatFor(TASKS.gsm8k, { hasChatTemplate: true, contextTokens: 1024 }), user: 'no slot' } },
      'bad-input',
    ],
    [
      { format: { ...promptFormatFor(TASKS.gsm8k, { hasChatTemplate: true, contextTokens: 1024 }), delimiter: '' } },
      'bad-input',
    ],
  ] as const)('refuses %o', async (changed, code) => {
    await expect(run(engine, changed)).rejects.toMatchObject({ code });
  });

  it('solves a puzzle with the shipped policy, loaded like any hub model', async () => {
    const loaded = await engine.load({ ...LOAD, policy: shippedPolicy() }, nothing);
    expect(loaded).toMatchObject({ hasChatTemplate: false, family: 'other' });
    const parameters = { ...DEFAULT_PARAMETERS.game24, samples: 20, beam: 4 };
    const format = promptFormatFor(TASKS.game24, { hasChatTemplate: false, contextTokens: 1024 });
    const puzzle = { task: 'game24', problem: '2 4 6 8', parameters, format } as const;
    const { result } = await run(engine, puzzle);
    expect(result).toMatchObject({ correct: true, stepsLegal: true });
  });

  it.each(DAMAGES)('refuses a model with %s and can load another', async (_, damage, code) => {
    const bytes = tinyHubBytes('qwen2');
    const files = { ...bytes.files };
    damage(files);
    await expect(engine.load({ ...LOAD, policy: { ...bytes, files } }, nothing)).rejects.toMatchObject({ code });
    await expect(run(engine)).rejects.toMatchObject({ code: 'not-loaded' });
    await engine.load({ ...LOAD, policy: tinyHubBytes('qwen2') }, nothing);
    expect((await run(engine)).events.at(-1)!.type).toBe('done');
  });

  it('refuses a tuned model with another tokenizer', async () => {
    const load = engine.load({ ...LOAD, policy: tinyHubBytes('qwen2'), tuned: tinyHubBytes('gemma3') }, nothing);
    await expect(load).rejects.toMatchObject({ code: 'bad-input' });
  });
});
