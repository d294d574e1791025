/**
 * What a tab is training value heads on: a page that is loaded anew, or comes back after its tab has crashed, knows by it
 * that a training has ended with the page before. Of this tab alone, so that another's is not taken for it.
 */
export interface TrainingNote {
  /** The model of a training that did not come to its end; null where there was none. */
  read(): string | null;
  /** Null once it has ended. */
  write(model: string | null): void;
}

const MARK = 'inkling-training-heads';
/** What stands there may be anybody's. */
const LONGEST = 300;

/** Where storage is denied nothing is known. @param storage may throw */
export function trainingNote(storage: () => Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>): TrainingNote {
  return {
    read() {
      try {
        return storage().getItem(MARK)?.slice(0, LONGEST) ?? null;
      } catch {
        return null;
      }
    },
    write(model) {
      try {
        if (model === null) storage().removeItem(MARK);
        else storage().setItem(MARK, model.slice(0, LONGEST));
      } catch {
        // Denied or full.
      }
    },
  };
}
