/** From labelled solutions to what is learned from: the features of every token beside what it is told. */
import type { Lesson } from './batches';
import type { FeatureGroup, TextGroup, Trunk } from './features';
import type { Labelled } from './labelling';
import type { Sampled } from './sampling';

/** Problems whose features are computed together: of many, texts of one length stand in one pass. */
const AT_ONCE = 48;

/** What the frozen part makes of every distinct solution, computed once. */
export async function lessonsOf(
  trunk: Trunk,
  labelled: readonly Labelled[],
  pass: () => Promise<void>,
  onProgress: (done: number, of: number) => void,
  signal?: AbortSignal,
): Promise<Lesson[]> {
  const lessons: Lesson[] = [];
  for (let from = 0; from < labelled.length; from += AT_ONCE) {
    await pass();
    const part = labelled.slice(from, from + AT_ONCE);
    const groups = part.map(({ prompt, rows }): TextGroup => {
      return { prompt, solutions: rows.map(({ tokens }) => tokens) };
    });
    const features = await trunk.features(groups, signal, async (share) => {
      onProgress(from + Math.floor(share * part.length), labelled.length);
      await pass();
    });
    lessons.push(...part.map(({ rows }, i) => lessonOf(features[i]!, rows)));
  }
  return lessons;
}

const lessonOf = ({ prompt, solutions }: FeatureGroup, rows: Labelled['rows']): Lesson => ({
  prompt,
  rows: rows.map(({ weight, labels }, i) => ({ features: solutions[i]!, weight, labels })),
});

/** Each solution as a row of its own, in its place: what is measured counts every sample. */
export const unlabelled = ({ prompt, solutions }: Sampled): Labelled => ({
  prompt,
  rows: solutions.map(({ tokens }) => ({ tokens, weight: 1, labels: new Map() })),
});
