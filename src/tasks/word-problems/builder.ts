/** Grows quantities of a wanted number of steps, and keeps the facts that state them. */
import { pick, type Rng } from '../../core/rng';
import { RELATIONS, type Slots, type Stage } from './relations';
import { canBeFirst, type Fact } from './story';
import { CONTAINERS, MAX_VALUE, MIN_TYPED, NAMES, THINGS } from './lexicon';

export interface Quantity {
  readonly who: string;
  readonly unit: string;
  readonly stage: Stage;
  readonly value: number;
}

const SIZES: readonly (readonly [share: number, low: number, high: number])[] = [
  [0.5, 2, 20],
  [0.3, 21, 99],
  [0.15, 100, 500],
  [0.05, 501, 4000],
];

const PERCENTS = [5, 10, 20, 25, 30, 40, 50, 60, 70, 75, 80, 90];
const isThing = (unit: string): boolean => THINGS.includes(unit);
const isCounted = (unit: string): boolean => isThing(unit) || CONTAINERS.includes(unit) || unit === 'dollars';

/** How a quantity can follow from one other of the same unit: the number it needs, the value, the steps it takes. */
interface Rule {
  readonly kind: string;
  readonly steps: number;
  readonly fits: (unit: string) => boolean;
  readonly draw: (value: number, rng: Rng) => { n?: number; m?: number; value: number } | null;
}

const isAge = (unit: string): boolean => unit === 'age';
const notAge = (unit: string): boolean => unit !== 'age';

const adds = (value: number, rng: Rng) => {
  const n = drawNumber(rng);
  return { n, value: value + n };
};
const takes = (value: number, rng: Rng) => {
  if (value <= MIN_TYPED) return null;
  const n = rng.integer(MIN_TYPED, Math.min(value - 1, rng.uniform() < 0.7 ? 50 : MAX_VALUE));
  return { n, value: value - n };
};
const multiplies = (value: number, rng: Rng) => {
  const n = rng.integer(3, 9);
  return { n, value: value * n };
};
const divides = (by: number) => (value: number) => (value % by === 0 ? { value: value / by } : null);

const RULES: readonly Rule[] = [
  { kind: 'more-than', steps: 1, fits: notAge, draw: adds },
  { kind: 'fewer-than', steps: 1, fits: notAge, draw: takes },
  { kind: 'times', steps: 1, fits: notAge, draw: multiplies },
  { kind: 'double', steps: 1, fits: notAge, draw: (value) => ({ value: value * 2 }) },
  { kind: 'half', steps: 1, fits: notAge, draw: divides(2) },
  { kind: 'third', steps: 1, fits: notAge, draw: divides(3) },
  { kind: 'quarter', steps: 1, fits: notAge, draw: divides(4) },
  {
    kind: 'percentage',
    steps: 1,
    fits: notAge,
    draw: (value, rng) => {
      const n = pick(rng, PERCENTS);
      return (value * n) % 100 === 0 ? { n, value: (value * n) / 100 } : null;
    },
  },
  {
    kind: 'share',
    steps: 1,
    fits: isCounted,
    draw: (value, rng) => {
      const among = [2, 3, 4, 5, 6, 7, 8, 9, 10, 12].filter((n) => n < value && value % n === 0);
      if (!among.length) return null;
      const n = pick(rng, among);
      return { n, value: value / n };
    },
  },
  {
    kind: 'two-hop-more',
    steps: 2,
    fits: notAge,
    draw: (value, rng) => {
      const [m, n] = [rng.integer(2, 9), drawNumber(rng)];
      return { m, n, value: value * m + n };
    },
  },
  {
    kind: 'two-hop-fewer',
    steps: 2,
    fits: notAge,
    draw: (value, rng) => {
      const m = rng.integer(2, 9);
      const rest = takes(value * m, rng);
      return rest && { ...rest, m };
    },
  },
  { kind: 'older', steps: 1, fits: isAge, draw: (value, rng) => aged(rng.integer(2, 40), 1, value) },
  { kind: 'younger', steps: 1, fits: isAge, draw: (value, rng) => aged(rng.integer(2, 40), -1, value) },
  {
    kind: 'times-as-old',
    steps: 1,
    fits: isAge,
    draw: (value, rng) => {
      const n = rng.integer(2, 6);
      return value * n <= 99 ? { n, value: value * n } : null;
    },
  },
  { kind: 'half-as-old', steps: 1, fits: isAge, draw: divides(2) },
];

const aged = (n: number, sign: 1 | -1, value: number) => {
  const result = value + sign * n;
  return result >= 2 && result <= 99 ? { n, value: result } : null;
};

