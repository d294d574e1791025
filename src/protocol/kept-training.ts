/** A training as it is kept in the browser, and the check of one that is read back. */
import * as v from 'valibot';
import { isVerifierName, TASK_IDS, type TaskId, type VerifierId } from '../core/ids';
import { SCALES } from '../core/scale';
import { FILE_ENDING, freeName, readCard, renamed } from '../workshop/verifier-file';
import {
  HEAD_MARK,
  headName,
  isHead,
  MAX_VERIFIER_BYTES,
  STARTS,
  WORKSHOP_RULES,
  type HeadFile,
  type Teaching,
  type Trained,
} from './train';

/** Of another version nothing is read. */
export const KEPT_VERSION = 1;

/** What was asked, and what came of it. */
export interface KeptTraining {
  readonly task: TaskId;
  readonly teacher: string;
  readonly request: Teaching;
  readonly trained: Trained;
}

/** By verifier, in the order of the runs: the SHA-256 of its file. */
export interface KeptRecord extends KeptTraining {
  readonly version: typeof KEPT_VERSION;
  readonly digests: readonly string[];
}

const MOST_POINTS = 100_000;
export const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
export const finite = v.pipe(v.number(), v.finite());
const known = v.nullable(finite);
export const text = (most: number) => v.pipe(v.string(), v.maxLength(most));
export const rule = v.picklist(WORKSHOP_RULES);
const levels = v.nullable(v.tuple([count, count]));
export const sha256 = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/));

export const RequestSchema = v.object({
  rules: v.pipe(v.array(rule), v.minLength(1), v.maxLength(WORKSHOP_RULES.length)),
  ...{ problems: count, samples: count, levels, testLevels: levels, testProblems: count, testSamples: count },
  // Those that were kept before it could be chosen drew at 1.
  temperature: v.optional(finite, 1),
  ...{ searchProblems: count, together: count },
  ...{ flip: finite, wrongSteps: finite, start: v.nullable(v.picklist(STARTS)) },
  ...{ steps: count, rate: finite, seed: count },
});

export const PointsSchema = v.pipe(
  v.array(v.object({ step: count, loss: v.number(), heldOut: v.nullable(v.number()) })),
  v.maxLength(MOST_POINTS),
);
export const SecondsSchema = v.object({ sample: finite, learn: finite, test: finite });
export const TestSchema = v.object({ auc: known, aucWithin: known, brier: known, ece: known });
/** What a verifier says at the places of the test; trainings that were kept before it was, have none. */
const PlacesSchema = v.pipe(
  v.array(v.pipe(v.array(v.object({ score: finite, isRight: v.boolean() })), v.maxLength(MOST_POINTS))),
  v.maxLength(MOST_POINTS),
);
export const DifferenceSchema = v.object({
  rules: v.tuple([rule, rule]),
  auc: finite,
  interval: v.object({ low: finite, high: finite }),
});

/** The same problems for all lines. */
const SearchedSchema = v.pipe(
  v.object({
    ...{ samples: count, beam: count },
    lines: v.pipe(
      v.array(v.object({ id: text(300), right: v.pipe(v.array(v.picklist([0, 1])), v.maxLength(MOST_POINTS)) })),
      v.maxLength(20),
    ),
  }),
  v.check(({ lines }) => lines.every(({ right }) => right.length > 0 && right.length === lines[0]!.right.length)),
);

export const HeadSchema = v.object({
  id: v.pipe(v.string(), v.check(isHead), v.check(isVerifierName)),
  task: v.picklist(TASK_IDS),
  scale: v.picklist(SCALES),
  rule: text(40),
  file: text(120),
  bytes: v.pipe(
    v.instance(Uint8Array<ArrayBuffer>),
    v.check(({ length }) => length <= MAX_VERIFIER_BYTES),
  ),
});

const RecordSchema = v.object({
  version: v.literal(KEPT_VERSION),
  task: v.picklist(TASK_IDS),
  teacher: text(300),
  request: RequestSchema,
  digests: v.array(sha256),
  trained: v.object({
    start: v.picklist(STARTS),
    labels: v.object({ solutions: count, kept: count, flipped: count, spoiled: count }),
    runs: v.pipe(
      v.array(
        v.object({
          ...{ rule, head: HeadSchema, points: PointsSchema, steps: count, tokens: count },
          ...{ seconds: SecondsSchema, test: TestSchema, exploded: v.boolean() },
          places: v.optional(PlacesSchema, []),
        }),
      ),
      v.minLength(1),
      v.maxLength(WORKSHOP_RULES.length),
    ),
    differences: v.pipe(v.array(DifferenceSchema), v.maxLength(100)),
    teacher: v.optional(v.nullable(v.object({ test: TestSchema, places: PlacesSchema })), null),
    searched: v.nullable(SearchedSchema),
  }),
});

/**
 * What was kept, if it is whole: every verifier's file is byte for byte the one that was kept, says what the record says
 * of it, and stands on a model that is here. Null for anything else.
 * @param digestOf the SHA-256 of bytes, as 64 hexadecimal digits
 * @param basesOf the SHA-256 of the weights that a verifier of the task can stand on
 */
export async function readKept(
  value: unknown,
  digestOf: (bytes: Uint8Array<ArrayBuffer>) => Promise<string>,
  basesOf: (task: TaskId) => Promise<readonly string[]>,
): Promise<KeptTraining | null> {
  const parsed = v.safeParse(RecordSchema, value);
  if (!parsed.success) return null;
  const { task, teacher, request, trained, digests } = parsed.output;
  if (digests.length !== trained.runs.length) return null;
  const bases = await basesOf(task);
  for (const [at, { head }] of trained.runs.entries()) {
    if (head.task !== task || (await digestOf(head.bytes)) !== digests[at]) return null;
    const { name, base } = readCard(head.bytes, head.file);
    if (head.id !== `${HEAD_MARK}${name}` || !bases.includes(base.sha256)) return null;
  }
  return { task, teacher, request, trained };
}

/**
 * Two pages that train at the same time do not know of each other's names: the later of two verifiers that have the same
 * gets another. @param names of those before, with their bytes; these are added
 */
export function apart(training: KeptTraining, names: Map<string, Uint8Array>): KeptTraining {
  const known = new Map<VerifierId, VerifierId>();
  const runs = training.trained.runs.map((run) => {
    const head = namedApart(run.head, names);
    names.set(headName(head.id), head.bytes);
    known.set(run.head.id, head.id);
    return head === run.head ? run : { ...run, head };
  });
  const { searched } = training.trained;
  const lines = searched?.lines.map((line) => ({ ...line, id: known.get(line.id) ?? line.id }));
  return { ...training, trained: { ...training.trained, runs, searched: searched && { ...searched, lines: lines! } } };
}

/** A verifier under a name that no other one has. @param names of the others, with their bytes */
export function namedApart<Head extends Pick<HeadFile, 'id' | 'file' | 'bytes'>>(
  head: Head,
  names: ReadonlyMap<string, Uint8Array>,
): Head {
  const before = names.get(headName(head.id));
  if (!before || isSame(before, head.bytes)) return head;
  const name = freeName(headName(head.id), new Set(names.keys()));
  const file = `${name}${FILE_ENDING}`;
  return { ...head, id: `${HEAD_MARK}${name}`, file, bytes: renamed(head.bytes, head.file, name) };
}

const isSame = (a: Uint8Array, b: Uint8Array): boolean => a.length === b.length && a.every((byte, i) => byte === b[i]);
