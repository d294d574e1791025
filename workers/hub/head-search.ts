/** What search solves with value heads that were just trained, beside what costs nothing, on held-out problems. */
import { AppError, errorCode } from '../../src/core/errors';
import type { CommonParameters } from '../../src/core/search-parameters';
import type { HeadBytes } from '../../src/protocol/engine';
import { SEARCH_SAMPLES, type HeadSearched } from '../../src/protocol/head-training';
import { makeVerifier } from '../../src/verifiers/make';
import type { WorkshopControl } from '../../src/workshop/workshop';
import type { Problem } from '../problems';
import { runSearch } from '../run-search';
import { openHead } from './hub-heads';
import type { HubModels } from './hub-models';

const SEARCHED = { samples: SEARCH_SAMPLES, beam: 2 } as const;

export interface HeadSearch {
  readonly problems: readonly Problem[];
  readonly heads: readonly HeadBytes[];
  readonly parameters: CommonParameters;
}

/**
 * Every line searches the same problems with the same seed, a problem at a time, so that what is there is paired whenever
 * it is ended: `beam` with each head and with the confidence, K candidates a step, and the majority of K solutions. Null
 * where nothing was searched.
 * @param sha256 as `modelHash`
 * @param onProgress after every problem
 * @throws AppError `aborted` where all is called off, and what the model throws
 */
export async function searchHeads(
  { problems, heads, parameters: given }: HeadSearch,
  models: HubModels,
  sha256: string,
  { signal, skipTest, gate = async () => undefined }: Pick<WorkshopControl, 'signal' | 'skipTest' | 'gate'>,
  onProgress: (searched: HeadSearched) => void,
): Promise<HeadSearched | null> {
  const opened = new Map(heads.map((head) => [head, openHead(models, sha256, head).verifier]));
  const loaded = new Map([...opened.values()].map((verifier) => [verifier.id, verifier]));
  const lines = [
    ...[...loaded.keys()].map((id) => ({ id, strategy: 'beam', verifier: id }) as const),
    { id: 'confidence', strategy: 'beam', verifier: 'confidence' } as const,
    { id: 'majority', strategy: 'majority', verifier: 'confidence' } as const,
  ];
  const outcomes = lines.map(({ id }) => ({ id, right: [] as number[], tokens: 0 }));
  const searched = (): HeadSearched => ({
    ...SEARCHED,
    lines: outcomes.map(({ id, right, tokens }) => ({
      ...{ id, right: [...right] },
      policyTokens: Math.round(tokens / Math.max(1, right.length)),
    })),
  });
  const ends = AbortSignal.any([signal, skipTest].filter((known) => known !== undefined));
  const parameters = { ...given, ...SEARCHED, alternatives: 0 };
  try {
    for (const problem of problems) {
      const results: { readonly correct: boolean; readonly tokens: number }[] = [];
      for (const { strategy, verifier: id } of lines) {
        await gate();
        if (ends.aborted) throw new AppError('aborted', 'The test was ended.');
        const verifier = makeVerifier(id, { policy: models.policy, loaded, problem });
        const ports = { policy: models.policy, verifier };
        const { correct, budget } = await runSearch({ strategy, parameters }, problem, ports, { signal: ends });
        results.push({ correct, tokens: budget.policyTokens });
      }
      // All of a problem or nothing: what is compared is compared on the same problems.
      for (const [line, { correct, tokens }] of results.entries()) {
        outcomes[line]!.right.push(Number(correct));
        outcomes[line]!.tokens += tokens;
      }
      onProgress(searched());
    }
  } catch (error) {
    if (errorCode(error) !== 'aborted' || signal?.aborted) throw error;
  }
  return outcomes[0]!.right.length ? searched() : null;
}
