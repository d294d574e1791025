/** What a written solution is worth: its verdict, its first wrong step, and whether the target is still reachable. */
import { canReach, formatMove, legalMoves, sortState, stateKey, type Game, type State } from './moves';
import { canComplete, evaluate, numbersOf, tokenize } from './expression';
import { apply, equals, format, parse, rational, type Operator, type Rational } from './rational';
import { answerSuffix } from './solver';
import type { FirstError, Verdict } from '../task';
import { ANSWER_PREFIX, finalAnswer, linesOf, sharedLength } from '../written';

const STEP = /^(\S+) ([-+*/]) (\S+) = (\S+) \(left: ([^()]*)\)$/;

/** The numbers of a game, before its first move. */
export const startOf = ({ numbers }: Game): State => sortState(numbers.map((n) => rational(n)));

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
export function answerOf(text: string, target: Rational): string | null {
  const [answer, end] = [finalAnswer(text), answerSuffix(target)];
  return answer?.endsWith(end) ? answer.slice(0, -end.length) : answer;
}

/** Judges a full solution (the text after the prompt). */
export function judge(game: Game, text: string): Verdict {
  const answer = answerOf(text, game.target);
  if (answer === null) return { answer, correct: false, stepsLegal: false };
  let state: State | null = startOf(game);
  for (const line of linesOf(text).slice(0, -1)) state = state && applyStep(state, line);
  const stepsLegal = state !== null && state.length === 1 && equals(state[0]!, game.target);
  return { answer, correct: isCorrectExpression(game, answer), stepsLegal };
}

/** Whether an expression uses each number of the game exactly once and is worth its target. */
export function isCorrectExpression(game: Game, expression: string): boolean {
  const tokens = tokenize(expression);
  if (!tokens || numbersOf(tokens).join(' ') !== startOf(game).map(format).join(' ')) return false;
  const value = evaluate(tokens);
  return value !== null && equals(value, game.target);
}

/**
 * Whether some continuation of a solution's beginning is a correct solution with legal steps, exactly, at any
 * character. A line that breaks the rules makes everything after it unreachable.
 */
export function isStillReachable(game: Game, text: string): boolean {
  const { complete, partial } = splitLines(text);
  let state: State | null = startOf(game);
  for (const [i, line] of complete.entries()) {
    if (line.startsWith(ANSWER_PREFIX))
      return partial === '' && i === complete.length - 1 && state.length === 1 && judge(game, text).correct;
    state = applyStep(state, line);
    if (!state || !canReach(state, game.target)) return false;
  }
  if (!partial) return canReach(state, game.target);
  return state.length === 1 ? canFinishAnswer(game, state, partial) : canFinishStep(state, partial, game.target);
}

function canFinishStep(state: State, partial: string, target: Rational): boolean {
  return legalMoves(state).some((move) => {
    const head = formatMove({ ...move, left: [] }).slice(0, -1);
    if (!(partial.startsWith(head) || head.startsWith(partial))) return false;
    if (!canReach(move.left, target)) return false;
    if (partial.length <= head.length) return true;
    // The numbers that are left may be written in any order.
    return orders(move.left.map(format)).some((order) => `${head}${order.join(' ')})`.startsWith(partial));
  });
}

function canFinishAnswer(game: Game, state: State, partial: string): boolean {
  if (!equals(state[0]!, game.target)) return false;
  if (ANSWER_PREFIX.startsWith(partial)) return true;
  if (!partial.startsWith(ANSWER_PREFIX)) return false;
  const written = partial.slice(ANSWER_PREFIX.length);
  const equalsAt = written.indexOf('=');
  if (equalsAt >= 0) {
    const [expression, end] = [written.slice(0, equalsAt - 1), written.slice(equalsAt - 1)];
    return answerSuffix(game.target).startsWith(end) && isCorrectExpression(game, expression);
  }
  const tokens = tokenize(written);
  if (!tokens) return false;
  // An unfinished number may still grow: `1` can become `13`.
  const tail = /\d+$/.exec(written)?.[0];
  const heads = tail
    ? game.numbers.filter((n) => `${n}`.startsWith(tail)).map((n) => [...tokens.slice(0, -1), n])
    : [tokens];
  return heads.some((head) => canComplete(head, game.numbers, game.target));
}

function orders<T>(items: readonly T[]): T[][] {
  if (items.length <= 1) return [[...items]];
  return items.flatMap((item, i) => orders(items.filter((_, k) => k !== i)).map((rest) => [item, ...rest]));
}

/**
 * Where a solution first breaks a rule (not where the target went out of reach), or null when every line is right so far.
 * An unfinished last line is wrong as soon as no legal line begins like it.
 */
export function firstError(game: Game, text: string): FirstError | null {
  const { complete, partial } = splitLines(text);
  let state: State = startOf(game);
  let start = 0;
  let isAnswered = false;
  for (const [step, line] of [...complete, ...(partial ? [partial] : [])].entries()) {
    if (isAnswered) return { step, offset: start };
    const isUnfinished = step === complete.length;
    const length = legalLength(game, state, line);
    if (length < line.length) return { step, offset: start + length };
    if (isUnfinished) break;
    isAnswered = state.length === 1;
    const after = isAnswered ? judge(game, line).correct && state : applyStep(state, line);
    if (!after) return { step, offset: start + line.length };
    state = after;
    start += line.length + 1;
  }
  return null;
}

/** How many characters of `line` some legal line begins with. */
function legalLength(game: Game, state: State, line: string): number {
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
    if (canFinishAnswer(game, [game.target], line.slice(0, length))) return length;
  }
  return common(ANSWER_PREFIX);
}
