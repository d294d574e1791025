/** What search solves with verifiers that were just trained, beside those that cost nothing and the pack's own. */
import { AppError, errorCode } from '../src/core/errors';
import type { VerifierId } from '../src/core/ids';
import type { PackBytes } from '../src/protocol/engine';
import { patternOf, type Manifest } from '../src/protocol/pack';
import { SEARCH_TEST, verifiersTeaching, type HeadFile, type Searched, type TrainOrder } from '../src/protocol/train';
import { DEFAULT_PARAMETERS, TASKS } from '../src/tasks/registry';
import type { WorkshopControl } from '../src/workshop/workshop';
import { addVerifiers, type LoadedModels } from './models';
import { readProblem, type Problem } from './problems';
import { runSearch } from './run-search';
import { makeTeaching } from './teaching';
import { joinTrained } from './trained-verifier';

/** No verifier is asked. */
const VOTE = { id: 'majority', strategy: 'majority', verifier: 'confidence' } as const;

/** Beside those that were trained: a verifier that taught them, the pack's own, and what costs nothing. */
const othersOf = (teacher: string, shipped: string): string[] => [
  ...new Set([...(verifiersTeaching(teacher).length ? [teacher] : []), shipped, 'oracle', 'confidence']),
];

export interface SearchTestInputs {
  /** With the files of the pattern. */
  readonly pack: PackBytes;
  readonly manifest: Manifest;
  readonly models: LoadedModels;
  readonly heads: readonly HeadFile[];
  /** Those that were trained alone, those beside them alone, or both, as by default. */
  readonly lines?: 'trained' | 'beside' | 'all';
}

/**
 * Every line searches the same held-out problems with the same seed, a problem at a time, so that what is there is
 * paired whenever it is ended. Null where no problem is asked for.
 * @param onProgress after every search
 * @throws AppError `aborted` where all is called off; what the models throw. Whatever it opened is released.
 */
export async function testSearch(
  { task, request, teacher }: TrainOrder,
  { pack, manifest, models, heads, lines: wanted = 'all' }: SearchTestInputs,
  { signal, skipTest, gate = async () => undefined }: WorkshopControl,
  onProgress: (searched: Searched, of: number) => void,
): Promise<Searched | null> {
  const { searchProblems, testLevels, seed } = request;
  const source = TASKS[task];
  const of = Math.min(searchProblems, source.splitSize('test', testLevels ?? undefined));
  if (!of) return null;
  const shipped = patternOf(manifest);
  const beam = (id: VerifierId) => ({ id, strategy: 'beam', verifier: id }) as const;
  const lines = [
    ...(wanted === 'beside' ? [] : heads.map(({ id }) => beam(id))),
    ...(wanted === 'trained' ? [] : [...othersOf(teacher, shipped).map(beam), VOTE]),
  ];
  const right = lines.map((): number[] => []);
  const searched = (): Searched => ({
    ...SEARCH_TEST,
    lines: lines.map(({ id }, line) => ({ id, right: [...right[line]!] })),
  });
  const ends = AbortSignal.any([signal, skipTest].filter((known) => known !== undefined));
  const parameters = { ...DEFAULT_PARAMETERS[task], ...SEARCH_TEST, seed, alternatives: 0 };
  const pass = async (): Promise<void> => {
    await gate();
    if (ends.aborted) throw new AppError('aborted', 'The test was ended.');
  };
  let opened = models;
  const solve = async (problem: Problem, { strategy, verifier: id }: (typeof lines)[number]): Promise<boolean> => {
    await pass();
    const verifier = makeTeaching(id, { policy: models.policy, loaded: opened.verifiers, problem });
    const ports = { policy: models.policy, verifier };
    return (await runSearch({ strategy, parameters }, problem, ports, { signal: ends })).correct;
  };
  try {
    // To open a model takes as long as many passes: one at a time, so that an end of the test is heard between them.
    await pass();
    opened = await openShipped(pack, models, shipped);
    for (const head of heads) {
      await pass();
      opened = await joinTrained(opened, pack, manifest, [head]);
    }
    for (let at = 0; at < of; at++) {
      const problem = readProblem(task, source.splitProblem('test', at, testLevels ?? undefined));
      const outcomes: number[] = [];
      for (const line of lines) outcomes.push(Number(await solve(problem, line)));
      // All of a problem or nothing: what is compared is compared on the same problems.
      for (const [line, outcome] of outcomes.entries()) right[line]!.push(outcome);
      onProgress(searched(), of);
    }
  } catch (error) {
    if (errorCode(error) !== 'aborted' || signal?.aborted) throw error;
  } finally {
    if (opened !== models) await opened.dispose();
  }
  return right[0]!.length ? searched() : null;
}

/** The pack's own verifier beside what is loaded, on the policy's back end; what was loaded before outlives it. */
const openShipped = (pack: PackBytes, models: LoadedModels, shipped: string): Promise<LoadedModels> =>
  addVerifiers(
    { ...models, dispose: async () => undefined },
    { pack, verifiers: [shipped], backend: models.backend, runtimeWasm: new Uint8Array() },
  );
