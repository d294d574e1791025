/** The largest file of a trained verifier that is read. */
export const MAX_VERIFIER_BYTES = 16 * 1024 * 1024;
