import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { foldIdOf, foldTree, ONLY_PATH, parentOfFold } from '../../../src/viz/fold';
import { chooseDensity, countLines, LARGE_DENSITIES, LEAST_TEXT, smallText } from '../../../src/viz/measure';
import { planAtMoment, planStage } from '../../../src/viz/stage';
import { buildViewTree, EMPTY_TREE, type ViewTree } from '../../../src/viz/view-tree';
import { node, trees } from './tree';

const wishes = {
  keep: new Set<number>(),
  uncut: new Set<number>(),
  opened: new Set<number>(),
  low: 0.05,
  level: 0,
  mayKeepOnlyPath: false,
};

/** A puzzle with `first` first steps, one of them with a way to the answer. */
const wide = (first: number): ViewTree =>
  buildViewTree([
    node(0, null, '4 5 6 10'),
    ...Array.from({ length: first }, (_, i) =>
      node(i + 1, 0, `${i + 10} - 4 = ${i + 6} (left: 5 6 ${i})\n`, {
        status: i < 3 ? 'kept' : 'pruned',
        value: 1 / (i + 2),
      }),
    ),
    node(first + 1, 1, '6 * 5 = 30 (left: 6 30)\n', { status: 'kept', value: 0.9 }),
    node(first + 2, first + 1, '30 - 6 = 24 (left: 24)\n', { status: 'kept', value: 0.9 }),
    node(first + 3, first + 2, 'The answer is (10 - 4) * 5 - 6 = 24', { status: 'finished', value: 0.9 }),
  ]);

describe('folding', () => {
  it('puts pruned siblings into one row, with their number and the best of them', () => {
    const tree = foldTree(wide(10), { ...wishes, level: 1 });
    const row = tree.nodes.get(foldIdOf(0))!;
    expect(row.fold).toMatchObject({ count: 7, isPruned: true, best: 1 / 5 });
    expect(tree.nodes.get(0)!.children).toEqual([1, 2, 3, foldIdOf(0)]);
    expect(parentOfFold(row.id)).toBe(0);
  });

  it('hides nothing that is kept by the reader or that was opened', () => {
    fc.assert(
      fc.property(trees, fc.nat(ONLY_PATH), fc.nat(20), (nodes, level, pick) => {
        const whole = buildViewTree(nodes);
        const ids = [...whole.nodes.keys()];
        const keep = new Set<number>();
        for (let at: number | null = ids[pick % ids.length]!; at !== null; at = whole.nodes.get(at)!.parent)
          keep.add(at);
        const folded = foldTree(whole, { ...wishes, level, keep });
        for (const id of keep) expect(folded.nodes.has(id)).toBe(true);
        const opened = foldTree(whole, { ...wishes, level, opened: new Set(ids) });
        expect([...opened.nodes.keys()]).toEqual(ids);
      }),
      { numRuns: 60 },
    );
  });

  it('loses no candidate: what is not drawn is counted in a row', () => {
    fc.assert(
      fc.property(trees, fc.nat(ONLY_PATH), (nodes, level) => {
        const whole = buildViewTree(nodes);
        const folded = foldTree(whole, { ...wishes, level });
        for (const { id, children, fold } of folded.nodes.values()) {
          if (fold) continue;
          const drawn = children.flatMap((child) => folded.nodes.get(child)!.fold?.ids ?? [child]);
          expect([...drawn].sort()).toEqual([...whole.nodes.get(id)!.children].sort());
        }
      }),
      { numRuns: 60 },
    );
  });
});

