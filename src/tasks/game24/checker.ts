/** What a written solution is worth: its verdict, its first wrong step, and whether 24 is still reachable. */
import { canReach24, formatMove, legalMoves, sortState, stateKey, TARGET, type State } from './moves';
import { canComplete, evaluate, numbersOf, tokenize } from './expression';
import { apply, equals, format, parse, type Operator } from './rational';
import { puzzleState, type Puzzle } from './problem';
import { ANSWER_SUFFIX } from './solver';
import type { FirstError, Verdict } from '../task';
import { ANSWER_PREFIX, finalAnswer, linesOf, sharedLength } from '../written';

const STEP = /^(\S+) ([-+*/]) (\S+) = (\S+) \(left: ([^()]*)\)$/;

/** Removes each wanted number once; null when one is missing. */
function without(state: State, wanted: readonly string[]): State | null {
  const rest = [...state];
  for (const text of wanted) {
    const at = rest.findIndex((value) => format(value) === text);
    if (at < 0) return null;
    rest.splice(at, 1);
  }
  return rest;
}

/** The state after a written step (its line end left off), or null when the step is not a legal move. */
export function applyStep(state: State, line: string): State | null {
  const match = STEP.exec(line);
  if (!match) return null;
  const [, aText, op, bText, resultText, leftText] = match as unknown as string[];
  const [a, b, result] = [parse(aText!), parse(bText!), parse(resultText!)];
  if (!a || !b || !result) return null;
  const rest = without(state, [format(a), format(b)]);
  const value = apply(op as Operator, a, b);
  if (!rest || !value || !equals(value, result)) return null;
  const left = leftText!.split(' ').map(parse);
  if (left.some((number) => number === null)) return null;
  const after = sortState([...rest, result]);
  return stateKey(sortState(left as State)) === stateKey(after) ? after : null;
}

const splitLines = (text: string): { complete: string[]; partial: string } => {
  const lines = text.split('\n');
  return { partial: lines.pop()!, complete: lines };
};

/** The answer in a full solution (the text after the prompt), or null. It extracts and does not judge. */
export const answerOf = (text: string): string | null => finalAnswer(text)?.replace(/ = 24$/, '') ?? null;

/** Judges a full solution (the text after the prompt). */
export function judge(puzzle: Puzzle, text: string): Verdict {
  const answer = answerOf(text);
  if (answer === null) return { answer, correct: false, stepsLegal: false };
  let state: State | null = puzzleState(puzzle);
  for (const line of linesOf(text).slice(0, -1)) state = state && applyStep(state, line);
  const stepsLegal = state !== null && state.length === 1 && equals(state[0]!, TARGET);
  return { answer, correct: isCorrectExpression(puzzle, answer), stepsLegal };
}

/** Whether an expression uses each number of the puzzle exactly once and is worth 24. */
export function isCorrectExpression(puzzle: Puzzle, expression: string): boolean {
  const tokens = tokenize(expression);
  if (!tokens || numbersOf(tokens).join(' ') !== puzzle.join(' ')) return false;
  const value = evaluate(tokens);
  return value !== null && equals(value, TARGET);
}

/**
 * Whether some continuation of a solution's beginning is a correct solution with legal steps, exactly, at any
 * character. A line that breaks the rules makes everything after it unreachable.
 */
export function isStillReachable(puzzle: Puzzle, text: string): boolean {
  const { complete, partial } = splitLines(text);
  let state: State | null = puzzleState(puzzle);
  for (const [i, line] of complete.entries()) {
    if (line.startsWith(ANSWER_PREFIX))
      return partial === '' && i === complete.length - 1 && state.length === 1 && judge(puzzle, text).correct;
    state = applyStep(state, line);
    if (!state || !canReach24(state)) return false;
  }
  if (!partial) return canReach24(state);
  return state.length === 1 ? canFinishAnswer(puzzle, state, partial) : canFinishStep(state, partial);
}

function canFinishStep(state: State, partial: string): boolean {
  return legalMoves(state).some((move) => {
    const head = formatMove({ ...move, left: [] }).slice(0, -1);
    if (!(partial.startsWith(head) || head.startsWith(partial))) return false;
    if (!canReach24(move.left)) return false;
    if (partial.length <= head.length) return true;
    // The numbers that are left may be written in any order.
    return orders(move.left.map(format)).some((order) => `${head}${order.join(' ')})`.startsWith(partial));
  });
}

function canFinishAnswer(puzzle: Puzzle, state: State, partial: string): boolean {
  if (!equals(state[0]!, TARGET)) return false;
  if (ANSWER_PREFIX.startsWith(partial)) return true;
  if (!partial.startsWith(ANSWER_PREFIX)) return false;
  const written = partial.slice(ANSWER_PREFIX.length);
  const equalsAt = written.indexOf('=');
  if (equalsAt >= 0) {
    const [expression, end] = [written.slice(0, equalsAt - 1), written.slice(equalsAt - 1)];
    return ANSWER_SUFFIX.startsWith(end) && isCorrectExpression(puzzle, expression);
  }
  const tokens = tokenize(written);
  if (!tokens) return false;
  // An unfinished number may still grow: `1` can become `13`.
  const tail = /\d+$/.exec(written)?.[0];
  const heads = tail ? puzzle.filter((n) => `${n}`.startsWith(tail)).map((n) => [...tokens.slice(0, -1), n]) : [tokens];
  return heads.some((head) => canComplete(head, puzzle));
}

function orders<T>(items: readonly T[]): T[][] {
  if (items.length <= 1) return [[...items]];
  return items.flatMap((item, i) => orders(items.filter((_, k) => k !== i)).map((rest) => [item, ...rest]));
}

/**
 * Where a solution first breaks a rule (not where 24 went out of reach), or null when every line is right so far.
 * An unfinished last line is wrong as soon as no legal line begins like it.
 */
export function firstError(puzzle: Puzzle, text: string): FirstError | null {
  const { complete, partial } = splitLines(text);
  let state: State = puzzleState(puzzle);
  let start = 0;
  let isAnswered = false;
  for (const [step, line] of [...complete, ...(partial ? [partial] : [])].entries()) {
    if (isAnswered) return { step, offset: start };
    const isUnfinished = step === complete.length;
    const length = legalLength(puzzle, state, line);
    if (length < line.length) return { step, offset: start + length };
    if (isUnfinished) break;
    isAnswered = state.length === 1;
    const after = isAnswered ? judge(puzzle, line).correct && state : applyStep(state, line);
    if (!after) return { step, offset: start + line.length };
    state = after;
    start += line.length + 1;
  }
  return null;
}

/** How many characters of `line` some legal line begins with. */
function legalLength(puzzle: Puzzle, state: State, line: string): number {
  const common = (other: string): number => sharedLength(line, other);
  if (state.length > 1) {
    return legalMoves(state).reduce((best, move) => {
      const head = formatMove({ ...move, left: [] }).slice(0, -1);
      if (!line.startsWith(head)) return Math.max(best, common(head));
      const ends = orders(move.left.map(format)).map((order) => common(`${head}${order.join(' ')})`));
      return Math.max(best, ...ends);
    }, 0);
  }
  for (let length = line.length; length > ANSWER_PREFIX.length; length--) {
    if (canFinishAnswer(puzzle, [TARGET], line.slice(0, length))) return length;
  }
  return common(ANSWER_PREFIX);
}
