/**
 * A trained verifier as one small file, `*.inkling.safetensors`: the weights that were learned, and under the key
 * `inkling_verifier` of its metadata what they stand on, what they were told, and what they reached.
 */
import * as v from 'valibot';
import { AppError, type FaultData } from '../core/errors';
import { SCALES } from '../core/scale';
import type { Base } from './features';
import { MAX_VERIFIER_BYTES, tooLarge } from './limits';
import { readSafeTensors, writeSafeTensors } from './safetensors';
import { weightShapes, type LearnedShape, type Weights } from './shape';

export { MAX_VERIFIER_BYTES };

export const FILE_ENDING = '.inkling.safetensors';
const KEY = 'inkling_verifier';

const text = (most: number) => v.pipe(v.string(), v.maxLength(most));
/** A name that `head:` can stand before: no comma, nothing invisible. */
const name = v.pipe(v.string(), v.regex(/^(?=\S)[^\p{C},]{1,60}(?<=\S)$/u));
const known = v.nullable(v.pipe(v.number(), v.finite()));
const plain = v.union([v.string(), v.number(), v.boolean(), v.null()]);
const few = <T extends v.GenericSchema>(value: T) =>
  v.pipe(
    v.record(text(40), value),
    v.check((record) => Object.keys(record).length <= 40, 'too many entries'),
  );

export const CardSchema = v.object({
  format: v.literal('inkling-verifier'),
  version: v.literal(1),
  name,
  base: v.object({
    id: text(200),
    revision: v.optional(text(100)),
    sha256: v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/)),
    layers: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(200)),
  }),
  rule: text(40),
  scale: v.picklist(SCALES),
  /** What it learned from: the configuration of its training. */
  data: few(v.union([plain, v.pipe(v.array(plain), v.maxLength(40))])),
  seed: v.pipe(v.number(), v.integer()),
  metrics: few(known),
  license: text(100),
});

/** Numbers that are learned are a little off 1; far from it products of them are no numbers any more. */
const MOST_WEIGHT = 1e9;

const OtherVersionSchema = v.object({
  format: v.literal('inkling-verifier'),
  version: v.pipe(v.number(), v.integer(), v.minValue(2)),
});

/** What a trained verifier says of itself. */
export type VerifierCard = v.InferOutput<typeof CardSchema>;

export interface TrainedVerifier {
  readonly card: VerifierCard;
  readonly weights: Weights;
}

/** The same verifier gives the same bytes, and a file that was read gives its own. */
export function writeVerifier({ card, weights }: TrainedVerifier, shape: LearnedShape): Uint8Array<ArrayBuffer> {
  const tensors = [...weightShapes(shape)].map(
    ([weight, dims]) => [weight, { dims, data: weights.get(weight)! }] as const,
  );
  return writeSafeTensors({ metadata: { [KEY]: JSON.stringify(card) }, tensors: new Map(tensors) });
}

/** Why a file is refused, for a page that says it in its own language; the error's `data` holds it as `fault`. */
export type FileFault = 'no-verifier' | 'damaged' | 'other-version' | 'other-model' | 'unfit' | 'too-large';

/** The name, or the first that is free of those with a number behind it; a name has 60 characters at most. */
export function freeName(name: string, taken: ReadonlySet<string>): string {
  for (let count = 1; ; count++) {
    const mark = count > 1 ? `-${count}` : '';
    const free = `${name.slice(0, 60 - mark.length)}${mark}`;
    if (!taken.has(free)) return free;
  }
}

/** The same verifier under another name. @throws AppError as `readCard` */
export function renamed(bytes: Uint8Array, file: string, name: string): Uint8Array<ArrayBuffer> {
  const { card, tensors } = readParts(bytes, file);
  return writeSafeTensors({ metadata: { [KEY]: JSON.stringify({ ...card, name }) }, tensors });
}

