import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { clearRoom, type Area } from '../../../src/ui/search/inspector/clear-room';

const WINDOW = { left: 0, top: 0, right: 1280, bottom: 800 };
const PLACE = { left: 600, top: 400, right: 640, bottom: 420 };

describe('the room for a card', () => {
  it('is what lies on the place’s side of what is kept clear', () => {
    const above = { left: 1000, top: 20, right: 1200, bottom: 90 };
    const below = { left: 0, top: 740, right: 1280, bottom: 800 };
    expect(clearRoom(WINDOW, PLACE, [above, below])).toEqual({ left: 0, top: 90, right: 1280, bottom: 740 });
    const beside = { left: 700, top: 300, right: 900, bottom: 500 };
    expect(clearRoom(WINDOW, PLACE, [beside])).toEqual({ ...WINDOW, right: 700 });
  });

  it('is the window where what is kept clear is not drawn, or holds the place', () => {
    const hidden = { left: 0, top: 0, right: 0, bottom: 0 };
    expect(clearRoom(WINDOW, PLACE, [hidden, { left: 500, top: 300, right: 700, bottom: 500 }])).toEqual(WINDOW);
  });

  it('holds the place and nothing that is kept clear, wherever they are', () => {
    const area = fc
      .tuple(fc.nat(1200), fc.nat(700), fc.integer({ min: 1, max: 80 }), fc.integer({ min: 1, max: 80 }))
      .map(([left, top, width, height]): Area => ({ left, top, right: left + width, bottom: top + height }));
    const overlap = (a: Area, b: Area): boolean =>
      a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
    fc.assert(
      fc.property(area, fc.array(area, { maxLength: 4 }), (place, all) => {
        const kept = all.filter((one) => !overlap(one, place));
        const room = clearRoom(WINDOW, place, kept);
        expect(room.left <= place.left && room.top <= place.top).toBe(true);
        expect(room.right >= place.right && room.bottom >= place.bottom).toBe(true);
        for (const one of kept) expect(overlap(room, one)).toBe(false);
      }),
    );
  });
});