function drawNumber(rng: Rng): number {
  let at = rng.uniform();
  const size = SIZES.find(([share]) => (at -= share) < 0) ?? SIZES[0]!;
  return rng.integer(size[1], size[2]);
}

export class QuantityBuilder {
  readonly facts: Fact[] = [];
  readonly #rng: Rng;
  readonly #free: string[];
  /** Everything built so far, in the order it was built. */
  readonly #built: Quantity[] = [];

  constructor(rng: Rng) {
    this.#rng = rng;
    this.#free = [...NAMES];
  }

  /** Adds a fact in one of its wordings. */
  state(kind: string, slots: Slots, stage: Stage = 'now'): void {
    const relation = RELATIONS.find((candidate) => candidate.kind === kind)!;
    const usable = [...relation.wordings.keys()].filter(
      (i) => stage === 'now' || canBeFirst(relation.wordings[i]!, slots.i ?? ''),
    );
    this.facts.push({ relation, wording: pick(this.#rng, usable), slots, stage });
  }

  #newName(): string {
    return this.#free.splice(this.#rng.integer(0, this.#free.length - 1), 1)[0]!;
  }

  #keep(who: string, unit: string, stage: Stage, value: number): Quantity | null {
    if (!(value >= 1 && value <= MAX_VALUE)) return null;
    const quantity = { who, unit, stage, value };
    this.#built.push(quantity);
    return quantity;
  }

  /** A quantity that takes exactly `steps` steps, or null when the draw did not come out. */
  make(unit: string, steps: number, who = this.#newName(), stage: Stage = 'now'): Quantity | null {
    if (steps === 0) return this.#makeGiven(unit, who, stage);
    const rng = this.#rng;
    const at = rng.uniform();
    if (stage === 'now') {
      if (isThing(unit) && at < 0.25) return this.#makeProduct(unit, steps, who);
      if (unit === 'kilometres' && steps === 1 && at < 0.5) return this.#makeDistance(who);
      if (isCounted(unit) && at > 0.85) return this.#makeChanged(unit, steps, who);
    }
    if (unit !== 'age' && at > 0.65 && at < 0.85) return this.#makeFromTwo(unit, steps, who, stage);
    return this.#makeFromOne(unit, steps, who, stage);
  }

  #makeGiven(unit: string, who: string, stage: Stage): Quantity | null {
    if (unit === 'age') {
      const n = this.#rng.integer(3, 70);
      this.state('age', { A: who, n });
      return this.#keep(who, unit, stage, n);
    }
    const isMeasured = unit === 'hours' || unit === 'weeks';
    const n = isMeasured ? this.#rng.integer(2, 40) : drawNumber(this.#rng);
    this.state('given', { A: who, i: unit, n }, stage);
    return this.#keep(who, unit, stage, n);
  }