describe('the plan of the stage', () => {
  it('never sets text below the least size, and fits the width as long as wrapping can', () => {
    for (const width of [660, 700, 900, 1220, 1880]) {
      const { density, layout } = planStage(wide(20), { width, height: 400 }, wishes);
      expect(smallText(density)).toBeGreaterThanOrEqual(LEAST_TEXT);
      expect(layout.bounds.width).toBeLessThanOrEqual(width);
      expect(layout.shape).toBe('columns');
    }
  });

  it('takes larger text where there is more room', () => {
    expect(chooseDensity(wide(20), 1900).text).toBe(13);
    expect(chooseDensity(wide(20), 660).text).toBe(11);
  });

  it('is an outline where the room is narrow: rows below each other, none beyond the width', () => {
    const { layout } = planStage(wide(20), { width: 360, height: 2000 }, wishes);
    const boxes = [...layout.boxes.values()].sort((a, b) => a.y - b.y);
    expect(layout.shape).toBe('outline');
    boxes.slice(1).forEach((box, i) => expect(box.y).toBeGreaterThanOrEqual(boxes[i]!.y + boxes[i]!.height));
    for (const { x, width } of boxes) expect(x + width).toBeLessThanOrEqual(360);
  });

  it('shows nothing but the path of a search that has ended, and a row for the rest, where the outline is too high', () => {
    const whole = buildViewTree([
      node(0, null, '4 5 6 10'),
      ...[1, 2, 3].map((id) => node(id, 0, `${id} - 1 = ${id - 1}`, { status: 'kept', value: 0.5 })),
      ...[1, 2, 3].map((id) => node(id + 3, id, `${id} - 1 = ${id - 1}`, { status: 'finished', value: 0.5 })),
    ]);
    const ended = { ...wishes, keep: new Set([0, 2, 5]), mayKeepOnlyPath: true };
    const shown = (height: number, of = ended, width = 360): number[] => [
      ...planStage(whole, { width, height }, of).tree.nodes.keys(),
    ];
    expect(shown(260)).toEqual([0, foldIdOf(0), 2, 5]);
    expect(planStage(whole, { width: 360, height: 260 }, ended).tree.nodes.get(foldIdOf(0))!.fold).toMatchObject({
      ids: [1, 3],
      isPruned: false,
    });
    // One branch beside the path, of two steps, is a row too, and is opened like any other.
    const two = buildViewTree(
      [...whole.nodes.values()].map((item) => item.node).filter(({ id }) => id !== 3 && id !== 6),
    );
    expect([...planStage(two, { width: 360, height: 10 }, ended).tree.nodes.keys()]).toEqual([0, foldIdOf(0), 2, 5]);
    expect(shown(260, { ...ended, opened: new Set([0]) })).toContain(1);
    expect(shown(2000)).toHaveLength(7);
    expect(shown(260, { ...ended, mayKeepOnlyPath: false })).toContain(1);
    expect(shown(100, ended, 900)).toContain(1);
  });

  it('folds only as far as the height asks for', () => {
    expect(planStage(wide(20), { width: 1220, height: 5000 }, wishes).level).toBe(0);
    const { level, layout } = planStage(wide(60), { width: 1220, height: 300 }, wishes);
    expect(level).toBeGreaterThan(0);
    expect(layout.bounds.height).toBeLessThanOrEqual(300);
  });

  it('shows an earlier moment in the places of the whole tree', () => {
    const whole = wide(10);
    const { tree } = planStage(whole, { width: 1220, height: 300 }, { ...wishes, level: 1 });
    const then = buildViewTree([...whole.nodes.values()].slice(0, 6).map((item) => ({ ...item.node, status: 'open' })));
    const shown = planAtMoment(tree, whole, then);
    expect([...shown.nodes.keys()]).toEqual([0, foldIdOf(0), 1, 2, 3]);
    expect(shown.nodes.get(foldIdOf(0))!.fold).toMatchObject({ count: 2, isPruned: false });
    expect(shown.nodes.get(1)).toMatchObject({ status: 'open', children: [] });
    expect(planAtMoment(tree, whole, whole)).toBe(tree);
    // A canvas that has no room yet, or is hidden, draws nothing at any moment.
    expect(planAtMoment(EMPTY_TREE, whole, then)).toBe(EMPTY_TREE);
  });
});

