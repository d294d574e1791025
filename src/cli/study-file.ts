/** A study's file (`training/studies`): what is trained, and of which two the difference is told. */
import * as v from 'valibot';
import { TASK_IDS } from '../core/ids';
import { AppError } from '../core/errors';
import { readJson } from '../protocol/pack';
import { checkRequest, DEFAULT_REQUEST, STARTS, WORKSHOP_RULES, type Teaching } from '../protocol/train';

const levels = v.pipe(v.tuple([v.number(), v.number()]), v.readonly());
const number = v.number();
/** As `npm run -s train` is asked; what is left out is as there. */
const RequestSchema = v.partial(
  v.strictObject({
    ...{ rules: v.array(v.picklist(WORKSHOP_RULES)), levels, testLevels: levels, start: v.picklist(STARTS) },
    ...{ problems: number, samples: number, testProblems: number, testSamples: number, searchProblems: number },
    ...{ flip: number, wrongSteps: number, together: number, steps: number, rate: number },
  }),
);
/** A verifier of a cell, as `CELL/RULE`, or one that cost no training, as `confidence`. */
const line = v.string();

const StudySchema = v.strictObject({
  question: v.string(),
  task: v.picklist(TASK_IDS),
  /** Of all cells. */
  request: RequestSchema,
  /** One configuration each; every seed trains it anew. All are tested on the same problems. */
  cells: v.array(
    v.strictObject({
      name: v.string(),
      request: RequestSchema,
      /** The checker by default; else a verifier of an earlier cell, as `CELL/RULE`, trained with the same seed. */
      teacher: v.optional(line),
      /** Whether it learns from other problems than the other cells do, as who is to teach them must. */
      ownProblems: v.optional(v.boolean()),
    }),
  ),
  /** What the second has more of than the first. */
  pairs: v.array(v.pipe(v.tuple([line, line]), v.readonly())),
  /** Teacher, student and ceiling, of which the performance gap recovered is told. */
  gaps: v.optional(v.array(v.pipe(v.tuple([line, line, line]), v.readonly())), []),
});

export interface Cell {
  readonly name: string;
  readonly request: Teaching;
  /** Null for the checker. */
  readonly teacher: { readonly cell: string; readonly rule: string } | null;
  readonly ownProblems: boolean;
}

export interface Study extends Omit<v.InferOutput<typeof StudySchema>, 'request' | 'cells'> {
  readonly cells: readonly Cell[];
}

/** @throws AppError `file-damaged` for what is no study; `bad-input` for a request outside of its limits, or no teacher */
export function readStudy(bytes: Uint8Array, file: string): Study {
  const { request: common, cells, ...study } = readJson(StudySchema, bytes, file);
  return {
    ...study,
    cells: cells.map(({ name, request: own, teacher: taught, ownProblems = false }, at) => {
      const request: Teaching = {
        ...{ ...DEFAULT_REQUEST, levels: null, testLevels: null, start: null },
        ...given(common),
        ...given(own),
      };
      checkRequest({ ...request, start: request.start ?? 'policy' });
      const [cell, rule] = taught?.split('/') ?? [];
      if (taught !== undefined && !cells.slice(0, at).some((one) => one.name === cell))
        throw new AppError(
          'bad-input',
          `The teacher ${taught} of ${name} is of no earlier cell: write it as CELL/RULE.`,
        );
      return { name, request, ownProblems, teacher: cell && rule ? { cell, rule } : null };
    }),
  };
}

/** Without what is undefined. */
const given = (request: v.InferOutput<typeof RequestSchema>): Partial<Teaching> =>
  Object.fromEntries(Object.entries(request).filter(([, value]) => value !== undefined));
