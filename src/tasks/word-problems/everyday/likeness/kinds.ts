/** Kinds of things and of deeds: what is true of boxes is true of crates, and of a bus with seats. */
import { nounKey } from '../nouns';
import { kindOfVerb, stem } from '../verbs';

const table = <Kind extends string>(lists: Readonly<Record<Kind, string>>, keyOf: (word: string) => string) =>
  new Map(
    (Object.entries(lists) as [Kind, string][]).flatMap(([kind, words]) =>
      words
        .trim()
        .split(/\s+/)
        .map((word) => [keyOf(word), kind] as const),
    ),
  );

export type NounKind = 'holder' | 'row' | 'time' | 'money' | 'measure' | 'person' | 'trip' | 'piece' | 'text' | 'other';

const NOUNS = table<Exclude<NounKind, 'other'>>(
  {
    holder: `
      box bag basket jar bottle packet package parcel pack crate carton tray bucket drawer shelf case suitcase bowl plate
      tin can tank barrel sack pouch envelope folder pot vase chest cupboard pallet container bin tub tube jug mug glass
      album binder locker cage coop pen stall kennel hutch nest aquarium pond tent cabin room bedroom hall house flat
      apartment bench sofa bed table desk carriage wagon van bus minibus coach car taxi truck lorry boat canoe ferry
      kayak train plane lift hive punnet lunchbox backpack purse pocket wallet cooler hamper rack stand book notebook
      pitcher vial`,
    row: `row column line lane queue pile stack bundle bunch set group team class table string stripe layer level floor storey circle
      section block batch`,
    time: `second minute hour day night week weekend weekday month year morning evening afternoon fortnight decade term season`,
    money: `dollar euro pound cent penny pence rupee naira shilling rand dirham peso yen yuan franc crown dinar riyal buck quid coin note
      bill cedi lira real ringgit taka baht zloty krona krone`,
    measure: `
      km kilometre kilometer mile metre meter centimetre centimeter cm mm millimetre inch foot yard gram g kg kilogram
      kilo litre liter l ml millilitre tonne ton ounce pint gallon degree percent calorie spoon tablespoon teaspoon
      stone m`,
    person: `
      child kid pupil student boy girl friend person man woman teacher adult guest player member worker cousin sister
      brother customer family passenger visitor neighbour neighbor parent grandchild son daughter girlfriend classmate
      helper camper dancer singer runner employee employe nurse doctor farmer baker scout sibling twin colleague tourist
      volunteer people`,
    trip: `trip lap round visit game match lesson session ride show performance shift turn time load go run journey flight class`,
    piece: `piece slice part half third quarter share portion strip section chunk segment`,
    text: `page chapter word line letter message email question task problem exercise verse poem story`,
  },
  nounKey,
);

export const kindOfNoun = (unit: string): NounKind => {
  const words = unit.split(' ');
  return NOUNS.get(unit) ?? NOUNS.get(words.at(-1)!) ?? 'other';
};

export type DeedKind =
  'loss' | 'gain' | 'split' | 'put' | 'pay' | 'earn' | 'make' | 'move' | 'join' | 'go' | 'need' | 'have' | 'take';

const DEEDS = table<DeedKind>(
  {
    split: `share split divide distribute deal separate halve cut slice divid allot assign`,
    put: `pack put arrange place sort load fill fit seat hold set stack line hang stick plant store box bag pour group park`,
    loss: `
      give lose eat use spend throw break drop donate return lend remove drink burn tear send mail feed steal waste spill
      crack toss smash release swallow discard recycle consume post withdraw trade pop forget misplace unravel hide
      delete erase bury empty drain subtract lost gobble munch nibble peel crush ruin damage rip snap shatter forfeit cancel
      refund deliver hand swap leak scratch finish rescue skip miss`,
    gain: `
      get find receive pick win collect add gain borrow gather order catch harvest inherit bring adopt earn discover grab
      score save download copy accept recover fetch welcome unpack`,
    pay: `buy pay cost charge spend purchase rent hire tip owe`,
    earn: `earn sell make raise charge fetch save`,
    make: `bake make sew knit build cook draw paint write fold carve weave print produce mould brew type crochet tie craft
      prepare assemble lay`,
    move: `drive walk run swim cycle ride travel jog row sail fly hike climb crawl skate march pedal drift`,
    join: `come arrive join enter board land appear hatch return gather climb`,
    go: `leave go exit quit fall sink burst escape spoil rot fly melt wilt disappear vanish dry drown die resign retire alight
      jump swim roll blow sleep graduate drop`,
    need: `need want require`,
    have: `have own keep contain carry hold possess`,
    take: `take grab borrow`,
  },
  stem,
);

/** What somebody does with what is counted; null where a word says nothing of that. */
export const kindOfDeed = (word: string): DeedKind | null => {
  const known = DEEDS.get(stem(word));
  if (known) return known;
  const kind = kindOfVerb(word);
  return kind === 'other' ? null : kind;
};
