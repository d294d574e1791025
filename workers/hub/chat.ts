/** Writes a conversation as a model's own chat template has it. */
import { AppError } from '../../src/core/errors';
import { shownPrompt } from '../../src/model/prompt';
import type { WorkedExample } from '../../src/core/worked-example';
import type { ModelFamily } from '../../src/protocol/hub';
import type { HubModel } from './hub-model';
import { fixedDay } from './fixed-day';

export type Templated = Pick<HubModel, 'tokenizer' | 'chatTemplate' | 'modelType'>;

interface Turn {
  readonly role: string;
  readonly content: string;
}

/**
 * Templates ask for these. The day is always the same, so that a run can be repeated; models that can think aloud
 * before they answer are asked not to, since their thoughts are no steps.
 */
const GIVEN = { date_string: fixedDay('%d %b %Y'), fixed_day: fixedDay, enable_thinking: false };

/** The library has a clock of its own under this name, which cannot be replaced by what a template is given. */
const CLOCK = /\bstrftime_now\b/g;

/** The template as the tokenizer would choose it, or null for a model that has none. */
export function templateOf({ tokenizer, chatTemplate }: Templated): string | null {
  if (chatTemplate !== null) return chatTemplate;
  try {
    const template = tokenizer.get_chat_template();
    return typeof template === 'string' ? template : null;
  } catch {
    return null;
  }
}

export const hasChatTemplate = (model: Templated): boolean => templateOf(model) !== null;

/** @throws what the template throws */
function render(model: Templated, turns: readonly Turn[], isAsking: boolean): string {
  const template = templateOf(model);
  return model.tokenizer.apply_chat_template([...turns], {
    tokenize: false,
    add_generation_prompt: isAsking,
    ...(template === null ? {} : { chat_template: template.replaceAll(CLOCK, 'fixed_day') }),
    ...GIVEN,
  });
}

/** Null where the template cannot write such a conversation. */
export function renderTurns(model: Templated, turns: readonly Turn[], isAsking: boolean): string | null {
  try {
    return templateOf(model) === null ? null : render(model, turns, isAsking);
  } catch {
    return null;
  }
}

/**
 * Up to where the model answers.
 * @param examples turns before the reader's
 * @throws AppError `bad-input` when the template cannot be used.
 */
export function writeChat(
  model: Templated,
  system: string,
  user: string,
  examples: readonly WorkedExample[] = [],
): string {
  const told = system.trim();
  const shown = examples.flatMap(({ question, solution }): Turn[] => [
    { role: 'user', content: question },
    { role: 'assistant', content: solution },
  ]);
  const asked = [...shown, { role: 'user', content: user }];
  if (told) {
    const text = renderTurns(model, [{ role: 'system', content: told }, ...asked], true);
    // Some templates refuse a system turn, and others pass it over in silence.
    if (text !== null && shownPrompt(text).includes(shownPrompt(told))) return text;
  }
  try {
    const [first, ...others] = asked;
    return render(model, told ? [{ ...first!, content: `${told}\n\n${first!.content}` }, ...others] : asked, true);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message.split('\n')[0] : '';
    throw new AppError('bad-input', `The model's chat template cannot be used: ${reason}`, {}, { cause });
  }
}

/**
 * What the template writes between the end of an answer and what the user says next; null where it does not show it, or
 * the model has no template.
 */
export function betweenTurns(model: Templated): string | null {
  // Words that no template holds, and none trims.
  const [answer, reply] = ['Answer-0-1', 'Reply-1-0'] as const;
  const turns = [
    { role: 'user', content: 'Question' },
    { role: 'assistant', content: answer },
    { role: 'user', content: reply },
  ];
  const text = renderTurns(model, turns, false);
  const [, behind] = text?.split(answer) ?? [];
  const at = behind?.indexOf(reply) ?? -1;
  return at < 1 ? null : behind!.slice(0, at);
}

/** By the marks with which a template writes turns. */
export function familyOf(model: Templated): ModelFamily {
  const template = templateOf(model) ?? '';
  if (template.includes('<start_of_turn>')) return 'gemma-3';
  if (template.includes('<|start_header_id|>')) return 'llama-3';
  if (template.includes('<|im_start|>')) {
    if (model.modelType.startsWith('qwen')) return 'qwen2.5';
    if (model.modelType === 'llama' || model.modelType === 'smollm3') return 'smollm2';
  }
  return 'other';
}