  #makeFromOne(unit: string, steps: number, who: string, stage: Stage): Quantity | null {
    const rng = this.#rng;
    const rules = RULES.filter(
      (rule) => rule.fits(unit) && rule.steps <= steps && (stage === 'now' || rule.kind !== 'share'),
    );
    const first = pick(rng, rules);
    const other = this.make(unit, steps - first.steps);
    if (!other) return null;
    // A number that does not divide goes to another rule of as many steps.
    const rest = rules.filter((rule) => rule.steps === first.steps && rule !== first);
    for (const rule of [first, pick(rng, rest.length ? rest : [first])]) {
      const drawn = rule.draw(other.value, rng);
      if (!drawn) continue;
      const { value, ...numbers } = drawn;
      this.state(rule.kind, { A: who, B: other.who, ...(unit === 'age' ? {} : { i: unit }), ...numbers }, stage);
      return this.#keep(who, unit, stage, value);
    }
    return null;
  }

  /** Two different quantities of one unit that together take `steps` steps. */
  makeTwo(unit: string, steps: number): [Quantity, Quantity] | null {
    const rng = this.#rng;
    const isShared = steps > 0 && rng.uniform() < 0.5;
    const own = isShared ? steps : rng.integer(0, steps);
    const from = this.#built.length;
    const b = this.make(unit, own);
    if (!b) return null;
    const used = this.#built
      .slice(from)
      .filter((q) => q !== b && q.unit === unit && q.stage === 'now' && q.who !== b.who);
    const c = isShared && used.length ? pick(rng, used) : this.make(unit, steps - own);
    return c && [b, c];
  }

  #makeFromTwo(unit: string, steps: number, who: string, stage: Stage): Quantity | null {
    const pair = this.makeTwo(unit, steps - 1);
    if (!pair) return null;
    const [b, c] = pair[0].value >= pair[1].value ? pair : [pair[1], pair[0]];
    // No wording of a difference can speak of what was at first.
    const isSum = stage === 'first' || this.#rng.uniform() < 0.6 || b.value === c.value;
    this.state(isSum ? 'together' : 'difference', { A: who, B: b.who, C: c.who, i: unit }, stage);
    return this.#keep(who, unit, stage, isSum ? b.value + c.value : b.value - c.value);
  }

  /** What somebody has after a gain or a loss. */
  #makeChanged(unit: string, steps: number, who: string): Quantity | null {
    const before = this.make(unit, steps - 1, who, 'first');
    if (!before) return null;
    const isGain = this.#rng.uniform() < 0.5;
    const drawn = (isGain ? adds : takes)(before.value, this.#rng);
    if (!drawn) return null;
    this.state(isGain ? 'gain' : 'loss', { A: who, i: unit, n: drawn.n });
    return this.#keep(who, unit, 'now', drawn.value);
  }

  #makeProduct(unit: string, steps: number, who: string): Quantity | null {
    const rng = this.#rng;
    const [n, m] = [rng.integer(2, 30), rng.integer(2, 12)];
    if (steps === 1 && rng.uniform() < 0.6) {
      const isPacks = rng.uniform() < 0.5;
      this.state(isPacks ? 'packs' : 'rate', {
        A: who,
        i: unit,
        n,
        m,
        ...(isPacks ? { j: pick(rng, CONTAINERS) } : {}),
      });
      return this.#keep(who, unit, 'now', n * m);
    }
    const container = rng.uniform() < 0.6 ? pick(rng, CONTAINERS) : 'hours';
    const base = this.make(container, steps - 1, who);
    if (!base) return null;
    if (container === 'hours') this.state('rate-of-hours', { A: who, i: unit, n: m });
    else this.state('holds', { A: who, i: unit, j: container, m });
    return this.#keep(who, unit, 'now', base.value * m);
  }

  #makeDistance(who: string): Quantity | null {
    const [n, m] = [this.#rng.integer(5, 90), this.#rng.integer(2, 12)];
    this.state('distance', { A: who, n, m });
    return this.#keep(who, 'kilometres', 'now', n * m);
  }

  /** What somebody has to pay, after `steps` steps, at least 1. */
  makeBill(steps: number): Quantity | null {
    const rng = this.#rng;
    const [who, unit, m] = [this.#newName(), pick(rng, THINGS), rng.integer(2, 20)];
    if (steps === 1 && rng.uniform() < 0.6) {
      const n = rng.integer(2, 30);
      this.state('price', { A: who, i: unit, n, m });
      return this.#keep(who, 'bill', 'now', n * m);
    }
    const bought = this.make(unit, steps - 1, who);
    if (!bought) return null;
    this.state('price-of-all', { A: who, i: unit, m });
    return this.#keep(who, 'bill', 'now', bought.value * m);
  }

  /** A fact that the answer does not need: about somebody new, or another thing of somebody who is there. */
  distract(): void {
    const rng = this.#rng;
    const unit = pick(rng, [...this.#built.map((quantity) => quantity.unit), pick(rng, THINGS), 'age']);
    const isStatable = unit === 'age' || isCounted(unit) || ['hours', 'kilometres', 'weeks'].includes(unit);
    const settled = this.#built.filter((q) => q.unit === unit && q.stage === 'now');
    const fits = RULES.filter((rule) => rule.fits(unit) && rule.steps === 1);
    const who = this.#newName();
    if (isStatable && settled.length && rng.uniform() < 0.5) {
      const other = pick(rng, settled);
      const rule = pick(rng, fits);
      const drawn = rule.draw(other.value, rng);
      if (drawn && drawn.value <= MAX_VALUE) {
        const { value, ...numbers } = drawn;
        this.state(rule.kind, { A: who, B: other.who, ...(unit === 'age' ? {} : { i: unit }), ...numbers });
        this.#keep(who, unit, 'now', value);
        return;
      }
    }
    const known = new Set(this.#built.map((q) => `${q.who} ${q.unit}`));
    const owner = this.#built.length && rng.uniform() < 0.4 ? pick(rng, this.#built).who : who;
    const stated = isStatable ? unit : pick(rng, THINGS);
    if (!known.has(`${owner} ${stated}`)) this.#makeGiven(stated, owner, 'now');
  }
}
