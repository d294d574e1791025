/** What ends a text of a hub model, and which of its tokens are controls, wherever its files name them. */
import type { Templated } from './chat';
import { renderTurns, templateOf } from './chat';
import { addedTokens, type PromptTokenizer } from './prompt-tokens';

/** Said by the assistant in a conversation that is written to see what comes behind it. */
const SAID = 'Inkling 42';

/** A model, and the tokens that end its texts, to which more may be added. */
interface Ending extends Templated {
  readonly ends: number[];
}

const asked = new WeakSet<Ending>();

/**
 * Adds the token with which the chat template closes a turn: tuning taught the model to write it at the end of its own,
 * whatever the configuration names. Done once a model, and only when it is asked something: a template may never end.
 */
export function addTurnEnd(model: Ending): void {
  if (asked.has(model)) return;
  asked.add(model);
  const end = turnEnd(model);
  if (end !== null && !model.ends.includes(end)) model.ends.push(end);
}

/** Null where the template cannot be used, or closes a turn with nothing that is one token. */
function turnEnd(model: Templated): number | null {
  const turns = [
    { role: 'user', content: 'How many?' },
    { role: 'assistant', content: SAID },
  ];
  // Some templates close a turn only before the next one.
  for (const conversation of [turns, [...turns, { role: 'user', content: 'And then?' }]]) {
    const text = renderTurns(model, conversation, false) ?? '';
    const at = text.lastIndexOf(SAID);
    if (at < 0) continue;
    const rest = text.slice(at + SAID.length).trimStart();
    const [next] = addedTokens(model.tokenizer as unknown as PromptTokenizer)
      .filter(({ content }) => content.trim() !== '' && rest.startsWith(content))
      .sort((a, b) => b.content.length - a.content.length);
    if (next) return next.id;
  }
  return null;
}

const known = new WeakMap<object, readonly string[]>();

/**
 * What must not be read as a control token in a reader's text: tokens that the tokenizer calls special, that end a text,
 * or that the template writes. Other tokens that were added to a vocabulary, such as runs of spaces, are text.
 */
export function controlsOf(model: Ending): readonly string[] {
  const found = known.get(model);
  if (found) return found;
  const template = templateOf(model) ?? '';
  const controls = addedTokens(model.tokenizer as unknown as PromptTokenizer)
    .filter(({ id, content, special }) => special || model.ends.includes(id) || template.includes(content))
    .map(({ content }) => content)
    .filter((content) => content.trim().length > 1)
    .sort((a, b) => b.length - a.length);
  known.set(model, controls);
  return controls;
}
