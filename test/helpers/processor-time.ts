/**
 * Milliseconds of processor time that this process has used so far. A limit on work that is done in here holds by it also
 * where much else runs; by the clock on the wall it would not.
 */
export function processorMs(): number {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1000
}
