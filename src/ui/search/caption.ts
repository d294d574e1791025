/** What a moment of the search did, in one plain sentence or two. */
import type { Moment } from '../../viz/moments';
import { fill, type Messages } from '../../words';

/** @param moment null before the first */
export function captionOf(moment: Moment | null, answer: string | null, { watch, language }: Messages): string {
  const { captions } = watch;
  if (!moment) return captions.begin;
  const { written, scored, finished, kept, pruned, backedUp } = moment.counts;
  const say = (sentence: string): string =>
    fill(sentence, { written, scored, finished, kept, pruned, backedUp, of: kept + pruned }, language);
  switch (moment.kind) {
    case 'written':
      return say(captions.written);
    case 'scored':
      return finished ? `${say(captions.scored)} ${say(captions.finished)}` : say(captions.scored);
    case 'selected':
      return say(kept && pruned ? captions.selected : kept ? captions.kept : captions.pruned);
    case 'backed-up':
      return say(captions.backedUp);
    case 'done':
      return answer === null ? captions.none : captions.done;
  }
}
