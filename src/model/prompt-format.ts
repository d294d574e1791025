/**
 * How a hub model is asked: a conversation in the words of its own chat template, or, for a model without one, plain
 * text. The wording is ours and the reader may change it.
 */
export interface PromptFormat {
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

const SLOT = '{problem}';

/** What a format needs of a task. */
interface AskedTask {
  readonly hubPrompt: string;
  readonly stepEnd: string;
}

/**
 * The format to begin with. Qwen2.5, Llama 3, SmolLM2 and Gemma 3 bring their chat templates, and all of them end a
 * line where a step ends when they are told to; a blank line ends it as well.
 */
export const promptFormatFor = ({ hubPrompt, stepEnd }: AskedTask, hasChatTemplate: boolean): PromptFormat => ({
  chat: hasChatTemplate,
  system: hubPrompt,
  user: hasChatTemplate ? SLOT : `${SLOT}\n`,
  delimiter: stepEnd,
});

export type PromptProblem =
  | { readonly code: 'no-slot' }
  | { readonly code: 'no-delimiter' }
  | { readonly code: 'too-long'; readonly limit: number };

/** Why a format cannot be used, or null. */
export function promptProblem({ system, user, delimiter }: PromptFormat): PromptProblem | null {
  if (system.length > PROMPT_LIMIT || user.length > PROMPT_LIMIT) return { code: 'too-long', limit: PROMPT_LIMIT };
  if (user.split(SLOT).length !== 2) return { code: 'no-slot' };
  if (delimiter.length < 1 || delimiter.length > DELIMITER_LIMIT) return { code: 'no-delimiter' };
  return null;
}

/** The user's turn, or the whole prompt of a model without a template. */
export const userText = ({ user }: PromptFormat, problem: string): string => user.split(SLOT).join(problem);

/** A format in one line, for a trace: models differ in it as much as in their weights. */
export const describePrompt = ({ chat, system, user, delimiter }: PromptFormat): string =>
  JSON.stringify({ chat, ...(chat ? { system } : {}), user, delimiter });
