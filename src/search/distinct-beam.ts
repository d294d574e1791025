/**
 * `beam` whose candidates are drawn without replacement: of the K/b that a beam asks for no two are the same, and nothing
 * is spent on writing a step again. Where so many cannot be written there are fewer.
 *
 * The draw is stochastic beam search (Kool, van Hoof and Welling, arXiv:1903.06059) over the tokens of a step; ours is to
 * choose among its outcomes by a verifier's value, step by step. Without replacement even a step that the policy hardly
 * ever writes has its turn, and among many of those a verifier finds the ones that it mistakes for good: so no token
 * below `epsilon` is drawn (Hewitt et al., arXiv:2210.15191). Set it to 0 to see.
 */
import { stepBeam } from './beam';
import { defineStrategy } from './strategy';

export const distinctBeam = defineStrategy('distinct-beam', (run, root) =>
  stepBeam(run, root, { grow: (run, beams, count, step) => run.growDistinct(beams, count, step) }),
);
