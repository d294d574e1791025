/**
 * P(True) of whole solutions (Kadavath et al. 2022, arXiv 2207.05221): the model that wrote a solution is asked whether it
 * is right, once, and the probability of yes against no is read from its logits. The question is that of
 * `self-judgement`, which asks it after every step and looks for the words among the likeliest alone.
 */
import type { Policy, Tokenizer } from '../model/types';
import { promptTokens } from '../model/prompt';
import { UNDECIDED } from './self-judgement';

/** The tokens that say yes, and those that say no. */
export interface AnswerWords {
  readonly yes: readonly number[];
  readonly no: readonly number[];
}

/** How a model may spell a word: with a capital or not, behind a space or not. */
const spellings = (word: string): string[] => {
  const all = [word, word[0]!.toUpperCase() + word.slice(1), word.toUpperCase()];
  return [...all, ...all.map((text) => ` ${text}`)];
};

/** Null where one of the words is no single token: then no one place of a text says its probability. */
export function answerWords(tokenizer: Tokenizer): AnswerWords | null {
  const singles = (word: string): number[] => [
    ...new Set(
      spellings(word).flatMap((text) => {
        const tokens = encoded(tokenizer, text);
        return tokens.length === 1 && tokenizer.tokenText(tokens[0]!).trim().toLowerCase() === word ? tokens : [];
      }),
    ),
  ];
  const words = { yes: singles('yes'), no: singles('no') };
  return words.yes.length && words.no.length ? words : null;
}

/** Nothing where the tokenizer lacks a character. */
function encoded(tokenizer: Tokenizer, text: string): readonly number[] {
  try {
    return tokenizer.encode(text);
  } catch {
    return [];
  }
}

/** What came of asking, and what it took. */
export interface AskedOnce {
  /** By question, in [0, 1]; 0.5 where it does not fit into the context. */
  readonly shares: readonly number[];
  /** That the model read. */
  readonly tokens: number;
}

/**
 * What several questions begin with is read once, the rest of each in a pass of its own.
 * @param questions prompts, each up to where the model would answer
 * @throws AppError `aborted`, and what the policy throws; whatever was opened is released
 */
export async function askOnce(
  policy: Policy,
  questions: readonly string[],
  words: AnswerWords,
  signal?: AbortSignal,
): Promise<AskedOnce> {
  const texts = questions.map((question) => promptTokens(policy.tokenizer, question));
  const most = policy.contextTokens ?? Infinity;
  const asked = [...new Set(texts.filter(({ length }) => length > 1 && length < most).map((tokens) => tokens.join()))];
  const distinct = asked.map((key) => key.split(',').map(Number));
  const known = new Map<string, number>();
  let read = 0;
  if (distinct.length) {
    const begins = beginningOf(distinct);
    const root = await policy.open(begins, signal);
    read += begins.length;
    try {
      for (const [at, tokens] of distinct.entries()) {
        const rest = tokens.slice(begins.length);
        read += rest.length;
        const prefix = policy.extend(root, rest);
        try {
          known.set(asked[at]!, await shareAt(policy, prefix, words, signal));
        } finally {
          policy.release(prefix);
        }
      }
    } finally {
      policy.release(root);
    }
  }
  return { shares: texts.map((tokens) => known.get(tokens.join()) ?? UNDECIDED), tokens: read };
}

/** The tokens that all begin with; one at least of each is left, and one at least is taken. */
function beginningOf(texts: readonly (readonly number[])[]): readonly number[] {
  const [first] = texts;
  const most = Math.min(...texts.map(({ length }) => length - 1));
  let length = 0;
  while (length < most && texts.every((tokens) => tokens[length] === first![length])) length++;
  return first!.slice(0, Math.max(1, length));
}

/** P(yes) of P(yes) + P(no), each of all its spellings. */
async function shareAt(
  policy: Policy,
  prefix: Parameters<Policy['release']>[0],
  { yes, no }: AnswerWords,
  signal: AbortSignal | undefined,
): Promise<number> {
  const massOf = async (tokens: readonly number[]): Promise<number> => {
    let mass = 0;
    // Of a first token nothing is computed: what is behind the prefix says it.
    for (const token of tokens) mass += Math.exp((await policy.scoreGivenTokens(prefix, [token], signal))[0]!.logprob);
    return mass;
  };
  const [right, wrong] = [await massOf(yes), await massOf(no)];
  return right + wrong > 0 ? right / (right + wrong) : UNDECIDED;
}
