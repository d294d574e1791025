/**
 * What speaks for a step of a reading, as features of a linear score (a log-linear model over expression trees, after Roy
 * and Roth, EMNLP 2015). They stand in groups by what they depend on, so that each is worked out once for a story.
 */
import { kindOfDeed, kindOfNoun, type DeedKind, type NounKind } from './kinds';
import { contentOf, type Numeral, type Scene } from './numerals';
import { OPERATIONS, type Operation } from './readings';

/** Size of the table of weights, in bits. */
export const HASH_BITS = 20;

/** FNV-1a. */
export function hashOf(feature: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < feature.length; i++) {
    hash ^= feature.charCodeAt(i);
    hash = Math.imul(hash, 0x01000193);
  }
  return hash;
}

/** What tells the places of an operation's features apart from another's; `null` is for a number that is left out. */
export const saltOf = (operation: Operation | null): number =>
  Math.imul((operation === null ? 0 : OPERATIONS.indexOf(operation) + 1) + 1, 0x9e3779b1);

/** Place in the table of weights of a feature with the operation of a salt. */
export function placeBy(hash: number, salt: number): number {
  const mixed = Math.imul(hash ^ salt, 0x85ebca6b);
  return (mixed ^ (mixed >>> 15)) & ((1 << HASH_BITS) - 1);
}

/** Place in the table of weights of a feature with an operation. */
export const placeOf = (hash: number, operation: Operation | null): number => placeBy(hash, saltOf(operation));

/** What a number stands beside: whether its clause says so much for each, more or fewer, what is left. */
const TOLD = [
  'each', 'every', 'per', 'more', 'fewer', 'less', 'left', 'as', 'than', 'of', 'a', 'in', 'for', 'equal', 'row', 'rest',
  'together',
]; // prettier-ignore
/** What a question asks for. */
const ASKED = ['each', 'more', 'left', 'together', 'total', 'altogether', 'cost', 'old', 'long', 'far'];

/** What features say of one number. */
interface About {
  readonly told: readonly string[];
  readonly deeds: readonly DeedKind[];
  readonly is: NounKind;
}

const deedsIn = (words: readonly string[]): DeedKind[] => [
  ...new Set(words.map(kindOfDeed).filter((kind) => kind !== null)),
];

const worked = new WeakMap<Numeral, About>();
/** Worked out once for each number. */
function aboutOf(numeral: Numeral): About {
  const { clause, near } = numeral;
  const about = worked.get(numeral) ?? {
    told: TOLD.filter((word) => clause.includes(word) || near.some((one) => one.endsWith(`:${word}`))),
    deeds: deedsIn(clause),
    is: kindOfNoun(numeral.unit),
  };
  worked.set(numeral, about);
  return about;
}

/** Of the left or the right number alone. */
export const numberFeatures = (numeral: Numeral, side: 'a' | 'b'): string[] => {
  const { clause, near, beside, kind, flow } = numeral;
  const { deeds, is } = aboutOf(numeral);
  return [
    ...clause.map((word) => `${side} ${word}`),
    ...near.map((word) => `n${side} ${word}`),
    ...beside.map((word) => `s${side} ${word}`),
    `k${side} ${is} ${kind}`,
    ...(flow === '' ? [] : [`flow${side} ${flow}`]),
    ...deeds.map((deed) => `v${side} ${deed} ${is}`),
  ];
};

/** Of the question, for a step that gives the answer and for one before it. */
export const questionFeatures = ({ question }: Scene, isLast: boolean): string[] => [
  ...question.words.map((word) => `${isLast ? 'Q' : 'q'} ${word}`),
  `${isLast ? 'Q' : 'q'}k ${kindOfNoun(question.unit)}`,
  ...(isLast ? question.opening.map((words) => `Qo ${words}`) : []),
  ...(isLast ? question.pairs.map((words) => `Qp ${words}`) : []),
];

/** Whether somebody is among others; `?` where nobody is named on a side. */
const among = (who: readonly string[], others: readonly string[]): '+' | '-' | '?' =>
  !who.length || !others.length ? '?' : who.some((name) => others.includes(name)) ? '+' : '-';

