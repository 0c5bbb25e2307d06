// Made once: it is dear, and tables call for it in every row.
const english = new Intl.NumberFormat('en')

/** "10,000". */
export function numberText(number: number): string {
  return english.format(number)
}
