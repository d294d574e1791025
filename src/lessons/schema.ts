/**
 * A lesson file, version 1 (`lessons/<name>.<language>.json`): chapters to be read beside a live state of the page.
 * Public: a teacher can write one and put it beside the others. `schema/lesson-1.json` is made from this.
 */
import { toJsonSchema } from '@valibot/to-json-schema';
import * as v from 'valibot';
import { isVerifierName, VIEW_IDS } from '../core/ids';

export const LESSON_FORMAT = 'inkling-lesson';
export const LESSON_VERSION = 1;
/** Longest file that is looked at, in characters. */
export const MAX_LESSON = 200_000;

/** Settings that a chapter may speak of: they are at hand beside it, the others folded away. */
export const SPOKEN = [
  ...(['problem', 'strategy', 'samples', 'beam'] as const),
  ...(['verifier', 'temperature', 'seed', 'backend'] as const),
] as const;
export type Spoken = (typeof SPOKEN)[number];

/** What there is to be pressed: a search, verifiers on its tree, two searches, sampled labels, a measurement. */
export const RUNS = ['search', 'judge', 'both', 'labels', 'measure'] as const;
/** Rules of labels that a chapter can have trained. */
export const TAUGHT_RULES = ['tvm', 'ovm', 'prm-soft', 'prm-hard', 'prm-valid', 'goal'] as const;
/** What a chapter can point at beside the tree. */
export const PARTS = [
  ...(['problem', 'feedback', 'builder', 'settings', 'outcome', 'path'] as const),
  ...(['choices', 'both', 'variance', 'calibration', 'trained'] as const),
] as const;
export type PagePart = (typeof PARTS)[number];

const text = (most: number) => v.pipe(v.string(), v.minLength(1), v.maxLength(most));

/** Fields of the URL that a chapter may set; how the page looks stays the reader's choice. */
const StateSchema = v.intersect([
  v.record(
    v.pipe(v.string(), v.regex(/^(task|problem|strategy|samples|beam|verifier|temperature|seed|view|p\.\w+)$/)),
    v.union([text(2000), v.number()]),
  ),
  v.looseObject({ view: v.optional(v.picklist(VIEW_IDS)) }),
]);

const QuestionSchema = v.pipe(
  v.strictObject({
    text: text(400),
    choices: v.pipe(v.array(text(200)), v.minLength(2), v.maxLength(6)),
    /** Index of the right choice, from 0. */
    answer: v.pipe(v.number(), v.integer(), v.minValue(0)),
    /** What the page says to the right choice, and to any other. */
    right: text(400),
    wrong: text(400),
  }),
  v.check(({ choices, answer }) => answer < choices.length, 'the answer is none of the choices'),
);

const VerifiersSchema = v.pipe(v.array(v.pipe(v.string(), v.maxLength(80), v.check(isVerifierName))), v.maxLength(20));

const whole = (least: number, most: number) =>
  v.optional(v.pipe(v.number(), v.integer(), v.minValue(least), v.maxValue(most)));
const share = v.optional(v.pipe(v.number(), v.minValue(0), v.maxValue(1)));

/** A training of the chapter's task, small enough for a reader to wait for; what is left out is as the workshop begins. */
const TrainSchema = v.strictObject({
  rules: v.optional(v.pipe(v.array(v.picklist(TAUGHT_RULES)), v.minLength(1), v.maxLength(4))),
  problems: whole(8, 2000),
  samples: whole(1, 64),
  testProblems: whole(2, 100),
  testSamples: whole(1, 16),
  searchProblems: whole(0, 100),
  steps: whole(1, 2000),
  seed: whole(0, 2 ** 31 - 1),
  flip: share,
  wrongSteps: share,
  start: v.optional(v.picklist(['trunk', 'policy'])),
});

/** What the button beside `try` does, in this order; what is left out is not done. */
const DoSchema = v.strictObject({
  /** Fields beyond those of the chapter's state, or in place of them. */
  set: v.optional(StateSchema),
  /** The verifiers that judge, or that are measured. */
  verifiers: v.optional(VerifiersSchema),
  /** What is trained before all else, unless it was already. */
  train: v.optional(TrainSchema),
  /** The search is steered by the first verifier of that training. */
  use: v.optional(v.boolean()),
  run: v.optional(v.picklist(RUNS)),
  /** Has what is true shown in the tree. */
  truth: v.optional(v.boolean()),
  /** What is marked on the page. */
  point: v.optional(
    v.union([
      /** A step of the tree, by its text. */
      v.strictObject({ step: text(400) }),
      /** The token of the chosen path at which the value falls most. */
      v.strictObject({ token: v.literal('fall') }),
      v.strictObject({ part: v.picklist(PARTS) }),
    ]),
  ),
});

const ChapterSchema = v.strictObject({
  title: text(120),
  paragraphs: v.pipe(v.array(text(800)), v.minLength(1), v.maxLength(6)),
  /** One thing to try. */
  try: text(400),
  /** What the button beside it does; without, there is no button. */
  do: v.optional(DoSchema),
  /** What the page is set to. Left out is what is so by default. */
  state: StateSchema,
  /** The settings that are at hand; left out, those that `state` sets. */
  speaks: v.optional(v.pipe(v.array(v.picklist(SPOKEN)), v.maxLength(SPOKEN.length))),
  /** Verifiers without which the chapter can only be read. */
  needs: v.optional(VerifiersSchema),
  question: QuestionSchema,
});

export const LessonSchema = v.strictObject({
  $schema: v.optional(text(200)),
  format: v.literal(LESSON_FORMAT),
  version: v.literal(LESSON_VERSION),
  title: text(120),
  chapters: v.pipe(v.array(ChapterSchema), v.minLength(1), v.maxLength(40)),
});
export type Lesson = v.InferOutput<typeof LessonSchema>;
export type Chapter = Lesson['chapters'][number];
export type ChapterTask = NonNullable<Chapter['do']>;
export type ChapterTraining = NonNullable<ChapterTask['train']>;
export type Pointed = NonNullable<ChapterTask['point']>;

/** The settings that a chapter speaks of. */
export function spokenOf({ speaks, state }: Pick<Chapter, 'speaks' | 'state'>): readonly Spoken[] {
  if (speaks) return speaks;
  const set = Object.keys(state).map((name) =>
    name === 'task' ? 'problem' : name.startsWith('p.') ? 'strategy' : name,
  );
  return SPOKEN.filter((name) => set.includes(name));
}

/** The lesson in a file's text, or null where it is none. */
export function readLesson(json: string): Lesson | null {
  if (json.length > MAX_LESSON) return null;
  try {
    const parsed = v.safeParse(LessonSchema, JSON.parse(json));
    return parsed.success ? parsed.output : null;
  } catch {
    // Not JSON.
    return null;
  }
}

/** The content of `schema/lesson-1.json`. */
export function lessonJsonSchema(): object {
  // That the answer is one of the choices cannot be said in JSON Schema.
  const { $schema, ...schema } = toJsonSchema(LessonSchema, { target: 'draft-07', errorMode: 'ignore' });
  const title = `Inkling lesson, version ${LESSON_VERSION}`;
  const description =
    'Chapters to be read beside a live state of the page. `state` has the fields of the URL. Beyond this schema: ' +
    '`answer` is the index of one of the choices.';
  return { $schema, title, description, ...schema };
}
