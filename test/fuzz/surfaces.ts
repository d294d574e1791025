/** All that comes from outside, and how many of the cases in the tests each kind takes: 10,000 together. */
import type { Surface } from './contract';
import { imports, manifests, traces, weights } from './file-surfaces';
import { messages, problems, url } from './text-surfaces';

export const SURFACES: readonly { readonly surface: Surface; readonly share: number }[] = [
  { surface: url, share: 0.25 },
  { surface: messages, share: 0.2 },
  { surface: traces, share: 0.1 },
  { surface: imports, share: 0.1 },
  { surface: problems, share: 0.25 },
  { surface: manifests, share: 0.06 },
  { surface: weights, share: 0.04 },
];
