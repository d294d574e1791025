/**
 * Numbers that a story does not tell and asks for: `Dan had some marbles. He won 8 and now has 21. How many did he have at
 * first?` A number that nobody may write stands for it, so that the sentences are read as any others; what they come to in
 * the end is then solved for it.
 */
import { exactly, type Later } from './later';
import type { Memory } from './memory';
import { isKindWord, nounKey } from './nouns';
import { combine, isOpen, number, SOME, type Quantity } from './quantities';
import { kindOfVerb, stem } from './verbs';

const START =
  /\b(?:at first|at the (?:start|beginning|outset)|in the beginning|to (?:begin|start) with|originally|(?:start|begin|started|began) with|(?:start|begin)$|before(?! noon)|first)\b/iu;
const NAME = String.raw`(?!(?:He|She|It|They|We|You|I|There|His|Her|The|In|On|At|If|How|After|Then|Now|Some|When)\b)\p{Lu}[\p{Ll}'-]+`;

/** `She has 6 sweets left` says how many she has, `12 were left` how many there are. */
const atLast = (sentence: string): string =>
  sentence
    .replace(/\bonly (?=\d)/gi, '')
    .replace(
      /(\b(?:has|have|had|is|are|was|were)(?: still)? \d+(?: \p{L}+){0,3}?) (?:left(?: over)?|remaining|over)\b/giu,
      '$1',
    )
    .replace(
      /(?<=^|, | and |but )(\d+(?: \p{L}+){0,2}?) (?:are|were|is) (?:still )?(?:left|remaining)\b/giu,
      'there are $1',
    )
    .replace(/(?<=^|, | and |but )(\d+(?: \p{L}+){0,2}?) (?:remain|remained)\b/giu, 'there are $1');