/** What is compared of two numbers: order in the text, unit, whose they are, and which of them is asked for. */
function relationOf({ numerals, question }: Scene, left: number, right: number) {
  const [a, b] = [numerals[left]!, numerals[right]!];
  return {
    a,
    b,
    order: a.at < b.at ? '<' : '>',
    unit: a.unit === b.unit ? 'same' : 'other',
    asked: `${a.unit === question.unit ? 'A' : ''}${b.unit === question.unit ? 'B' : ''}`,
    who: `${among(a.who, b.who)}${among(a.who, question.who)}${among(b.who, question.who)}`,
  };
}

/** Whether one number counts what the clause of the other names: `3 adults` and `12 dollars for adults`. */
const counts = (one: Numeral, other: Numeral): boolean => one.unit !== other.unit && other.nouns.includes(one.unit);

/** How two numbers belong together; `rival` where one belongs to a third instead. */
function bondOf({ numerals }: Scene, a: Numeral, b: Numeral): '>' | '<' | 'rival' | '-' {
  if (counts(a, b)) return '>';
  if (counts(b, a)) return '<';
  const isTaken = (one: Numeral) => numerals.some((other) => counts(one, other) || counts(other, one));
  return isTaken(a) || isTaken(b) ? 'rival' : '-';
}

/** How many words stand between two numbers, some or many, and whether they share a clause. */
const apartOf = (a: Numeral, b: Numeral): string => {
  const words = Math.abs(a.at - b.at);
  return `${words < 4 ? words : words < 8 ? 'near' : 'far'}${a.sentence === b.sentence && a.clauseAt === b.clauseAt ? ' clause' : ''}`;
};

/** Of two numbers beside each other. */
export function pairFeatures(scene: Scene, left: number, right: number): string[] {
  const { a, b, order, unit, asked, who } = relationOf(scene, left, right);
  const bond = bondOf(scene, a, b);
  const apart = apartOf(a, b);
  const [aboutA, aboutB] = [aboutOf(a), aboutOf(b)];
  const kinds = `${aboutA.is} ${aboutB.is}`;
  return [
    `uk ${kinds}`,
    `uk ${kinds} ${order}`,
    `uk ${kinds} ${a.kind} ${b.kind}`,
    `uk ${kinds} q ${kindOfNoun(scene.question.unit)}`,
    ...aboutB.told.map((word) => `uk ${kinds} fb ${word}`),
    ...aboutA.told.map((word) => `uk ${kinds} fa ${word}`),
    ...aboutB.deeds.map((kind) => `uk ${kinds} vb ${kind}`),
    ...aboutA.deeds.map((kind) => `uk ${kinds} va ${kind}`),
    ...aboutA.deeds.flatMap((va) => aboutB.deeds.map((vb) => `vv ${va} ${vb} ${order}`)),
    '',
    `who ${who}`,
    `who ${who} ${order}`,
    `who ${who} ${unit} ${asked}`,
    ...(a.flow === b.flow ? [] : [`flow ${a.flow} ${b.flow} ${order}`]),
    `order ${order}`,
    `apart ${apart}`,
    `apart ${apart} ${a.kind} ${b.kind}`,
    `bond ${bond}`,
    `bond ${bond} ${order}`,
    `bond ${bond} ${unit} ${asked}`,
    `bond ${bond} ${a.kind} ${b.kind}`,
    `unit ${unit}`,
    `unit ${unit} ${asked} ${order}`,
    `kinds ${a.kind} ${b.kind}`,
    `far ${Math.min(3, Math.abs(a.sentence - b.sentence))}`,
    `asked ${a.isAsked} ${b.isAsked}`,
    `size ${a.value > b.value ? '>' : '<='} ${order}`,
    ...[...aboutB.told.map((word) => `fb ${word}`), ...aboutA.told.map((word) => `fa ${word}`)].flatMap((told) => [
      told,
      `${told} ${order}`,
      `${told} ${unit} ${asked}`,
    ]),
    ...aboutA.deeds.flatMap((kind) => [`va ${kind} ${order}`, `va ${kind} ${who}`]),
    ...aboutB.deeds.flatMap((kind) => [`vb ${kind} ${order}`, `vb ${kind} ${unit}`, `vb ${kind} ${who}`]),
  ];
}

