/**
 * The files that describe a model pack: read from the network or a picked file, so never trusted. The schemas bound
 * every list and text before anything is allocated from them.
 */
import * as v from 'valibot';
import { isVerifierName, READINGS, TASK_IDS } from '../core/ids';
import { AppError } from '../core/errors';
import { SCALES } from '../core/scale';

/** The largest file and the largest pack that are loaded. */
export const MAX_FILE_BYTES = 64 * 1024 * 1024;
export const MAX_FILES = 64;

/** In a model's folder: the graph that the engine runs, and the whole model, inside which that graph's weights are. */
export const GRAPH_FILE = 'onnx/step.onnx';
export const WEIGHTS_FILE = 'onnx/model.onnx';

/** A relative path of plain names: no `..`, no leading slash, no scheme. */
const path = v.pipe(v.string(), v.maxLength(200), v.regex(/^[\w-][\w.-]*(\/[\w-][\w.-]*)*$/));
const packId = v.pipe(v.string(), v.regex(/^[a-z][a-z0-9-]{0,60}$/));
const count = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(1e9));
const numbers = (most: number) => v.pipe(v.array(v.number()), v.maxLength(most));

export const PackIndexSchema = v.object({
  format: v.literal('inkling-pack-index'),
  version: v.literal(1),
  packs: v.partial(v.object(v.entriesFromList(TASK_IDS, packId))),
});

const PackFileSchema = v.object({
  path,
  sizeBytes: v.pipe(count, v.maxValue(MAX_FILE_BYTES)),
  sha256: v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/)),
});

/** The most verifiers that a pack holds. */
const MAX_VERIFIERS = 40;

/** With `beta` it is a tuned language model: its score is `beta` times a log-ratio to the policy. */
const VerifierModelSchema = v.pipe(
  v.object({
    folder: path,
    parameters: count,
    scale: v.picklist(SCALES),
    beta: v.optional(v.pipe(v.number(), v.minValue(1e-6), v.maxValue(1e3))),
    reading: v.optional(v.picklist(READINGS)),
  }),
  v.check(({ scale, beta }) => beta === undefined || scale === 'unbounded', 'a log-ratio is unbounded'),
);

/** The policy, and verifiers by names of the pack's own. */
const ModelsSchema = v.pipe(
  v.objectWithRest({ policy: v.object({ folder: path, parameters: count }) }, VerifierModelSchema),
  v.check((models) => {
    const names = Object.keys(models);
    return names.length <= MAX_VERIFIERS + 1 && names.every(isVerifierName);
  }, 'a name or the number of its models'),
);

/** `1-5`: the levels of the problems that the models learned from. */
const LevelsSchema = v.pipe(
  v.string(),
  v.regex(/^\d{1,3}-\d{1,3}$/, 'levels are written as 1-5'),
  v.transform((text) => text.split('-').map(Number) as unknown as readonly [low: number, high: number]),
  v.check(([low, high]) => low >= 1 && low <= high, 'levels begin at 1 and go upwards'),
);

/** What a pack declares of its training; most of it only its model card says. */
const TrainingSchema = v.object({
  config: v.optional(v.object({ problems: v.nullish(v.object({ levels: v.nullish(LevelsSchema) })) })),
});

export const ManifestSchema = v.object({
  format: v.literal('inkling-pack'),
  version: v.literal(1),
  id: packId,
  task: v.picklist(TASK_IDS),
  files: v.pipe(v.array(PackFileSchema), v.maxLength(MAX_FILES)),
  models: ModelsSchema,
  contextTokens: v.pipe(count, v.minValue(2), v.maxValue(8192)),
  training: v.optional(TrainingSchema),
  license: v.pipe(v.string(), v.maxLength(100)),
});

export const ModelConfigSchema = v.object({
  num_hidden_layers: v.pipe(count, v.minValue(1), v.maxValue(64)),
  num_key_value_heads: v.pipe(count, v.minValue(1), v.maxValue(64)),
  head_dim: v.pipe(count, v.minValue(1), v.maxValue(512)),
  vocab_size: v.pipe(count, v.minValue(2), v.maxValue(300_000)),
  eos_token_id: count,
  pad_token_id: count,
});

/** Reference outputs of whole sequences: a back end must reproduce them before it is used. */
export const ParitySchema = v.object({
  format: v.literal('inkling-parity'),
  version: v.literal(1),
  tolerance: v.object({ logits: v.number(), value: v.number() }),
  cases: v.pipe(
    v.array(
      v.object({
        tokens: v.pipe(v.array(count), v.minLength(1), v.maxLength(8192)),
        /** One row of V logits for each of `logitPositions`. */
        logits: v.pipe(v.array(numbers(300_000)), v.maxLength(1000)),
        logitPositions: v.pipe(v.array(count), v.maxLength(1000)),
        /** By value model, one number a token. */
        values: v.record(v.string(), numbers(8192)),
        /** As `logits`, of the language models beside the policy. */
        moreLogits: v.optional(v.record(v.string(), v.pipe(v.array(numbers(300_000)), v.maxLength(1000)))),
      }),
    ),
    v.minLength(1),
    v.maxLength(100),
  ),
});

export type PackIndex = v.InferOutput<typeof PackIndexSchema>;
export type Manifest = v.InferOutput<typeof ManifestSchema>;
export type PackFile = v.InferOutput<typeof PackFileSchema>;
export type ModelConfig = v.InferOutput<typeof ModelConfigSchema>;
export type Parity = v.InferOutput<typeof ParitySchema>;

/**
 * Reads one of the pack's JSON files.
 * @throws AppError `file-damaged`, naming the file and the first thing that is wrong in it.
 */
export function readJson<S extends v.GenericSchema>(schema: S, bytes: Uint8Array, file: string): v.InferOutput<S> {
  let parsed: unknown;
  try {
    parsed = JSON.parse(new TextDecoder().decode(bytes));
  } catch (cause) {
    throw new AppError('file-damaged', `${file} is not JSON.`, { file }, { cause });
  }
  const result = v.safeParse(schema, parsed);
  if (result.success) return result.output;
  const issue = result.issues[0];
  const where = v.getDotPath(issue) ?? 'the top';
  throw new AppError('file-damaged', `${file} is not as expected at ${where}: ${issue.message}.`, { file, where });
}

/** The paths of a pack that a page needs for its policy and the given verifiers. */
export function neededFiles(manifest: Manifest, verifiers: readonly string[]): PackFile[] {
  const folders = ['policy', ...verifiers].flatMap((name) => manifest.models[name]?.folder ?? []);
  return manifest.files.filter(
    (file) => file.path === 'parity.json' || folders.some((folder) => file.path.startsWith(`${folder}/`)),
  );
}

const POLICY = 'policy';

/**
 * The pack's first model that computes a value by itself; its layers are the pattern of all that are trained here.
 * @throws AppError `bad-input` where there is none
 */
export function patternOf(manifest: Manifest): string {
  const name = Object.keys(manifest.models).find((id) => id !== POLICY && manifest.models[id]!.beta === undefined);
  if (name === undefined)
    throw new AppError('bad-input', `The pack ${manifest.id} has no verifier whose layers could be trained.`);
  return name;
}
