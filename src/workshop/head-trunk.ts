/** The frozen part of a value head: a language model, of which it reads the hidden states. */
import type { Base, FeatureGroup, Features, Trunk } from './features';
import type { HeadKind, HeadShape } from './shape';

export interface HeadChoice {
  readonly head: HeadKind;
  /** Of each MLP. */
  readonly hidden: number;
  readonly window: number;
  /** That learn apart and are averaged. */
  readonly members: number;
}

/** What a reader begins with. A token alone says little, above all to a linear head. */
export const DEFAULT_HEAD: HeadChoice = { head: 'mlp', hidden: 128, window: 6, members: 5 };

const NOTHING: Features = { tokens: 0, seen: new Float32Array(0), told: new Float32Array(0) };

/** Which of a model's hidden states are meant: those after a layer, from 1, or behind the last norm. */
export type StateLayer = number | 'last';

/** Of all layers, after which a head is tried: middle ones mostly tell more than the last (docs/value-heads.md). */
const DEPTHS = [1 / 2, 2 / 3, 5 / 6];

/** The hidden states of a model that a reader begins with. @param layers that it has; 0 where that is not known */
export const usualLayers = (layers: number): StateLayer[] => [
  ...new Set(layers ? DEPTHS.map((depth) => Math.max(1, Math.round(depth * layers))) : []),
  'last',
];

/** Where hidden states come from. */
export interface StateSource {
  /** C */
  readonly width: number;
  /** Tokens that fit into a sequence. */
  readonly contextTokens: number;
  /** Those of texts that could each follow a prompt, [T, C] by text. @throws AppError `aborted` */
  read(
    prompt: readonly number[],
    texts: readonly (readonly number[])[],
    signal?: AbortSignal,
  ): Promise<readonly Float32Array[]>;
}

/** @param base the model, and after how many of its layers */
export function headTrunk(source: StateSource, base: Base, { head, hidden, window, members }: HeadChoice): Trunk {
  const { width, contextTokens: most } = source;
  const shape: HeadShape = { head, width, hidden: head === 'mlp' ? hidden * members : 0, told: 0, window };
  const read = async (
    prompt: readonly number[],
    solutions: FeatureTexts,
    signal?: AbortSignal,
  ): Promise<Features[]> => {
    if (!solutions.length) return [];
    const distinct = new Map(solutions.map((tokens) => [tokens.join(), tokens.slice(0, most - prompt.length)]));
    const rows = await source.read(prompt, [...distinct.values()], signal);
    const features = new Map(
      [...distinct.keys()].map((key, row): [string, Features] => {
        return [key, { tokens: rows[row]!.length / width, seen: rows[row]!, told: NOTHING.told }];
      }),
    );
    return solutions.map((tokens) => features.get(tokens.join())!);
  };
  return {
    ...{ start: 'policy', base, shape, own: null, members, contextTokens: most },
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
