/** Half precision (IEEE 754 binary16), in which numbers are kept that need no more. */

/** A number of half precision, from its 16 bits. */
export function fromHalf(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 31;
  const fraction = bits & 1023;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 31) return fraction ? NaN : sign * Infinity;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}

/** The largest number that half precision has. */
const LARGEST = 65_504;

/**
 * The nearest numbers of half precision, as their bits, a tie to the even one. What is larger than the largest becomes
 * that one.
 */
export function packHalf(numbers: ArrayLike<number>): Uint16Array {
  const single = new Float32Array(1);
  const bits = new Uint32Array(single.buffer);
  return Uint16Array.from({ length: numbers.length }, (_, i) => {
    single[0] = Math.max(-LARGEST, Math.min(LARGEST, numbers[i]!));
    const sign = (bits[0]! >>> 16) & 0x8000;
    const size = bits[0]! & 0x7fff_ffff;
    if (size > 0x7f80_0000) return 0x7e00;
    // Below the least normal number steps are of one size.
    if (size < 0x3880_0000) return sign | roundEven(Math.abs(single[0]) * 2 ** 24);
    return sign | (((size + 0xfff + ((size >>> 13) & 1)) >>> 13) - (112 << 10));
  });
}

function roundEven(value: number): number {
  const whole = Math.floor(value);
  const over = value - whole;
  return over > 0.5 || (over === 0.5 && whole % 2 === 1) ? whole + 1 : whole;
}

/** @param bits of numbers of half precision */
export const unpackHalf = (bits: Uint16Array): Float32Array => Float32Array.from(bits, fromHalf);
