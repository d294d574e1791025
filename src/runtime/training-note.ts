/**
 * What a tab is training value heads on, and which of them are kept by now: a page that is loaded anew, or comes back after
 * its tab has crashed, knows by it what has ended with the page before. Of this tab alone, so that another's is not taken
 * for it.
 */
import * as v from 'valibot';

const LayerSchema = v.union([v.literal('last'), v.pipe(v.number(), v.integer(), v.minValue(1))]);
/** What stands there may be anybody's. */
const MOST_CHARACTERS = 50_000;
const text = v.pipe(v.string(), v.maxLength(300));
const NoteSchema = v.object({
  model: text,
  /** After which a head was asked for. */
  layers: v.array(LayerSchema),
  /** Heads that were made, and are kept in this browser. */
  kept: v.array(v.object({ layer: LayerSchema, name: text })),
});
export type NotedTraining = v.InferOutput<typeof NoteSchema>;

export interface TrainingNote {
  /** A training that did not come to its end; null where there was none. */
  read(): NotedTraining | null;
  /** Null once it has ended. */
  write(training: NotedTraining | null): void;
}

const MARK = 'inkling-training-heads';

/** Where storage is denied nothing is known. @param storage may throw */
export function trainingNote(storage: () => Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>): TrainingNote {
  return {
    read() {
      try {
        const noted = storage().getItem(MARK);
        if (noted === null || noted.length > MOST_CHARACTERS) return null;
        const read = v.safeParse(NoteSchema, JSON.parse(noted));
        return read.success ? read.output : null;
      } catch {
        return null;
      }
    },
    write(training) {
      try {
        if (training === null) storage().removeItem(MARK);
        else storage().setItem(MARK, JSON.stringify({ ...training, model: training.model.slice(0, 300) }));
      } catch {
        // Denied or full.
      }
    },
  };
}
