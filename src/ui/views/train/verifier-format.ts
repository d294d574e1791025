/** How a trained verifier's file is known, whatever it is called by now. */

/** Bytes of the length of its header, and the first of the header. */
const BEGINNING = 9;
const LONGEST_HEADER = 2 ** 24;

/** Whether a file begins as safetensors does, or is called so; it may still be another's, or damaged. */
export async function isVerifierFile(file: File): Promise<boolean> {
  if (/\.safetensors$/i.test(file.name)) return true;
  if (file.size < BEGINNING) return false;
  const view = new DataView(await file.slice(0, BEGINNING).arrayBuffer());
  // No text holds the zeros of such a length.
  return view.getBigUint64(0, true) < LONGEST_HEADER && view.getUint8(8) === '{'.charCodeAt(0);
}