/** Of two numbers in the step that gives the answer. */
export function lastPairFeatures(scene: Scene, left: number, right: number): string[] {
  const { a, b, unit, asked, who } = relationOf(scene, left, right);
  const [aboutA, aboutB] = [aboutOf(a), aboutOf(b)];
  const told = [...aboutB.told.map((word) => `fb ${word}`), ...aboutA.told.map((word) => `fa ${word}`)];
  const kinds = `${aboutA.is} ${aboutB.is} q ${kindOfNoun(scene.question.unit)}`;
  const deeds = deedsIn(scene.question.words);
  return [
    `Quk ${kinds}`,
    ...scene.question.opening.slice(1, 3).map((words) => `Quk ${words} ${kinds}`),
    ...deeds.flatMap((deed) => [
      `Qvk ${deed} ${kinds}`,
      ...aboutA.deeds.map((va) => `Qva ${deed} ${va}`),
      ...aboutB.deeds.map((vb) => `Qvb ${deed} ${vb}`),
    ]),
    ...ASKED.filter((word) => scene.question.words.includes(word)).flatMap((word) =>
      told.map((other) => `Qf ${word} ${other}`),
    ),
    ...scene.question.opening
      .slice(1, 3)
      .flatMap((words) => [
        `Qu ${words} ${unit} ${asked}`,
        `Qw ${words} ${who}`,
        `Qk ${words} ${bondOf(scene, a, b)}`,
        ...b.clause.map((word) => `Qb ${words} ${word}`),
        ...a.clause.map((word) => `Qa ${words} ${word}`),
        ...aboutB.deeds.map((kind) => `Qv ${words} ${kind}`),
      ]),
  ];
}

/** Of what the two parts of a step are made by (`shape`), whatever numbers they are. */
export function treeFeatures({ numerals, question, deeds }: Scene, shape: string, isLast: boolean): string[] {
  return [
    `shape ${shape}`,
    `last ${isLast} ${shape}`,
    `last ${isLast} of ${numerals.length}`,
    ...(isLast
      ? [
          `deeds ${deeds} ${shape}`,
          ...question.opening.slice(1, 3).flatMap((words) => [`Qs ${words} ${shape}`, `Qd ${words} ${deeds}`]),
        ]
      : []),
  ];
}

/** Of what two parts are made by, and of the numbers that they are about. */
export function shapeFeatures(scene: Scene, left: number, right: number, shape: string, isLast: boolean): string[] {
  const { a, b, order, unit, asked } = relationOf(scene, left, right);
  const kinds = `${aboutOf(a).is} ${aboutOf(b).is}`;
  return [
    `uk ${kinds} ${shape}`,
    `uk ${kinds} ${shape} ${isLast} q ${kindOfNoun(scene.question.unit)}`,
    `order ${order} ${shape}`,
    `bond ${bondOf(scene, a, b)} ${shape} ${isLast}`,
    `unit ${unit} ${asked} ${isLast}`,
    `kinds ${a.kind} ${b.kind} ${shape} ${order}`,
    ...(isLast ? [`deeds ${scene.deeds} ${order} ${shape}`] : []),
  ];
}

const SHARED = ['none', 'other', 'some', 'same'] as const;
/** What two parts of a step share of what they are counted in (a place in `SHARED`), and which are in the question's unit. */
export const unitRelation = (left: number, right: number): readonly [shared: number, asked: number] => [
  left === right ? 3 : left & right ? 2 : left && right ? 1 : 0,
  (left & 1) * 2 + (right & 1),
];

/** Of what the two parts of a step are counted in. */
export function unitFeatures([relation, asked]: readonly [number, number], shape: string, isLast: boolean): string[] {
  const shared = SHARED[relation]!;
  return [
    `units ${shared}`,
    `units ${shared} ${isLast}`,
    `units ${shared} ${asked} ${isLast}`,
    `units ${shared} ${shape}`,
    `units ${shared} ${asked} ${isLast} ${shape}`,
  ];
}

const BOUNDS = [1, 4, 12, 49, 199, 999] as const;
/** How large a value is, 0 to `BOUNDS.length`. */
const sizeOf = (value: number): number => {
  const at = BOUNDS.findIndex((bound) => value <= bound);
  return at < 0 ? BOUNDS.length : at;
};
/** How large the two parts of a step are, and whether the right one divides the left. */
export type Sizes = readonly [left: number, right: number, divides: 0 | 1];
export const sizesOf = (left: number, right: number): Sizes => [
  sizeOf(left),
  sizeOf(right),
  Number.isInteger(Math.round((left / right) * 1e6) / 1e6) ? 1 : 0,
];
/** A place for each. */
export const sizesPlace = ([left, right, divides]: Sizes): number => (left * (BOUNDS.length + 1) + right) * 2 + divides;