describe('lines', () => {
  it.each([
    ['one two', 20, 1],
    ['one two three', 8, 2],
    ['one two three', 3, 4],
    ['abcdefghij', 4, 3],
    ['', 4, 1],
  ])('%s at %i characters a line takes %i', (text, characters, lines) => {
    expect(countLines(text, characters)).toBe(lines);
  });
});

it('cuts no step of the chosen path, and long ones beside it', () => {
  const sentence = 'The bakery bakes bread and sells two thirds of it before noon. '.repeat(8);
  const tree = buildViewTree([
    node(0, null, 'How many loaves?'),
    node(1, 0, sentence, { status: 'kept', value: 0.9 }),
    node(2, 0, `Then ${sentence}`, { status: 'kept', value: 0.8 }),
  ]);
  for (const width of [390, 900]) {
    const { layout } = planStage(tree, { width, height: 2000 }, { ...wishes, uncut: new Set([1]) });
    expect(layout.boxes.get(1)!.height).toBeGreaterThan(1.2 * layout.boxes.get(2)!.height);
  }
});

describe('a path of many steps', () => {
  const story = 'Nora works 2 hours. Mila works 4 times as many hours as Nora. How many hours do they work?';
  const step = (id: number, more: object = {}) =>
    node(id, id - 1, `Mila's hours: Nora's hours ${id} * 4 = ${4 * id}\n`, { status: 'kept', value: 0.5, ...more });
  const tree = buildViewTree([
    node(0, null, story),
    ...Array.from({ length: 8 }, (_, i) => step(i + 1)),
    node(9, 8, 'The answer is 276', { status: 'finished', value: 0.6 }),
    ...Array.from({ length: 8 }, (_, i) => node(20 + i, i, `Zoe's hours: ${i} + 1 = ${i + 1}\n`, { status: 'kept' })),
  ]);
  const path = new Set([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  const ended = { ...wishes, keep: path, uncut: path, mayKeepOnlyPath: true };

  it('stands whole in a phone’s window, its numbers beside its text, and no text below the least', () => {
    const room = { width: 346, height: 480 };
    const { layout, density } = planStage(tree, room, ended);
    const bottomOf = (id: number): number => layout.boxes.get(id)!.y + layout.boxes.get(id)!.height;
    expect(Math.max(...[...path].map(bottomOf))).toBeLessThanOrEqual(room.height);
    expect(layout.bounds.width).toBeLessThanOrEqual(room.width);
    expect(density.isInline).toBe(true);
    expect(smallText(density)).toBeGreaterThanOrEqual(LEAST_TEXT);
    // Roomier where it need not be low, while a search goes on, and in front of a class.
    expect(planStage(tree, { ...room, height: 2000 }, ended).density.isInline).toBeUndefined();
    expect(planStage(tree, room, { ...ended, mayKeepOnlyPath: false }).density.isInline).toBeUndefined();
    expect(planStage(tree, { ...room, densities: LARGE_DENSITIES }, ended).density.isInline).toBeUndefined();
    // One that no window holds is read as it is scrolled, not at the least size.
    expect(planStage(tree, { ...room, height: 100 }, ended).density.text).toBe(12);
  });

  it('is an outline once it is known, where its columns do not fit a frame of an article', () => {
    const room = { width: 660, height: 540 };
    const { layout } = planStage(tree, room, ended);
    expect(layout.shape).toBe('outline');
    expect(layout.boxes.get(9)!.y + layout.boxes.get(9)!.height).toBeLessThanOrEqual(room.height);
    expect(planStage(tree, room, { ...ended, mayKeepOnlyPath: false }).layout.shape).toBe('columns');
    expect(planStage(wide(20), room, { ...wishes, mayKeepOnlyPath: true }).layout.shape).toBe('columns');
    expect(planStage(tree, { ...room, height: Infinity }, ended).layout.shape).toBe('columns');
  });
});
