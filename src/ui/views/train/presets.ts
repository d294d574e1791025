/** Questions that a training answers, and what it is asked for each. */
import { DEFAULT_REQUEST, STARTS, type Teaching } from '../../../protocol/train';
import { isProbability, type Scale } from '../../../core/scale';
import type { Task } from '../../../tasks/task';
import type { OfferedVerifier } from '../../../url/fields';
import { traitsOf } from '../../../verifiers/find';

/** What the reader chooses: a training but for its task. */
export interface Choice extends Teaching {
  readonly teacher: string;
}

export const PRESETS = ['first', 'token', 'noise', 'steps', 'hard', 'teacher', 'start'] as const;
export type Preset = (typeof PRESETS)[number];

/** The easier levels of a task, whose short solutions fit a training in a tab; null where it has none. */
const usualLevels = ({ levels }: Task): Teaching['levels'] => levels && [levels[0], Math.min(3, levels[1])];

/** Whether a verifier of the page can say what is right: one model's probability, the same for every problem. */
export function canTeach(id: OfferedVerifier, scale: Scale): boolean {
  const { needs, slow, options } = traitsOf(id);
  // Several that are averaged are a teacher of their own.
  const isOne = !options.some(({ kind }) => kind === 'members');
  return isOne && isProbability(scale) && !needs.answer && !slow;
}

/** Problems that are searched, so that a difference worth having can be seen: it takes a minute or two. */
const SEARCHED = 60;

/** What a reader begins with. */
export const firstChoice = (task: Task): Choice => ({
  ...DEFAULT_REQUEST,
  searchProblems: SEARCHED,
  levels: usualLevels(task),
  testLevels: usualLevels(task),
  start: null,
  teacher: 'checker',
});

/** Whether a task's pack can answer a preset's question. */
export function isPossible(preset: Preset, task: Task, starts: readonly string[]): boolean {
  if (preset === 'hard') return task.levels !== null && task.levels[1] > task.levels[0];
  return preset !== 'start' || starts.length > 1;
}

/** Only what the question is about is not as usual; the seed stays the reader's. */
export function presetChoice(preset: Preset, task: Task, seed: number): Choice {
  const usual = { ...firstChoice(task), seed };
  switch (preset) {
    case 'first':
      return usual;
    case 'token':
      // Where all solutions of a problem stand in one batch the two rules have the same gradient.
      return { ...usual, rules: ['tvm', 'ovm'], samples: 8, together: 1 };
    case 'noise':
      return { ...usual, flip: 0.2 };
    case 'steps':
      return { ...usual, rules: ['tvm', 'prm-soft', 'prm-valid'], wrongSteps: 0.3 };
    case 'hard': {
      const [low, high] = task.levels!;
      return { ...usual, levels: [low, low], testLevels: [Math.min(low + 1, high), Math.min(low + 3, high)] };
    }
    case 'teacher':
      return { ...usual, teacher: 'ovm' };
    case 'start':
      return { ...usual, start: 'policy' };
  }
}

/** The preset that a choice is, whatever its seed; null for one of the reader's own. */
export function presetOf(choice: Choice, task: Task): Preset | null {
  const said = JSON.stringify(inOrder(choice));
  return (
    PRESETS.find(
      (preset) => isAsked(preset, task) && said === JSON.stringify(inOrder(presetChoice(preset, task, choice.seed))),
    ) ?? null
  );
}

/** Whether two ask for the same. */
export const isSameChoice = (a: Choice, b: Choice): boolean =>
  JSON.stringify(inOrder(a)) === JSON.stringify(inOrder(b));

const isAsked = (preset: Preset, task: Task): boolean => isPossible(preset, task, STARTS);
const inOrder = (choice: Choice): unknown => Object.entries(choice).sort(([a], [b]) => (a < b ? -1 : 1));
