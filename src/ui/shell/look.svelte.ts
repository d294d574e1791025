/** How the page looks to this reader, kept for the next visit where the browser allows it. */
import { SCALES } from '../../viz/ramp';
import type { ScaleId } from '../../viz/ramp';

const KEY = 'inkling-scale';

function recall(): ScaleId {
  try {
    const kept = localStorage.getItem(KEY);
    return SCALES.find((id) => id === kept) ?? 'amber-blue';
  } catch {
    // A sandboxed frame has no storage.
    return 'amber-blue';
  }
}

export class Look {
  #scale = $state<ScaleId>(recall());

  get scale(): ScaleId {
    return this.#scale;
  }
  set scale(scale: ScaleId) {
    this.#scale = scale;
    try {
      localStorage.setItem(KEY, scale);
    } catch {
      // It holds for this visit.
    }
  }
}
