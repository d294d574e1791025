/** Why a training cannot be asked as it is set. */
import { WORKSHOP_LIMITS } from '../../../protocol/train';
import type { Task } from '../../../tasks/task';
import { fill, type Messages } from '../../../words';
import { fits, type UnfitNumber } from '../../kit/unfit.svelte';
import type { Choice } from './presets';

type WorkshopLimit = (typeof WORKSHOP_LIMITS)[number];
/** One of them, with the most that can be asked now. */
type MostOf = (limit: WorkshopLimit) => number;

/** The most of a number that can be asked: a split holds only so many problems of some levels. */
export function mostAsked({ name, max }: WorkshopLimit, { testLevels }: Choice, task: Task): number {
  const isOfTest = name === 'testProblems' || name === 'searchProblems';
  return isOfTest ? Math.min(max, task.splitSize('test', testLevels ?? undefined)) : max;
}

/** In a sentence; null where it can. @param unfit a number that is typed and was not taken */
export function choiceFault(
  choice: Choice,
  mostOf: MostOf,
  unfit: UnfitNumber | null,
  messages: Messages,
): string | null {
  const found =
    unfit ??
    WORKSHOP_LIMITS.map((limit) => ({ ...limit, max: mostOf(limit), integer: limit.whole })).find(
      (limit) => !fits(choice[limit.name], limit),
    );
  return found ? rangeSentence(found, messages) : null;
}

/** What a number may be. */
export function rangeSentence(
  { name, min, max, integer }: UnfitNumber,
  messages: Pick<Messages, 'settings' | 'train' | 'language'>,
): string {
  const { wholeRange, range } = messages.settings;
  const label = messages.train.labels[name as keyof typeof messages.train.labels];
  return fill(integer ? wholeRange : range, { label, min, max }, messages.language);
}
