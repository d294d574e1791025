import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LEAST_STAGE, stageHeight, wantedHeight, type FrameParts } from '../../../src/ui/shell/frame-height';

const parts: FrameParts = { window: 916, others: 500, above: 240, own: 416 };

describe('the height of an embedded page', () => {
  it('that is asked for fits, and does not follow from the frame', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 3000 }), fc.integer({ min: 0, max: 2000 }), (window, others) => {
        const asked = wantedHeight({ ...parts, window, others });
        expect(asked).toBe(others + parts.own);
        // In a frame that follows, the stage is as high as it was meant.
        expect(stageHeight({ ...parts, window: asked, others })).toBe(parts.own);
      }),
    );
  });

  it('is kept by an article that keeps its own: the stage takes what is left, or ends with the frame', () => {
    expect(stageHeight({ ...parts, window: 1200 })).toBe(700);
    expect(stageHeight({ ...parts, window: 790.5 })).toBe(290);
    // All of it has no room: what is below the tree is scrolled to.
    expect(stageHeight({ ...parts, window: 640 })).toBe(400);
    expect(stageHeight({ ...parts, window: 300 })).toBe(LEAST_STAGE);
  });
});
