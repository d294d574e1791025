/** The numbers that every search has, whatever its strategy; a task says with which of them it begins. */
export interface CommonParameters {
  /** K, the candidates in all: of a sampling strategy the paths, of a beam the candidates a step. */
  readonly samples: number;
  /** b, the beams that are kept; `samples` is a multiple of it. */
  readonly beam: number;
  readonly temperature: number;
  /** 0 is no limit. */
  readonly topK: number;
  readonly seed: number;
  readonly maxSteps: number;
  readonly maxStepTokens: number;
  /** Tokens that are recorded beside each that was written. */
  readonly alternatives: number;
}

/** What strategies, URLs and commands begin with: the setting in which OVM reports its Game of 24 with a small budget. */
export const STANDARD_PARAMETERS: CommonParameters = {
  samples: 20,
  beam: 4,
  temperature: 0.7,
  topK: 0,
  seed: 1,
  maxSteps: 10,
  maxStepTokens: 40,
  alternatives: 5,
};

/** Temperatures below it choose as it does: the likeliest of all. */
export const COLDEST = 1e-6;
