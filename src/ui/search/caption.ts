/** What a moment of the search did, and what it is at, in one plain sentence or two. */
import { formatFixed } from '../../viz/format';
import type { Moment } from '../../viz/moments';
import { fill, inARow, type Messages } from '../../words';
import type { LiveSearch } from './live.svelte';

/** @param moment null before the first */
export function captionOf(moment: Moment | null, answer: string | null, { watch, language }: Messages): string {
  const { captions } = watch;
  if (!moment) return captions.begin;
  const { written, scored, finished, kept, pruned, backedUp } = moment.counts;
  const say = (sentence: string): string =>
    fill(sentence, { written, scored, finished, kept, pruned, backedUp, of: kept + pruned }, language);
  switch (moment.kind) {
    case 'written':
      // Of the prompt alone nothing was.
      return written ? say(captions.written) : captions.begin;
    case 'scored':
      return finished ? inARow([say(captions.scored), say(captions.finished)], language) : say(captions.scored);
    case 'selected':
      return say(kept && pruned ? captions.selected : kept ? captions.kept : captions.pruned);
    case 'backed-up':
      return say(captions.backedUp);
    case 'done':
      return answer === null ? captions.none : captions.done;
  }
}

/** Seconds as a guess says them. */
export const roundSeconds = (seconds: number): number =>
  seconds < 10 ? Math.max(1, Math.round(seconds)) : 5 * Math.round(seconds / 5);

const MINUTE = 60;
/** What takes less is not worth a word. */
const LEAST_SECONDS = 3;

/** What a search is at that takes its time; null where there is nothing to say. */
export function liveLine(
  { shown, pace, remaining }: Pick<LiveSearch, 'shown' | 'pace' | 'remaining'>,
  { watch, language }: Messages,
): string | null {
  if (!shown) return null;
  const { live } = watch;
  const { kind } = shown;
  if (kind === 'reading') return fill(shown.done ? live.reading : live.begun, { ...shown }, language);
  if (kind === 'scoring') return fill(live.scoring, { of: shown.of }, language);
  const sentences = [fill(live.writing, { of: shown.of, tokens: shown.tokens }, language)];
  if (pace !== null)
    sentences.push(fill(live.pace, { pace: formatFixed(pace, language, pace < 10 ? 1 : 0) }, language));
  // Of a round that is longer than others nothing is known.
  if (remaining !== null && remaining > LEAST_SECONDS)
    sentences.push(
      remaining < 1.5 * MINUTE
        ? fill(live.seconds, { seconds: roundSeconds(remaining) }, language)
        : fill(live.minutes, { minutes: Math.round(remaining / MINUTE) }, language),
    );
  return inARow(sentences, language);
}
