/**
 * What is promised of everything that comes from outside: it is read, or refused with a code of ours and one sentence;
 * never another exception, and never more than two seconds of computing for one case.
 */
import { ERROR_CODES, errorCode, type ErrorCode } from '../../src/core/errors';
import { createRng, type Rng } from '../../src/core/rng';

export const MOST_MS = 2000;

/** One kind of input. `attempt` makes a case and reads it; what it throws is the refusal, or breaks the promise. */
export interface Surface {
  readonly name: string;
  /** What takes long, once, and is no case. */
  readonly prepare?: () => Promise<void>;
  /** Resolves with what became of the case: `read`, or the code of a refusal that is a value. */
  attempt(rng: Rng): Promise<string> | string;
}

/** A case that broke the promise; `npm run fuzz -- --only <surface> --case <index>` repeats it. */
export interface Breach {
  readonly surface: string;
  readonly index: number;
  readonly reason: string;
}

export interface FuzzReport {
  readonly surface: string;
  readonly cases: number;
  /** How often each outcome came. */
  readonly outcomes: Readonly<Record<string, number>>;
  /** Milliseconds of computing of the slowest case. */
  readonly slowestMs: number;
  readonly breaches: readonly Breach[];
}

/** Why a text is not one sentence that can be shown, or null. */
export function sentenceProblem(text: unknown): string | null {
  if (typeof text !== 'string' || !text) return 'there is no sentence';
  if (text.length > 6500) return `the sentence has ${text.length} characters`;
  if (!/[.)。]$/.test(text)) return `no full stop: ${text.slice(-200)}`;
  return text.includes('[object ') ? `not made for people: ${text.slice(0, 200)}` : null;
}

/** A refusal that is a value: its code, if its sentence is one. */
export function refusal(code: string, message: unknown): string {
  const problem = sentenceProblem(message);
  if (problem) throw new Error(`${code}: ${problem}`);
  return code;
}

const computedMs = (): number => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
};

/** Runs the cases from `first` on, each of which depends only on the seed, the surface and its index. */
export async function fuzz(surface: Surface, cases: number, seed: number, first = 0): Promise<FuzzReport> {
  const outcomes: Record<string, number> = {};
  const breaches: Breach[] = [];
  const key = [...surface.name].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) | 0, 7);
  let slowestMs = 0;
  await surface.prepare?.();
  for (let index = first; index < first + cases; index++) {
    const breach = (reason: string): void => void breaches.push({ surface: surface.name, index, reason });
    const startedAt = computedMs();
    let outcome: string;
    try {
      outcome = await surface.attempt(createRng(seed, key, index));
    } catch (error) {
      const code = errorCode(error);
      outcome = code;
      const problem = code === 'internal' ? String((error as Error)?.stack ?? error) : wrongError(code, error);
      if (problem) breach(problem);
    }
    outcomes[outcome] = (outcomes[outcome] ?? 0) + 1;
    const took = computedMs() - startedAt;
    slowestMs = Math.max(slowestMs, took);
    if (took > MOST_MS) breach(`${Math.round(took)} ms`);
  }
  return { surface: surface.name, cases, outcomes, slowestMs, breaches };
}

function wrongError(code: ErrorCode, error: unknown): string | null {
  if (!ERROR_CODES.includes(code)) return `${code} is no code of ours`;
  return sentenceProblem((error as Error).message);
}
