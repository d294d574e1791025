/** The fixtures with their ends, their BOS and their templates taken away in turn: each solves, or it is known why not. */
import { readdirSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { promptFormatFor } from '../../src/model/prompt-format';
import type { RunRequest } from '../../src/protocol/engine';
import type { HubModelBytes } from '../../src/protocol/hub';
import type { SearchEvent } from '../../src/search/types';
import { gsm8k } from '../../src/tasks/gsm8k/task';
import { DEFAULT_PARAMETERS, TASKS } from '../../src/tasks/registry';
import { reachedLimit } from '../../src/trace/limit';
import { treeAt } from '../../src/trace/reducer';
import type { TraceNode, TraceResult } from '../../src/trace/types';
import { HubEngine } from '../../workers/hub/hub-engine';
import { hubBytes, prepareInNode, TINY_HUB_MODELS, tinyHubBytes, type TinyHubModel } from '../fixtures/hub-models';

beforeAll(() => prepareInNode());

type Files = Readonly<Record<string, Uint8Array>>;
type Json = Record<string, unknown>;
/** A change of a model's files: of their JSON, or null for a file that is taken away. */
type Changes = Readonly<Record<string, ((file: Json) => void) | Json | null>>;

const read = (bytes: Uint8Array | undefined): Json =>
  bytes ? (JSON.parse(new TextDecoder().decode(bytes)) as Json) : {};
const written = (file: Json): Uint8Array => new TextEncoder().encode(JSON.stringify(file));

function changed(given: HubModelBytes, changes: Changes): HubModelBytes {
  const files: Record<string, Uint8Array> = { ...(given.files as Files) };
  for (const [path, change] of Object.entries(changes)) {
    if (change === null) delete files[path];
    else if (typeof change !== 'function') files[path] = written(change);
    else {
      const file = read(files[path]);
      change(file);
      files[path] = written(file);
    }
  }
  return { ...given, files };
}

const without =
  (...names: readonly string[]) =>
  (file: Json): void => {
    for (const name of names) delete file[name];
  };

interface Outcome {
  readonly result: TraceResult;
  readonly nodes: readonly TraceNode[];
  readonly parameters: RunRequest['parameters'];
}

async function search(model: HubModelBytes, asked: Partial<RunRequest>, isChat?: boolean): Promise<Outcome> {
  const engine = new HubEngine();
  const load = { runtimeWasm: new Uint8Array(0), backend: 'wasm', backendReason: '', policy: model } as const;
  const { hasChatTemplate } = await engine.load(load, () => undefined);
  const task = asked.task ?? 'gsm8k';
  engine.setFormat(promptFormatFor(TASKS[task], { hasChatTemplate: isChat ?? hasChatTemplate, contextTokens: 1024 }));
  const parameters = { ...DEFAULT_PARAMETERS[task], samples: 6, beam: 2, seed: 3, ...asked.parameters };
  const [runId, strategy, verifier] = [1, 'beam', 'confidence'] as const;
  const events: SearchEvent[] = [];
  const request = { runId, task, problem: gsm8k.gallery[0]!.text, strategy, verifier, ...asked, parameters };
  const result = await engine.run(request, (batch) => void events.push(...batch));
  return { result, nodes: treeAt(events).nodes, parameters };
}

/** The shipped policy writes sense, and ends it with its end. */
function shipped(): HubModelBytes {
  const models = new URL('../../public/models/', import.meta.url);
  const pack = readdirSync(models).find((name) => name.startsWith('game24-'))!;
  return hubBytes(new URL(`${pack}/policy/`, models), 'inkling/game24');
}

describe('the shipped policy, its end named only', () => {
  const NO_END: Changes = {
    'config.json': without('eos_token_id'),
    'generation_config.json': {},
    'tokenizer_config.json': without('eos_token'),
  };
  const end = read(shipped().files['tokenizer_config.json'])['eos_token'] as string;
  const id = read(shipped().files['config.json'])['eos_token_id'] as number;
  const name =
    (value: unknown) =>
    (file: Json): void => {
      file['eos_token'] = value;
    };
  const TEMPLATE = `{% for m in messages %}{{ m.content }}${end}\n{% endfor %}`;
  const PLACES: readonly (readonly [place: string, changes: Changes])[] = [
    ['in generation_config.json', { 'generation_config.json': { eos_token_id: id } }],
    ['in a list of generation_config.json', { 'generation_config.json': { eos_token_id: [9999, id] } }],
    ['in config.json', { 'config.json': (file) => (file['eos_token_id'] = id) }],
    [
      'in its configuration’s part about text',
      { 'config.json': (file) => (file['text_config'] = { eos_token_id: id }) },
    ],
    ['in tokenizer_config.json', { 'tokenizer_config.json': name(end) }],
    ['in an object there', { 'tokenizer_config.json': name({ __type: 'AddedToken', content: end, special: true }) }],
    ['in an object without a type', { 'tokenizer_config.json': name({ content: end, lstrip: false }) }],
    ['in special_tokens_map.json', { 'special_tokens_map.json': { eos_token: { content: end } } }],
    ['by its template', { 'tokenizer_config.json': (file) => (file['chat_template'] = TEMPLATE) }],
    [
      'by its template, and another wrongly elsewhere',
      {
        'generation_config.json': { eos_token_id: id + 1 },
        'tokenizer_config.json': (file) => (file['chat_template'] = TEMPLATE),
      },
    ],
  ];
  const puzzle = { task: 'game24', problem: '4 5 6 10' } as const;
  /** One that the policy solves when its own probabilities choose. */
  const easy = { task: 'game24', problem: '2 4 6 8' } as const;
  it.each(PLACES)('%s, solves', async (_, changes) => {
    const model = changed(changed(shipped(), NO_END), changes);
    const asked = { ...easy, parameters: { samples: 20, beam: 4 } as never };
    const { result, nodes } = await search(model, asked, false);
    expect(result).toMatchObject({ correct: true, stepsLegal: true });
    expect(nodes.some(({ text }) => text.includes(end))).toBe(false);
  });

  it('nowhere, is stopped by its limit of steps', async () => {
    const { result, nodes, parameters } = await search(changed(shipped(), NO_END), puzzle);
    expect(result.answer).toBeNull();
    const limit = reachedLimit(nodes, parameters);
    expect(limit).not.toBeNull();
    expect(limit!.limit).toBe(limit!.kind === 'steps' ? parameters.maxSteps : parameters.maxStepTokens);
  });
});

const NOTHING: Changes = {};
const UNUSED = 'its template’s use';
const TAKEN: readonly (readonly [what: string, changes: Changes])[] = [
  ['nothing', NOTHING],
  ['the end of the generation', { 'generation_config.json': null }],
  ['the end of the configuration', { 'config.json': without('eos_token_id') }],
  [
    'all ends but the tokenizer’s and the template’s',
    { 'config.json': without('eos_token_id'), 'generation_config.json': {} },
  ],
  [
    'all ends but the template’s',
    {
      'config.json': without('eos_token_id'),
      'generation_config.json': {},
      'tokenizer_config.json': without('eos_token'),
    },
  ],
  ['its BOS', { 'config.json': without('bos_token_id'), 'tokenizer_config.json': without('bos_token') }],
  ['its template', { 'tokenizer_config.json': without('chat_template') }],
  [UNUSED, NOTHING],
  [
    'everything',
    {
      'config.json': without('eos_token_id', 'bos_token_id'),
      'generation_config.json': null,
      'tokenizer_config.json': without('eos_token', 'bos_token', 'chat_template'),
    },
  ],
  ['its tokenizer’s configuration', { 'tokenizer_config.json': null }],
];

describe.each(TINY_HUB_MODELS)('%s without', (name: TinyHubModel) => {
  it.each(TAKEN)('%s ends, or is stopped by a limit that can be named', async (what, changes) => {
    const parameters = { samples: 6, beam: 2, maxSteps: 3, maxStepTokens: 12, temperature: 1 };
    const asked = { parameters: parameters as never };
    const {
      result,
      nodes,
      parameters: used,
    } = await search(changed(tinyHubBytes(name), changes), asked, what === UNUSED ? false : undefined);
    const finished = nodes.filter(({ status }) => status === 'finished');
    if (result.answer === null && !finished.length) expect(reachedLimit(nodes, used), what).not.toBeNull();
    const tokens = nodes.slice(1).flatMap((node) => node.tokens);
    expect(tokens.length).toBeGreaterThan(0);
    // Without an end that is named, none comes; with one, it is shown as what it is.
    if (what === 'everything') expect(finished).toEqual([]);
  });
});