/** Of how large the two parts of a step are. */
export function sizeFeatures({ question }: Scene, [left, right, divides]: Sizes, shape: string, isLast: boolean) {
  const sizes = `size ${left} ${right}`;
  return [
    sizes,
    `${sizes} ${divides} ${isLast}`,
    `${sizes} ${divides} ${shape}`,
    `size ${divides} ${shape} ${isLast}`,
    `size ${left} ${divides} q ${kindOfNoun(question.unit)} ${isLast}`,
    `size right ${right} q ${kindOfNoun(question.unit)} ${isLast}`,
  ];
}

/** Of two numbers that meet in a step of which one part, on the `side` named, is itself a step that ends with its number. */
export function alsoFeatures(scene: Scene, left: number, right: number, side: 'l' | 'r'): string[] {
  const { a, b, unit, asked, who } = relationOf(scene, left, right);
  const [aboutA, aboutB] = [aboutOf(a), aboutOf(b)];
  const ending = side === 'l' ? a : b;
  return [
    `who ${who}`,
    `apart ${apartOf(a, b)}`,
    `unit ${unit} ${asked}`,
    `kinds ${a.kind} ${b.kind}`,
    ...aboutA.told.map((word) => `fa ${word}`),
    ...aboutB.told.map((word) => `fb ${word}`),
    ...ending.clause.map((word) => `c ${word}`),
    ...ending.near.map((word) => `n ${word}`),
  ].map((feature) => `also ${side} ${feature}`);
}

/** As `alsoFeatures`, with what both parts are made by. */
export function alsoShapeFeatures(scene: Scene, left: number, right: number, side: 'l' | 'r', shape: string): string[] {
  const { a, b, order, unit, asked, who } = relationOf(scene, left, right);
  const [aboutA, aboutB] = [aboutOf(a), aboutOf(b)];
  return [
    `who ${who} ${shape}`,
    `order ${order} ${shape}`,
    `bond ${bondOf(scene, a, b)} ${shape}`,
    `unit ${unit} ${asked} ${shape}`,
    `uk ${aboutA.is} ${aboutB.is} ${shape}`,
    ...aboutA.deeds.map((kind) => `va ${kind} ${shape}`),
    ...aboutB.deeds.map((kind) => `vb ${kind} ${shape}`),
  ].map((feature) => `also ${side} ${feature}`);
}

/** Of a number that a reading leaves out. */
export function leftOutFeatures({ numerals, question }: Scene, numeral: number): string[] {
  const { kind, clause, near, unit, isAsked, sentence, who } = numerals[numeral]!;
  const { is } = aboutOf(numerals[numeral]!);
  return [
    'out',
    `out ${kind}`,
    `out ${kind} ${isAsked}`,
    `out first ${sentence === 0}`,
    `out unit ${unit === question.unit}`,
    `out who ${among(who, question.who)}`,
    `out who ${among(who, question.who)} ${unit === question.unit}`,
    `out alone ${numerals.filter((other) => other.unit === unit).length === 1}`,
    `out k ${is} ${kindOfNoun(question.unit)}`,
    ...clause.map((word) => `out c ${word}`),
    ...near.map((word) => `out n ${word}`),
    ...question.words.map((word) => `out ${kind} q ${word}`),
  ];
}

/** Of a story whose answer no operation on its numbers gives: it is told, or cannot be known. */
export function noneFeatures({ numerals, question }: Scene): string[] {
  const content = contentOf(question.words);
  const echoes = numerals.filter(({ clause }) => content.every((word) => clause.includes(word))).length;
  const many = Math.min(3, content.length);
  const theirs = numerals.filter(({ who }) => among(who, question.who) !== '-').length;
  return [
    'none',
    `none stranger ${question.isOfStranger}`,
    `none of ${numerals.length}`,
    `none echoes ${Math.min(2, echoes)} ${many}`,
    `none echoes ${Math.min(2, echoes)} ${many} ${numerals.length}`,
    `none who ${theirs} ${numerals.length}`,
    `none units ${numerals.filter(({ unit }) => unit === question.unit).length} ${numerals.length}`,
    ...question.words.map((word) => `none q ${word}`),
    ...question.opening.map((words) => `none o ${words}`),
    ...question.pairs.map((words) => `none p ${words}`),
  ];
}
