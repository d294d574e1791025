/** The frozen part of a value head: a language model, as the policy that it is, and its hidden states. */
import { AppError } from '../core/errors';
import type { Policy } from '../model/types';
import type { Base, FeatureGroup, Features, Trunk } from './features';
import type { HeadKind, HeadShape } from './shape';

export interface HeadChoice {
  readonly head: HeadKind;
  /** Of an MLP. */
  readonly hidden: number;
  readonly window: number;
}

/** What a reader begins with. A token alone says little, above all to a linear head. */
export const DEFAULT_HEAD: HeadChoice = { head: 'mlp', hidden: 128, window: 6 };

const NOTHING: Features = { tokens: 0, seen: new Float32Array(0), told: new Float32Array(0) };

/**
 * @param base the model, and after how many of its layers
 * @throws AppError `bad-input` for a policy that gives no hidden states
 */
export function headTrunk(policy: Policy, base: Base, { head, hidden, window }: HeadChoice): Trunk {
  const states = policy.can.hiddenStates;
  if (!states) throw new AppError('bad-input', `${policy.info.id} gives no hidden states that a head could read.`);
  const { width } = states;
  const shape: HeadShape = { head, width, hidden: head === 'mlp' ? hidden : 0, told: 0, window };
  const most = policy.contextTokens ?? Infinity;
  const read = async (
    prompt: readonly number[],
    solutions: FeatureTexts,
    signal?: AbortSignal,
  ): Promise<Features[]> => {
    if (!solutions.length) return [];
    const distinct = new Map(solutions.map((tokens) => [tokens.join(), tokens.slice(0, most - prompt.length)]));
    const prefix = await policy.open(prompt, signal);
    try {
      const rows = await policy.hiddenStates!(prefix, [...distinct.values()], signal);
      const features = new Map(
        [...distinct.keys()].map((key, row): [string, Features] => {
          return [key, { tokens: rows[row]!.length / width, seen: rows[row]!, told: NOTHING.told }];
        }),
      );
      return solutions.map((tokens) => features.get(tokens.join())!);
    } finally {
      policy.release(prefix);
    }
  };
  return {
    ...{ start: 'policy', base, shape, own: null, contextTokens: most },
    features: async (groups, signal, between) => {
      const answers: FeatureGroup[] = [];
      for (const { prompt, solutions } of groups) {
        answers.push({ prompt: NOTHING, solutions: await read(prompt, solutions, signal) });
        await between?.(answers.length / groups.length);
      }
      return answers;
    },
    // The policy is its owner's.
    release: async () => undefined,
  };
}

type FeatureTexts = readonly (readonly number[])[];
