/** Verbs by what they do to a count, in whatever form they are written. */

const list = (words: string): readonly string[] => words.trim().split(/\s+/);

const IRREGULAR: ReadonlyMap<string, string> = new Map(
  list(`
    gave:give given:give ate:eat eaten:eat lost:lose sold:sell spent:spend threw:throw thrown:throw broke:break
    broken:break lent:lend drank:drink drunk:drink tore:tear torn:tear fell:fall fallen:fall left:leave paid:pay sent:send
    fed:feed stole:steal stolen:steal bought:buy got:get gotten:get found:find won:win made:make caught:catch grew:grow
    grown:grow took:take taken:take flew:fly flown:fly went:go gone:go swam:swim ran:run wrote:write written:write drew:draw
    drawn:draw drove:drive driven:drive built:build had:have has:have kept:keep held:hold hid:hide hidden:hide burnt:burn
    spilt:spill did:do does:do done:do came:come brought:bring rode:ride ridden:ride saw:see seen:see wore:wear worn:wear
    rose:rise risen:rise shrank:shrink shrunk:shrink sank:sink sunk:sink blew:blow blown:blow dug:dig bit:bite bitten:bite laid:lay shot:shoot knitted:knit sewn:sew withdrew:withdraw
  `).map((pair) => pair.split(':') as [string, string]),
);

function stemOf(lower: string): string {
  const base =
    IRREGULAR.get(lower) ??
    lower
      .replace(/ie[sd]$/, 'y')
      .replace(/(?<=ss|ch|sh|x|z|o)es$/, '')
      .replace(/(?<=[^s])s$/, '')
      .replace(/(?<=[aeiouy].*)(?:ed|ing)$/, '');
  return base.replace(/(?<=..)e$/, '').replace(/([^aeiou])\1$/, '$1');
}

/** Words that are remembered: those of a story are asked for hundreds of times. */
const MOST_REMEMBERED = 2000;
const remembered = new Map<string, string>();

/** One key for `bakes`, `baked` and `baking`. */
export function stem(word: string): string {
  const lower = word.toLowerCase();
  const known = remembered.get(lower);
  if (known !== undefined) return known;
  if (remembered.size >= MOST_REMEMBERED) remembered.clear();
  const found = stemOf(lower);
  remembered.set(lower, found);
  return found;
}

const stems = (words: string): ReadonlySet<string> => new Set(list(words).map(stem));

/** What is counted gets fewer. */
const LOSSES = stems(`
  give lose eat use sell spend throw break drop donate return lend remove drink burn pour tear pay send mail feed steal
  waste spill hand bite crack toss smash release swallow discard recycle cut consume post withdraw trade pop blow`);
/** What is counted gets more. */
const GAINS = stems(`
  buy get find receive pick earn win collect add make bake gain borrow gather order catch harvest inherit bring`);
/** It has to get as many as that. */
const NEEDS = stems('need want require');
const HOLDS = stems('have own keep hold contain carry');
/** They lead from one to another. */
export const GIVES = stems('give lend hand send pay bring pass sell throw return mail feed donate');

/** What goes by itself, and is counted no more. */
const LEAVES = stems(`
  die break exit resign quit fall sink burst pop escape spoil rot leave fly melt burn wilt crack disappear vanish dry
  drown hatch`);

const RISES = stems('rise grow climb increase raise');
const FALLS = stems('fall drop decrease shrink sink reduce cut lower discount mark melt leak');

/** Whether a measure or price goes up or down: `rose`, `went down`, `got longer`; null where the words say neither. */
export function direction(verb: string, particle = ''): 'up' | 'down' | null {
  const key = stem(verb);
  const isUp = /^(?:up|longer|taller|higher|heavier)$/i.test(particle);
  const isDown = /^(?:down|shorter|lower|lighter)$/i.test(particle);
  if (/^(?:go|get|com|is|ar|wa|wer|becom)$/.test(key)) return isUp ? 'up' : isDown ? 'down' : null;
  if (RISES.has(key) && !isDown) return 'up';
  return FALLS.has(key) && !isUp ? 'down' : null;
}
/** The words of `direction` that stand behind a verb. */
export const DIRECTIONS = 'up|down|longer|taller|higher|heavier|shorter|lower|lighter';

const MAKES = stems('make bake sew knit build fill pack wrap tie cook');
const TAKES = stems('take grab');

export type VerbKind = 'take' | 'loss' | 'gain' | 'need' | 'have' | 'other';

export function kindOfVerb(word: string): VerbKind {
  const key = stem(word);
  if (LOSSES.has(key)) return 'loss';
  if (TAKES.has(key)) return 'take';
  if (GAINS.has(key)) return 'gain';
  if (NEEDS.has(key)) return 'need';
  return HOLDS.has(key) ? 'have' : 'other';
}

/** Whether what there was is made into something: beads into bracelets. `key` as of `stem`. */
export const makes = (key: string): boolean => MAKES.has(key);

export const isLeaving = (word: string): boolean => LEAVES.has(stem(word));

export const isGiving = (word: string): boolean => GIVES.has(stem(word));

/** Not itself what somebody does: words that stand before a number for another reason. */
const NO_VERB = new Set(
  list(`
    is are was were be been has have had does do did will would can could may of in on at for to from with by than as about
    around over under and or but the a an his her their its my our your each every all both not there it he she they we i
    you him them us out up off away down back home only exactly more another per into after before between if when while that which who costs cost
    weighs weighed measures`),
);

/** Whether a word can be what somebody does; names and other capitals cannot. */
export const canBeVerb = (word: string): boolean =>
  /^\p{Ll}{2,}$/u.test(word) && (!NO_VERB.has(word) || /^(?:has|have|had)$/.test(word));
