/**
 * A value head on a weak model as the teacher of a strong one, after Burns et al. (arXiv:2312.09390): what the strong
 * model writes is read as text, so that the two may have tokenizers and prompts of their own. Deviation: there the student
 * is the strong model, tuned; here it is a head on its frozen states.
 */
import { AppError } from '../../src/core/errors';
import { PrefixTable } from '../../src/model/prefix-table';
import { promptTokens } from '../../src/model/prompt';
import type { ScoredStep, ScoreRequest, Tokenizer, Verifier } from '../../src/model/types';

/** Texts that the weak model reads side by side: each has caches of its own. */
const TOGETHER = 8;

interface Prefix {
  readonly prompt: readonly number[];
  readonly tokens: readonly number[];
}

/**
 * The weak head as a verifier of the strong model's tokens: a token has the value of the weak model's token that holds its
 * last character, and the end that of the end. What does not fit into the weak model has the value of the last that does.
 * A text is read once, whoever asks again.
 * @param weak whose verifier it is: the head, with the tokenizer of its model
 * @param strong of the model that writes
 * @param promptOf the weak model's prompt for one of the strong model's; undefined for one that is not known
 */
export function textTeacher(
  weak: { readonly head: Verifier; readonly tokenizer: Tokenizer },
  strong: Tokenizer,
  promptOf: (prompt: readonly number[]) => string | undefined,
): Verifier {
  const { head, tokenizer } = weak;
  const prefixes = new PrefixTable<Prefix>();
  const known = new Map<string, Float32Array>();
  const keyOf = ({ prompt, tokens }: Prefix): string => `${prompt.join()};${tokens.join()}`;
  const read = async (texts: readonly Prefix[], signal?: AbortSignal): Promise<void> => {
    const [{ prompt }] = texts as readonly [Prefix, ...Prefix[]];
    const asked = promptOf(prompt);
    if (asked === undefined) throw new AppError('internal', 'The teacher was given a prompt of no problem.');
    const own = promptTokens(tokenizer, asked);
    const room = (head.contextTokens ?? Infinity) - own.length;
    if (room < 1)
      throw new AppError('bad-input', 'A problem does not fit into the model of the teacher: take another.');
    const root = await head.open(own, signal);
    try {
      for (let from = 0; from < texts.length; from += TOGETHER) {
        const part = texts.slice(from, from + TOGETHER);
        const written = part.map(({ tokens }) => translate(tokens, strong, tokenizer));
        const requests = written.map(({ tokens }) => {
          const fitting = tokens.slice(0, room);
          return { prefix: root, tokens: fitting, logprobs: fitting.map(() => 0) };
        });
        const said = await head.score(requests, signal);
        for (const { prefix } of said) head.release(prefix);
        part.forEach((text, i) => {
          const { values } = said[i]!;
          known.set(
            keyOf(text),
            Float32Array.from(written[i]!.placeOf, (place) => values[Math.min(place, values.length - 1)]!),
          );
        });
      }
    } finally {
      head.release(root);
    }
  };
  return {
    ...{ id: head.id, info: head.info, scale: head.scale, needs: head.needs, contextTokens: null },
    open: async (prompt) => prefixes.add({ prompt, tokens: [] }),
    release: (prefix) => prefixes.release(prefix),
    score: async (requests: readonly ScoreRequest[], signal) => {
      const texts = requests.map(({ prefix, tokens }): Prefix => {
        const { prompt, tokens: before } = prefixes.get(prefix);
        return { prompt, tokens: [...before, ...tokens] };
      });
      const unread = new Map<string, Map<string, Prefix>>();
      for (const text of texts) {
        if (known.has(keyOf(text))) continue;
        const prompt = text.prompt.join();
        unread.set(prompt, (unread.get(prompt) ?? new Map<string, Prefix>()).set(keyOf(text), text));
      }
      for (const own of unread.values()) await read([...own.values()], signal);
      return texts.map((text, i): ScoredStep => {
        const values = known.get(keyOf(text))!;
        return { prefix: prefixes.add(text), values: values.slice(values.length - requests[i]!.tokens.length) };
      });
    },
  };
}

/**
 * A text of one model in the tokens of another.
 * @returns its tokens, one at least, and of every token that was given the place of the one that holds its last character
 */
export function translate(
  given: readonly number[],
  from: Tokenizer,
  to: Tokenizer,
): { readonly tokens: readonly number[]; readonly placeOf: readonly number[] } {
  const isWhole = given.at(-1) === from.eosToken;
  const text = from.decode(isWhole ? given.slice(0, -1) : given);
  const written = text ? to.encode(text) : [];
  const tokens = isWhole || !written.length ? [...written, to.eosToken] : written;
  // Characters before the end of each token. One that stands in two tokens has a sign of its own in both: so a place may
  // be off by one there.
  const ends: number[] = [];
  for (const token of tokens) ends.push((ends.at(-1) ?? 0) + to.tokenText(token).length);
  let [length, place] = [0, 0];
  const placeOf = given.map((token, i) => {
    if (isWhole && i === given.length - 1) return tokens.length - 1;
    length += from.tokenText(token).length;
    while (place < written.length - 1 && ends[place]! < length) place++;
    return place;
  });
  return { tokens, placeOf };
}
