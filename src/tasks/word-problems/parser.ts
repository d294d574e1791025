/** Reads any story of the grammar back, and names the sentence where it cannot. */
import { converts, QUESTIONS, RELATIONS, type Slots, type Stage } from './relations';
import type { Refusal } from './everyday/refusals';
import { sentencesOf } from './sentences';
import { solveStory, type Solved, type StoryFault } from './solver';
import { canBeFirst, fillWording, type Asking, type Fact, type Story } from './story';
import { MAX_VALUE, MIN_TYPED, NAMES, VERBS } from './lexicon';

/** Longest text that is read as a story, in characters. */
export const MAX_TEXT = 2000;
/** Most sentences, the question included. The longest generated story has fewer. */
export const MAX_SENTENCES = 20;

export type StoryProblem =
  | { readonly code: 'empty' }
  | { readonly code: 'text-too-long'; readonly limit: number }
  | { readonly code: 'too-many-sentences'; readonly limit: number }
  | { readonly code: 'no-question'; readonly sentence: string }
  | { readonly code: 'early-question'; readonly sentence: string }
  | { readonly code: 'unknown-sentence'; readonly sentence: string }
  | Refusal
  | { readonly code: 'unknown-word'; readonly sentence: string; readonly word: string }
  | StoryFault;

export type ParsedStory =
  | { readonly ok: true; readonly story: Story; readonly solved: Solved }
  | { readonly ok: false; readonly problem: StoryProblem };

/** A wording as a pattern with one named group for every slot. */
interface Pattern<T> {
  readonly of: T;
  readonly wording: number;
  readonly text: string;
  readonly exact: RegExp;
}

const VERB = [...new Set([...VERBS.values()].flatMap(({ one, many, past }) => [one, many, ...(past ? [past] : [])]))];

function compile<T extends { readonly wordings: readonly string[] }>(of: T): Pattern<T>[] {
  return of.wordings.map((text, wording) => {
    const body = text
      .replace(/[.?]/g, '\\$&')
      .replace(/\{(has|have)\}/g, `(?:${VERB.join('|')})`)
      .replace(/\{([nm])\}/g, '(?<$1>\\d[\\d.,]*)')
      .replace(/\{([ABCij])\}/g, '(?<$1>\\p{L}+)');
    return { of, wording, text, exact: new RegExp(`^${body}$`, 'iu') };
  });
}

const FACTS = RELATIONS.flatMap((relation) => compile(relation));
const ASKINGS = QUESTIONS.flatMap((question) => compile(question));
const KNOWN_NAMES = new Map(NAMES.map((name) => [name.toLowerCase(), name]));

type SlotProblem = { readonly code: 'unknown-word' | 'bad-number'; readonly word: string };

/** The slots of a matched sentence, or the first word that is not among those that may stand there. */
function readSlots(
  groups: Readonly<Record<string, string>>,
  units: readonly string[],
  others: readonly string[],
): Slots | SlotProblem {
  const slots: Record<string, string | number> = {};
  for (const [name, word] of Object.entries(groups)) {
    if (name === 'n' || name === 'm') {
      // A comma stands before three digits; `1,2` is no way to write 12.
      const value = /^(\d{1,3}(,\d{3})+|\d+)$/.test(word) ? Number(word.replaceAll(',', '')) : NaN;
      if (!(value >= MIN_TYPED && value <= MAX_VALUE)) return { code: 'bad-number', word };
      slots[name] = value;
    } else if (name === 'i' || name === 'j') {
      const lower = word.toLowerCase();
      if (!(name === 'i' ? units : others).includes(lower)) return { code: 'unknown-word', word };
      slots[name] = lower;
    } else {
      const known = KNOWN_NAMES.get(word.toLowerCase());
      if (known === undefined) return { code: 'unknown-word', word };
      slots[name] = known;
    }
  }
  return slots as unknown as Slots;
}

const isSlots = (read: Slots | SlotProblem): read is Slots => !('code' in read);

type Sentence<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly problem: StoryProblem };

/** The one reading of a sentence among `patterns`; the most telling problem when there is none. */
function readSentence<T extends { readonly units: readonly string[]; readonly others?: readonly string[] }, U>(
  sentence: string,
  body: string,
  patterns: readonly Pattern<T>[],
  build: (pattern: Pattern<T>, slots: Slots) => U | null,
): Sentence<U> {
  let problem: SlotProblem | null = null;
  for (const pattern of patterns) {
    const match = pattern.exact.exec(body);
    if (!match) continue;
    const slots = readSlots(match.groups ?? {}, pattern.of.units, pattern.of.others ?? []);
    if (!isSlots(slots)) {
      problem ??= slots;
      continue;
    }
    const value = build(pattern, slots);
    if (value) return { ok: true, value };
  }
  return { ok: false, problem: problem ? { ...problem, sentence } : { code: 'unknown-sentence', sentence } };
}

const isSame = (a: string, b: string): boolean => a.toLowerCase() === b.replace(/(\d),(?=\d)/g, '$1').toLowerCase();

function readFact(sentence: string): Sentence<Fact> {
  const body = sentence.replace(/^at first,? */i, '');
  const isPrefixed = body !== sentence;
  return readSentence(sentence, body, FACTS, ({ of, wording, text }, slots) => {
    // The verb tells the stage, and must be the one that goes with the thing.
    const stages: Stage[] = canBeFirst(text, slots.i ?? '') ? ['first', 'now'] : ['now'];
    const stage = stages.find((candidate) => isSame(fillWording(text, slots, candidate), body));
    if (of.kind === 'conversion' && !converts(slots.j ?? '', slots.i ?? '')) return null;
    if (stage === undefined || (isPrefixed && stage !== 'first')) return null;
    return { relation: of, wording, slots, stage };
  });
}

const readQuestion = (sentence: string): Sentence<Asking> =>
  readSentence(sentence, sentence, ASKINGS, ({ of, wording, text }, slots) =>
    isSame(fillWording(text, slots, 'now'), sentence) ? { question: of, wording, slots } : null,
  );

/** Whether a sentence, alone, is one of the grammar. */
export const isSentence = (sentence: string): boolean =>
  (sentence.endsWith('?') ? readQuestion : readFact)(sentence).ok;

/**
 * Reads a typed story: facts in any order, then one question. Upper and lower case, spaces, line ends and commas in
 * numbers do not matter; "At first" may be left out where the verb says it.
 */
export function parseStory(typed: string): ParsedStory {
  const fail = (problem: StoryProblem): ParsedStory => ({ ok: false, problem });
  if (typed.length > MAX_TEXT) return fail({ code: 'text-too-long', limit: MAX_TEXT });
  const text = typed.normalize('NFKC').replace(/\s+/g, ' ').trim();
  const sentences = sentencesOf(text);
  if (!sentences.length) return fail({ code: 'empty' });
  if (sentences.length > MAX_SENTENCES) return fail({ code: 'too-many-sentences', limit: MAX_SENTENCES });
  const last = sentences.pop()!;
  const facts: Fact[] = [];
  for (const sentence of sentences) {
    if (sentence.endsWith('?')) return fail({ code: 'early-question', sentence });
    const fact = readFact(sentence);
    if (!fact.ok) return fail(fact.problem);
    facts.push(fact.value);
  }
  if (!last.endsWith('?')) return fail({ code: 'no-question', sentence: last });
  const asking = readQuestion(last);
  if (!asking.ok) return fail(asking.problem);
  const story: Story = { facts, asking: asking.value };
  const result = solveStory(story);
  return result.ok ? { ok: true, story, solved: result.solved } : fail(result.fault);
}
