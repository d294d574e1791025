/** Reads a story in everyday words: sentence by sentence into quantities, then what is asked. */
import { sentencesOf } from '../parser';
import { readClause } from './clauses';
import { Memory } from './memory';
import { plainNumbers } from './numbers';
import { numbersIn, worth, type Quantity } from './quantities';
import { readQuestion } from './questions';

export type EverydayStory =
  | { readonly ok: true; readonly asked: Quantity; readonly noun: string }
  /** The sentence that could not be read; null where the sentences were read and what is asked does not follow. */
  | { readonly ok: false; readonly sentence: string | null };

/** What is asked for is counted in this; null where the question does not say. */
function nounOf(question: string): string | null {
  if (/^how old/i.test(question)) return 'age';
  if (/^how far/i.test(question)) return 'kilometres';
  if (/^how much|price/i.test(question)) return 'dollars';
  return (
    /^how many (?:more |fewer )?((?:(?!(?:does|do|did|are|is|were|has|have|can|will|in|of|and|not)\b)[\p{L}'-]+ ?){1,3})/iu.exec(
      question,
    )?.[1] ?? null
  );
}

/** A sentence as clauses, each with its subject or without. */
function clausesOf(sentence: string): string[] {
  return sentence
    .replace(/[.!]+$/, '')
    .replace(
      /^(?:then|later|after that|afterwards|at first|first|now|next|today|yesterday|at the [\p{L} ]+?(?= \d)|at a party|in a zoo|altogether),? (?=\S)/iu,
      '',
    )
    .split(/(?:, then | and then |; )/i)
    .map((clause) => clause.trim().replace(/ (?:also|then|now|only|just) /gi, ' '))
    .filter(Boolean);
}

/** Longer sentences than people write take the patterns long. */
const MOST_CHARACTERS = 240;

/** A sentence without any of these says nothing that can be counted: `Peter had some money.` */
const COUNTS =
  /\d|\b(?:half|third|quarter|fifth|twice|double|triple|times|same|equal(?:ly)?|each|every|more|fewer|less|as many|as much|another|both|all|rest|none|empty|older|younger)\b/i;

/** The story without the sentences that say nothing to count with. */
export const withoutIdle = (typed: string): string =>
  sentencesOf(typed.replace(/\s+/g, ' ').trim())
    .filter((sentence) => sentence.endsWith('?') || COUNTS.test(plainNumbers(sentence)))
    .join(' ');

/** `Julia has twice as many as Kate, and Kate has 3` as two clauses; a list stays one. */
function readSentence(memory: Memory, sentence: string): boolean {
  if (sentence.length > MOST_CHARACTERS) return false;
  return clausesOf(sentence).every((clause) => {
    if (readClause(memory, clause)) return true;
    // A second verb: the sentence says two things.
    for (const match of clause.matchAll(/,? and |, /g)) {
      const [left, right] = [clause.slice(0, match.index), clause.slice(match.index + match[0].length)];
      const aside = /^who (is|has|had) (\d+)$/.exec(right);
      if (aside) {
        const who = left.split(' ').at(-1)!;
        return readClause(memory, left) && readClause(memory, `${who} ${aside[1]} ${aside[2]}`);
      }
      const before = memory.copy();
      if (readClause(memory, left) && (readClause(memory, right) || readClause(memory, `it ${right}`))) return true;
      before();
    }
    return false;
  });
}

export function readEveryday(typed: string): EverydayStory {
  const text = plainNumbers(typed).replace(/\s+/g, ' ').trim();
  const sentences = sentencesOf(text);
  let question = sentences.pop();
  // "If each child gets 3, how many are needed?"
  const condition = /^(?:if|when|suppose) (?<said>.+?), (?<asked>(?:how|what) .+)$/iu.exec(question ?? '')?.groups;
  if (condition) {
    sentences.push(condition['said']!);
    question = condition['asked']!;
  }
  if (!question?.endsWith('?') || !sentences.length || question.length > MOST_CHARACTERS)
    return { ok: false, sentence: question ?? null };
  const memory = new Memory();
  for (const sentence of sentences)
    if (COUNTS.test(sentence) && !readSentence(memory, sentence)) return { ok: false, sentence };
  const last = memory.noun;
  // Every number that is stated is used: what is left out may have been misread.
  const told = text.replace(/\b(?:in|on|over) (?:the|all|both) \d+ \p{L}+/giu, '');
  const said = [...told.matchAll(/\d+/g)].map(([word]) => Number(word));
  const quantity = readQuestion(memory, question.replace(/\?+$/, '').trim()).find((asked) => {
    const used = numbersIn(asked);
    return (
      Number.isInteger(worth(asked)) && worth(asked) > 0 && said.every((value) => value < 2 || used.includes(value))
    );
  });
  if (!quantity) return { ok: false, sentence: null };
  return { ok: true, asked: quantity, noun: nounOf(question) ?? last };
}
