/**
 * What of the tree is drawn at all: what lies in a region somewhat larger than the viewport. The region stays while
 * the viewport moves within it, so that most movements of the picture draw nothing anew.
 */
import { covers, grown, overlaps, type Box } from '../../../viz/box';

/** Of the viewport's size, on each side. */
const MARGIN = 0.6;
/** Zoomed in by more than this, the region is taken anew: it would hold too much. */
const LOOSE = 4;

export class VisibleRegion {
  #region = $state.raw<Box | null>(null);

  /** Null, which is everywhere, until the viewport has a size. */
  get region(): Box | null {
    return this.#region;
  }

  /** The viewport is here now, in the tree's own pixels. */
  update(viewport: Box): void {
    const region = this.#region;
    if (region && covers(region, viewport) && region.width <= LOOSE * viewport.width) return;
    this.#region = grown(viewport, MARGIN);
  }

  sees(box: Box): boolean {
    return this.#region === null || overlaps(this.#region, box);
  }
}