/** "She made 36. She had 8 left. How many did she sell?": before what she had in the end, she sold some. */
function withDeed(sentences: readonly string[], last: string, question: string): readonly string[] | null {
  const asked =
    /^how (?:many|much)(?: (?:more|new))?(?: (?<i>\p{L}+(?: \p{L}+)?))? (?:did|has|have|had|does|do) (?<a>he|she|it|they|we|i|\p{Lu}[\p{L}'-]+|(?:the|his|her|my) \p{Ll}+) (?<v>\p{Ll}+)(?: (?:away|up|out))?\??(?: [^\d]+)?$/iu.exec(
      question,
    )?.groups;
  const end = sentences.length - 1;
  // "How many cookies were eaten?"
  const gone = /^how many(?: (?<i>\p{L}+))? (?:were|was|are) (?<v>\p{Ll}+)\??$/iu.exec(question)?.groups;
  if (gone && end > 0 && kindOfVerb(gone['v']!) === 'loss' && /\b(?:left|remain|remained|remaining|now)\b/i.test(last))
    return [
      ...sentences.slice(0, end),
      `${SOME} ${gone['i'] ?? ''} were ${gone['v']!}.`.replace('  ', ' '),
      sentences[end]!,
    ];
  if (!asked || end < 1 || !['loss', 'gain', 'take'].includes(kindOfVerb(asked['v']!))) return null;
  if (
    !/^(?:now|in the end|at the end|afterwards|later|today|then)\b|\b(?:left|remaining|remain|remained|now|in the end)\b/iu.test(
      last,
    )
  )
    return null;
  const noun = asked['i'] === undefined || /^money$/i.test(asked['i']) ? (asked['i'] ? 'dollars' : '') : asked['i'];
  const deed = `${asked['a']!} ${asked['v']!} ${SOME} ${noun}`.trim();
  return [...sentences.slice(0, end), `${deed[0]!.toUpperCase()}${deed.slice(1)}.`, sentences[end]!];
}

/** The sentences with a number for what is not told; null where nothing of the kind is asked for. */
export function withSome(sentences: readonly string[], question: string): readonly string[] | null {
  const said = sentences.map((sentence) =>
    atLast(sentence)
      .replace(
        /\b(?:some|a few|several|a number of|a certain number of|a lot of|lots of|many)(?= (?:more$|more (?:in|on|at|from|to|for)\b|(?:more )?(?:\p{L}+ )?(?:\p{L}+s|children|people|men|women|sheep|fish|geese|mice|money|of (?:them|his|her|the|their|these))\b))/giu,
        `${SOME}`,
      )
      .replace(`${SOME} money`, `${SOME} dollars`),
  );
  const many = said.join(' ').split(`${SOME}`).length - 1;
  if (many === 1) return said;
  const asked = START.test(question)
    ? /^how (?:many|much) (?<i>\p{L}+(?: \p{L}+)?) (?:did|had|does|do|has|have|were|was|are) (?<a>there|he|she|it|they|we|i|\p{Lu}[\p{L}'-]+)\b/iu.exec(
        question,
      )?.groups
    : undefined;
  const done = many ? null : withDeed(said, sentences.at(-1) ?? '', question);
  if (done) return done;
  if (many > 1 || !asked) return null;
  const [noun, who] = [asked['i']!, asked['a']!];
  if (/^there$/i.test(who)) return [`There were ${SOME} ${noun}.`, ...said];
  const first = /^(?:he|she)$/i.test(who)
    ? new RegExp(String.raw`(?<=^|[.!] )(?:${NAME})`, 'u').exec(said.join(' '))
    : null;
  const owner = first?.[0] ?? (/^\p{Lu}[\p{Ll}'-]+$/u.test(who) || /^(?:we|i)$/i.test(who) ? who : null);
  return owner === null ? null : [`${owner} had ${SOME} ${noun}.`, ...said];
}

/** What the number is that came to so much; null where it is in what it comes to more than once. */
export function solve(of: Quantity, end: Quantity): Quantity | null {
  if (of.kind === 'number') return isOpen(of) ? end : null;
  const { operation, left, right } = of;
  if (isOpen(left) && isOpen(right)) {
    // A whole less a part of it.
    const isPart = operation === '-' && right.kind === 'sum' && right.operation === '/';
    if (!isPart || right.right.kind !== 'number' || JSON.stringify(right.left) !== JSON.stringify(left)) return null;
    const by = right.right.value;
    return solve(left, combine(by === 2 ? end : combine(end, '/', number(by - 1)), '*', number(by)));
  }
  if (isOpen(left)) {
    const inverse = { '+': '-', '-': '+', '*': '/', '/': '*', '%': null }[operation];
    return inverse === null ? null : solve(left, combine(end, inverse as '+', right));
  }
  if (operation === '+' || operation === '*') return solve(right, combine(end, operation === '+' ? '-' : '/', left));
  return operation === '-' ? solve(right, combine(left, '-', end)) : null;
}

/** `There are 40 cars in all`, of which some are white: what all comes to. False where it says nothing of the kind. */
export function sayAll(memory: Memory, sentence: string): boolean {
  const all =
    /^(?:(?:altogether|in all|in total|together),? )?(?:there (?:are|were) |(?:it|he|she|they|we|i|\p{Lu}\p{Ll}+|(?:the|his|her) \p{Ll}+) \p{Ll}+ )?(\d+)(?: (\p{L}+))?(?: (?:in all|altogether|in total|together))?(?: (?:in|on|at) [\p{L} ]+)?\.?$/iu.exec(
      sentence,
    );
  if (!all || !/\b(?:in all|altogether|in total|together)\b/i.test(sentence)) return false;
  const noun = nounKey(all[2] ?? memory.noun);
  const parts = memory.parts(null, noun);
  const sum = memory.sumOf(parts)();
  if (parts.length < 2 || !sum || !isOpen(sum)) return false;
  memory.balance = { noun, of: sum, end: exactly(Number(all[1])) };
  return true;
}

/** What is asked for of a story with a number that is not told. */
export function openAsked(memory: Memory, sentences: readonly string[], question: string): readonly Later[] {
  const { balance } = memory;
  if (!balance || /\b(?:than|more .* now)\b/i.test(question)) return [];
  const value: Later = () => {
    const end = balance.end();
    return end && solve(balance.of, end);
  };
  const said = sentences.find((sentence) => sentence.includes(`${SOME}`)) ?? '';
  const [, before = '', thing = ''] =
    new RegExp(
      String.raw`(\p{L}+)(?: (?:up|away|him|her|them|out))?,? ${SOME} (?:more )?((?:\p{L}+ ?){0,2})`,
      'iu',
    ).exec(said) ?? [];
  if (START.test(question)) return /^(?:had|has|have|was|were|are|is|)$/i.test(before) ? [value] : [];
  if (/\b(?:now|left|altogether|in all|in total|after|still|together|remain|remaining|than)\b/i.test(question))
    return [];
  const asked = nounKey(
    /^how many (?:more |new )?((?:(?!(?:does|do|did|are|is|were|was|has|have)\b)\p{L}+ ?){1,2})/iu.exec(
      question,
    )?.[1] ?? '',
  );
  const verbs = (question.match(/\p{Ll}+/gu) ?? []).map(stem);
  // "How many did she lose?" of what she lost; "how many are white?" of the white ones.
  if (['loss', 'gain', 'take'].includes(kindOfVerb(before)) || /^(?:came|left|flew|joined|arrived)$/i.test(before))
    return verbs.includes(stem(before)) ? [value] : [];
  const kind = nounKey(thing.split(/ (?:in|on|at|and)\b/)[0]!);
  return asked !== '' && asked === kind && !isKindWord(asked) ? [value] : [];
}
