/** The weights that learning begins with. */
import { createRng } from '../core/rng';
import { freshHead } from './head';
import { normal } from './normal';
import { BIAS, HEAD, isHeadShape, sizeOf, TOLD, weightShapes, type LearnedShape, type Weights } from './shape';

/** Keeps these random numbers apart from others of the same seed. */
const FRESH = 0xf2e5;
/** Of the weights of what is told (`Forecast` in training/model/decoder.py). */
const TOLD_SPREAD = 0.5;

/**
 * Fresh layers, which add nothing at first, and a head that says one half of everything. The same seed gives the same
 * ones.
 */
export function freshWeights(shape: LearnedShape, seed: number): Weights {
  if (isHeadShape(shape)) return freshHead(shape, seed);
  const weights = new Map<string, Float32Array>();
  [...weightShapes(shape)].forEach(([name, dims], at) => {
    const rng = createRng(seed, FRESH, at);
    const size = sizeOf(dims);
    if (dims.length === 1 && name !== BIAS) weights.set(name, new Float32Array(size).fill(1));
    else if (name === HEAD || name === BIAS || /\.(o|down)_proj\./.test(name))
      weights.set(name, new Float32Array(size));
    else {
      const spread = name === TOLD ? TOLD_SPREAD : shape.width ** -0.5;
      weights.set(
        name,
        Float32Array.from({ length: size }, () => spread * normal(rng)),
      );
    }
  });
  return weights;
}
