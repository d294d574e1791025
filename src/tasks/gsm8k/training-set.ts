import type { QuestionSet } from '../question-set';

/** The training set of GSM8K (Cobbe et al. 2021, MIT licence), as published: its test set is apart (`gsm8k/problems.json`). */
export const GSM8K_TRAINING: QuestionSet = {
  id: 'gsm8k',
  path: 'questions/gsm8k-train.jsonl',
  name: 'gsm8k-train.jsonl',
  questions: 7473,
  sizeBytes: 4_166_206,
  packedBytes: 1_338_732,
  sha256: '17f347dc51477c50d4efb83959dbb7c56297aba886e5544ee2aaed3024813465',
  source: 'https://github.com/openai/grade-school-math/blob/master/grade_school_math/data/train.jsonl',
  sourceName: 'openai/grade-school-math',
};
