import type { WorkedExample } from '../core/worked-example';

/**
 * How a hub model is asked: a conversation in the words of its own chat template, or, for a model without one, plain
 * text. The wording is ours and the reader may change it.
 */
export interface PromptFormat {
  /** Solved problems that come before the question, as turns of the conversation or one after the other; often none. */
  readonly examples: readonly WorkedExample[];
  /** Whether the tokenizer's chat template is used; else `user` alone is the prompt, as it stands. */
  readonly chat: boolean;
  /** What the model is told to do. Templates without a system turn get it at the head of the user's. */
  readonly system: string;
  /** Holds `{problem}` once. */
  readonly user: string;
  /** A step ends with the token in which this has been written, once the step holds anything else than space. */
  readonly delimiter: string;
}

/** In characters. */
export const PROMPT_LIMIT = 4000;
export const DELIMITER_LIMIT = 20;
export const EXAMPLES_LIMIT = 8;
/** In tokens. Two worked examples take some three hundred: a model with a smaller context begins without. */
const CONTEXT_FOR_EXAMPLES = 2048;

const SLOT = '{problem}';

/** What a format needs of a task. */
interface AskedTask {
  readonly hubPrompt: string;
  readonly hubExamples: readonly WorkedExample[];
  readonly stepEnd: string;
  readonly isTrained: boolean;
}

/** What it needs of a model. */
interface AskedModel {
  readonly hasChatTemplate: boolean;
  readonly contextTokens: number;
}

/**
 * The format to begin with. Qwen2.5, Llama 3, SmolLM2 and Gemma 3 bring their chat templates, and all of them end a
 * line where a step ends when they are told or shown to; a blank line ends it as well. A model without a template gets no
 * examples of a task that packs are trained for: most likely it has learned that task's own form, and nothing else.
 */
export const promptFormatFor = (
  { hubPrompt, hubExamples, stepEnd, isTrained }: AskedTask,
  { hasChatTemplate, contextTokens }: AskedModel,
): PromptFormat => ({
  chat: hasChatTemplate,
  system: hubPrompt,
  examples: contextTokens >= CONTEXT_FOR_EXAMPLES && (hasChatTemplate || !isTrained) ? hubExamples : [],
  user: hasChatTemplate ? SLOT : `${SLOT}\n`,
  delimiter: stepEnd,
});

export type PromptProblem =
  | { readonly code: 'no-slot' }
  | { readonly code: 'no-delimiter' }
  | { readonly code: 'no-example' }
  | { readonly code: 'too-many'; readonly limit: number }
  | { readonly code: 'too-long'; readonly limit: number };

/** Why a format cannot be used, or null. */
export function promptProblem({ system, user, delimiter, examples }: PromptFormat): PromptProblem | null {
  const shown = examples.flatMap(({ question, solution }) => [question, solution]);
  if ([system, user, ...shown].some((text) => text.length > PROMPT_LIMIT))
    return { code: 'too-long', limit: PROMPT_LIMIT };
  if (examples.length > EXAMPLES_LIMIT) return { code: 'too-many', limit: EXAMPLES_LIMIT };
  if (shown.some((text) => !text.trim())) return { code: 'no-example' };
  if (user.split(SLOT).length !== 2) return { code: 'no-slot' };
  if (delimiter.length < 1 || delimiter.length > DELIMITER_LIMIT) return { code: 'no-delimiter' };
  return null;
}

/** A line that tells the answer, as the worked examples do; or an answer in a box. A word in a number's place is none. */
const ANSWER =
  /(?:^|\n)[^\S\n]{0,8}[*#_]{0,4} ?(?:(?:so|thus|therefore|hence),? )?(?:the )?(?:final )?answer is(?![a-z])[^\n]*\d|\\boxed\{(?:[^{}\n]|\{)*\d/i;

/** Whether a step tells the answer: a model that goes on behind it goes on into a question of its own making. */
export const tellsAnswer = (step: string): boolean => ANSWER.test(step);

/** The user's turn, or the whole prompt of a model without a template. */
export const userText = ({ user }: PromptFormat, problem: string): string => user.split(SLOT).join(problem);

/** The turns before the reader's question, each a question with its solution. */
export const exampleTurns = (format: PromptFormat): WorkedExample[] =>
  format.examples.map(({ question, solution }) => ({ question: userText(format, question), solution }));

/** The whole prompt of a model without a template: an empty line stands behind each example. */
export const plainPrompt = (format: PromptFormat, problem: string): string =>
  [
    ...exampleTurns(format).map(({ question, solution }) => `${question}${solution}\n\n`),
    userText(format, problem),
  ].join('');
