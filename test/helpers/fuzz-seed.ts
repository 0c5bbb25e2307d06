/** Of a fuzz run. To try the same again: LATCHKEY_FUZZ_SEED=… */
export const fuzzSeed = Number(process.env.LATCHKEY_FUZZ_SEED ?? Date.now() % 2 ** 31)

/** Says the seed, whether the run fails or not, and answers what fast-check takes. */
export function fuzzing(what: string, numRuns: number): { seed: number; numRuns: number } {
  console.log(`Fuzzing ${what} ${numRuns} times with LATCHKEY_FUZZ_SEED=${fuzzSeed}`)
  return { seed: fuzzSeed, numRuns }
}
