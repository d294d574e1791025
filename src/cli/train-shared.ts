/** What trainings of a pack's verifiers and of heads on a language model share on the command line. */
import type { LevelRange, Task } from '../tasks/task';
import { ONE_MEMBER, stepOfMember } from '../protocol/head-training';
import type { TrainEvent } from '../protocol/train';
import { readLevels } from './levels';

/** What `train` can be asked. */
export interface TrainOptions {
  readonly task: string;
  readonly labels: readonly string[];
  readonly problems?: number;
  readonly samples?: number;
  readonly levels?: string;
  readonly testLevels?: string;
  readonly testProblems?: number;
  readonly testSamples?: number;
  readonly searchProblems?: number;
  readonly flip?: number;
  readonly wrongSteps?: number;
  readonly together?: number;
  readonly teacher: string;
  readonly ceiling?: true;
  readonly start?: string;
  readonly steps?: number;
  readonly rate?: number;
  readonly seed?: number;
  readonly out: string;
  readonly json?: true;
  /** Of a language model: its folder, and what is asked of it alone. */
  readonly model?: string;
  readonly layer?: readonly string[];
  readonly head?: string;
  readonly window?: number;
  readonly members?: number;
  /** False where the model is not asked for its own. */
  readonly verdicts?: boolean;
  readonly questions?: string;
  readonly prompt?: string;
  readonly keepSamples?: string;
  /** Of the head that teaches. */
  readonly teacherModel?: string;
}

/** The levels of a task that has them: those that were asked for, or those that its verifiers were trained for. */
export function levelsOf(task: Task, text: string | undefined): LevelRange | null {
  if (text !== undefined) return readLevels(task, text);
  return task.levels && [task.levels[0], Math.min(3, task.levels[1])];
}

export const range = (levels: LevelRange | null): string | null => levels && levels.join('-');

/** To a tenth. */
export const roundedSeconds = (seconds: Readonly<Record<string, number>>): Readonly<Record<string, number>> =>
  Object.fromEntries(Object.entries(seconds).map(([stage, time]) => [stage, Number(time.toFixed(1))]));

/** Of several members, which one learns, and how far it is. */
function placeOf(event: Extract<TrainEvent, { readonly stage: 'learn' }>): string {
  const { member } = event;
  const { step, of } = stepOfMember(event, member ?? ONE_MEMBER);
  return `${member ? `, member ${member.at} of ${member.of}` : ''}: step ${step} of ${of}`;
}

export function progressOf(event: TrainEvent): string {
  switch (event.stage) {
    case 'sample':
    case 'test-sample':
      return `${event.stage === 'sample' ? 'Sampling' : 'Testing'}: ${event.problems} of ${event.of} problems, ${event.solutions} solutions, ${event.correct} right`;
    case 'label':
      return `Labelled: ${event.kept} of ${event.solutions} solutions are learned from`;
    case 'features':
      return `Reading: ${event.done} of ${event.of} problems`;
    case 'learn':
      return `Learning ${event.rule}${placeOf(event)}, loss ${event.loss.toFixed(3)}${event.heldOut === null ? '' : `, held out ${event.heldOut.toFixed(3)}`}`;
    case 'test':
      return `Tested ${event.rule}`;
    case 'watch':
      return '';
    case 'learner':
      return event.refused ? `Learning on WASM: ${event.refused}` : `Learning on ${event.device}`;
    case 'made':
      return 'The verifiers are made';
    case 'search':
      return `Searching: ${event.searched.lines[0]!.right.length} of ${event.of} problems`;
  }
}

export const shown = (value: number | null): string => (value === null ? '-' : value.toFixed(3));
