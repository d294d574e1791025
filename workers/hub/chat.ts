/** Writes a conversation as a model's own chat template has it. */
import { AppError } from '../../src/core/errors';
import type { ModelFamily } from '../../src/protocol/hub';
import type { HubModel } from './hub-model';

type Templated = Pick<HubModel, 'tokenizer' | 'chatTemplate' | 'modelType'>;

/**
 * Templates ask for these. The day is always the same, so that a run can be repeated; models that can think aloud
 * before they answer are asked not to, since their thoughts are no steps.
 */
const GIVEN = { date_string: '01 Jan 2026', enable_thinking: false };

/** The template as the tokenizer would choose it, or null for a model that has none. */
function templateOf({ tokenizer, chatTemplate }: Templated): string | null {
  if (chatTemplate !== null) return chatTemplate;
  try {
    const template = tokenizer.get_chat_template();
    return typeof template === 'string' ? template : null;
  } catch {
    return null;
  }
}

export const hasChatTemplate = (model: Templated): boolean => templateOf(model) !== null;

/** Up to where the model answers. @throws AppError `bad-input` when the template cannot be used. */
export function writeChat(model: Templated, system: string, user: string): string {
  const template = templateOf(model);
  const write = (messages: { role: string; content: string }[]): string =>
    model.tokenizer.apply_chat_template(messages, {
      tokenize: false,
      add_generation_prompt: true,
      ...(template === null ? {} : { chat_template: template }),
      ...GIVEN,
    });
  const told = system.trim();
  const asUser = [{ role: 'user', content: told ? `${told}\n\n${user}` : user }];
  try {
    if (told) {
      try {
        const text = write([{ role: 'system', content: told }, ...asUser.map(() => ({ role: 'user', content: user }))]);
        // Some templates pass a system turn over in silence.
        if (text.includes(told)) return text;
      } catch {
        // Others refuse one.
      }
    }
    return write(asUser);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message.split('\n')[0] : '';
    throw new AppError('bad-input', `The model's chat template cannot be used: ${reason}`, {}, { cause });
  }
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
