/** How far a training of heads is, in a sentence or two. */
import { stepOfMember, type LevelShare } from '../../../protocol/head-training';
import type { StateLayer } from '../../../protocol/hub';
import { formatFixed, formatShare } from '../../../viz/format';
import { fill, type Messages } from '../../../words';
import { endSentence, type TrainingEnd } from '../train/end-sentence';
import type { HeadProgress, HeadWritten } from './head-progress';
import { layerName } from './layer-name';

/** Of what is being written. */
export interface Rate {
  /** Tokens a second. */
  readonly pace: number | null;
  /** Seconds. */
  readonly remaining: number | null;
}

/** From so many seconds on hours are told. */
const HOURS = 2 * 3600;

function rateSentences({ pace, remaining }: Rate, { heads, language }: Messages): string[] {
  const sentences =
    pace === null ? [] : [fill(heads.pace, { pace: formatFixed(pace, language, pace < 10 ? 1 : 0) }, language)];
  if (remaining === null) return sentences;
  return [
    ...sentences,
    remaining >= HOURS
      ? fill(heads.remainingHours, { hours: Math.round(remaining / 3600) }, language)
      : fill(heads.remaining, { minutes: Math.max(1, Math.round(remaining / 60)) }, language),
  ];
}

/** Levels that were tried, and how much of what the model wrote there is right. */
const sharesLine = (shares: readonly LevelShare[], { heads, language }: Messages): string =>
  shares
    .map(({ level, share }) =>
      fill(heads.stages.probeShare, { level, share: formatShare(share, language, 0) }, language),
    )
    .join(heads.stages.between);

/** Which level a probe chose, and why; null where none did. */
export function chosenLine(
  shares: readonly LevelShare[],
  levels: HeadProgress['levels'],
  messages: Messages,
): string | null {
  if (!shares.length || !levels) return null;
  const told = { level: levels[0], shares: sharesLine(shares, messages) };
  return fill(messages.heads.levelChosen, told, messages.language);
}

/** What is said of a training that has ended; nothing where there was none. */
export function endLine(
  ended: TrainingEnd | null,
  { learning, sample }: Pick<HeadProgress, 'learning' | 'sample'>,
  { train, heads }: Messages,
): string[] {
  if (!ended) return [];
  if (ended !== 'called-off' || !sample?.solutions) return [endSentence(ended, learning !== null, train)];
  // The worker that wrote them is still there.
  return [learning ? train.thrown : heads.stopped, heads.solutionsKept];
}

/** @param layers after each of which a head learns, in their order */
export function progressLine(
  progress: HeadProgress,
  rate: Rate,
  layers: readonly StateLayer[],
  messages: Messages,
): string[] {
  const { language, heads } = messages;
  const { stages } = heads;
  const { stage, shares, levels, probed, sample, testSample, read, asked, searched, learning } = progress;
  const written = (sentence: string, { problems, of, solutions, correct, reused }: HeadWritten): string[] => [
    fill(sentence, { problems, of, solutions, correct }, language),
    ...(reused.solutions ? [fill(stages.reused, { count: reused.solutions }, language)] : []),
    ...rateSentences(rate, messages),
  ];
  switch (stage) {
    case null:
      return [messages.train.starting];
    case 'probe': {
      const told = sharesLine(shares, messages);
      return [
        stages.probe,
        ...(told ? [fill(stages.probeShares, { shares: told }, language)] : []),
        ...(probed ? [fill(stages.probed, { ...probed }, language), ...rateSentences(rate, messages)] : []),
      ];
    }
    case 'sample':
      return sample ? [chosenLine(shares, levels, messages) ?? [], written(stages.sample, sample)].flat() : [];
    case 'read':
      return read ? [fill(stages.read, { ...read }, language)] : [];
    case 'learn': {
      if (!learning) return [];
      const { layer, loss, member } = learning;
      const told = {
        ...{ head: layers.indexOf(layer) + 1, heads: layers.length, layer: layerName(layer, messages) },
        ...{ member: member.at, members: member.of, ...stepOfMember(learning, member) },
        loss: formatFixed(loss, language, 3),
      };
      return [fill(member.of > 1 ? stages.learnMember : stages.learn, told, language)];
    }
    case 'ask':
      return asked ? [fill(stages.ask, { ...asked }, language)] : [];
    case 'search':
      return searched ? [fill(stages.search, { ...searched }, language)] : [];
    case 'test':
      return testSample && testSample.problems < testSample.of ? written(stages.testSample, testSample) : [stages.test];
  }
}