const refuse = (sentence: string, file: string, fault: FileFault, data: FaultData = {}): AppError =>
  new AppError('file-damaged', `${file} is no verifier that can be used here: ${sentence}`, { ...data, file, fault });

/**
 * What a file says of itself, before it is known what it stands on. `file` is its name, for the sentence.
 * @throws AppError `too-large` or `file-damaged`
 */
export function readCard(bytes: Uint8Array, file: string): VerifierCard {
  return readParts(bytes, file).card;
}

function readParts(bytes: Uint8Array, file: string) {
  if (bytes.length > MAX_VERIFIER_BYTES) throw tooLarge(file);
  let stored: ReturnType<typeof readSafeTensors>;
  try {
    stored = readSafeTensors(bytes);
  } catch (error) {
    const fault = (error as Partial<AppError>).data?.['fault'] === 'damaged' ? 'damaged' : 'no-verifier';
    throw refuse(error instanceof Error ? lowerFirst(error.message) : 'it cannot be read.', file, fault);
  }
  const json = stored.metadata[KEY];
  if (json === undefined)
    throw refuse('it does not say what it is, so it was not made by Inkling.', file, 'no-verifier');
  let parsed: unknown;
  try {
    parsed = JSON.parse(json);
  } catch {
    throw refuse('what it says of itself is no JSON.', file, 'no-verifier');
  }
  const other = v.safeParse(OtherVersionSchema, parsed);
  if (other.success) {
    const { version } = other.output;
    const sentence = `it is of another version of Inkling (${version}): open it with that one, or train one here.`;
    throw refuse(sentence, file, 'other-version', { version });
  }
  const card = v.safeParse(CardSchema, parsed);
  if (!card.success) {
    const where = v.getDotPath(card.issues[0]) ?? 'its top';
    throw refuse(`what it says of itself is not as expected at ${where}.`, file, 'no-verifier');
  }
  return { card: card.output, tensors: stored.tensors };
}

/**
 * A verifier for the model in hand.
 * @param shape of what it has learned, or what the card says of it: null where it says nothing that can be
 * @throws AppError `too-large` or `file-damaged`, with one sentence, where it does not fit
 */
export function readVerifier(
  bytes: Uint8Array,
  file: string,
  shape: LearnedShape | ((card: VerifierCard) => LearnedShape | null),
  bases: readonly Base[],
): TrainedVerifier & { readonly base: Base } {
  const { card, tensors } = readParts(bytes, file);
  const base = bases.find(({ sha256, layers }) => sha256 === card.base.sha256 && layers === card.base.layers);
  if (!base) {
    const { task } = card.data;
    const data = { base: card.base.id, task: typeof task === 'string' ? task : '' };
    throw refuse(`it stands on ${data.base}, which is not a model that is loaded here.`, file, 'other-model', data);
  }
  const weights = new Map<string, Float32Array>();
  const own = typeof shape === 'function' ? shape(card) : shape;
  if (!own) throw refuse('it does not say what kind of head it is.', file, 'unfit');
  for (const [weight, dims] of weightShapes(own)) {
    const tensor = tensors.get(weight);
    if (!tensor) throw refuse(`it lacks ${weight}.`, file, 'unfit');
    if (tensor.dims.join() !== dims.join())
      throw refuse(
        `its ${weight} has the shape ${tensor.dims.join(' × ')} instead of ${dims.join(' × ')}.`,
        file,
        'unfit',
      );
    if (!tensor.data.every((value) => Math.abs(value) <= MOST_WEIGHT))
      throw refuse(`its ${weight} holds a number that is not finite, or beyond ${MOST_WEIGHT}.`, file, 'unfit');
    weights.set(weight, tensor.data);
  }
  const more = [...tensors.keys()].find((weight) => !weights.has(weight));
  if (more !== undefined) throw refuse('it holds weights that no layer here has.', file, 'unfit');
  return { card, weights, base };
}

const lowerFirst = (sentence: string): string => sentence.charAt(0).toLowerCase() + sentence.slice(1);
