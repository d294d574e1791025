/** A table of trainings in a file, as the page saves it and the command line prints it, read back to be compared. */
import * as v from 'valibot';
import { TASK_IDS } from '../../../core/ids';
import { PointsSchema, SecondsSchema, TestSchema } from '../../../protocol/kept-training';
import { STARTS, WORKSHOP_RULES } from '../../../protocol/train';
import { TABLE_FORMAT } from './table-format';

/** The largest file that is looked at. */
export const MAX_TABLE_BYTES = 32 * 1024 * 1024;
const MOST_ROWS = 1000;

const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const share = v.pipe(v.number(), v.minValue(0), v.maxValue(1));
const text = (most: number) => v.pipe(v.string(), v.maxLength(most));
const levels = v.nullable(v.pipe(v.string(), v.regex(/^\d{1,3}-\d{1,3}$/)));

const RowSchema = v.object({
  ...{ labels: v.picklist(WORKSHOP_RULES), problems: count, samples: count, levels, testLevels: levels },
  ...{ flip: share, wrongSteps: share, teacher: text(300), start: v.picklist(STARTS), seed: count, steps: count },
  ...{ seconds: SecondsSchema, tokens: count, test: TestSchema, file: text(1000) },
  // What the command line leaves out.
  ...{ together: v.optional(count), task: v.optional(v.picklist(TASK_IDS)), exploded: v.optional(v.boolean(), false) },
  points: v.optional(PointsSchema, []),
});

const TableSchema = v.object({
  format: v.literal(TABLE_FORMAT),
  version: v.literal(1),
  runs: v.pipe(v.array(RowSchema), v.minLength(1), v.maxLength(MOST_ROWS)),
});

export type OpenedRow = v.InferOutput<typeof RowSchema>;

/** A table that was opened. */
export interface OpenedTable {
  /** The file's. */
  readonly name: string;
  readonly rows: readonly OpenedRow[];
}

/** The table in a file; why there is none, where there is none. */
export async function readTable(file: File): Promise<OpenedTable | 'too-large' | 'no-table'> {
  if (file.size > MAX_TABLE_BYTES) return 'too-large';
  try {
    const { runs } = v.parse(TableSchema, JSON.parse(await file.text()));
    return { name: file.name, rows: runs };
  } catch {
    // No JSON, another version, or a number that no training has.
    return 'no-table';
  }
}
