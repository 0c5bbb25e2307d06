/** A big-endian number without the zeros in front of it: a view, empty for zero. */
export function withoutLeadingZeros<T extends Uint8Array>(number: T): T {
  const first = number.findIndex((byte) => byte !== 0)
  return number.subarray(first < 0 ? number.length : first) as T
}
