/**
 * Weights, which a built site holds a second time, compressed: hosts compress by a file's kind, and send what they do not
 * know as it is.
 */

export const isPacked = (path: string): boolean => path.endsWith('.onnx');

/** Of the compressed copy. */
export const packedPath = (path: string): string => `${path}.gz`;
