/** When an instance was created, as its cloud tells it in any ISO 8601 form; nothing where that can't be read. */
export function createdAt(told: string): { createdAt?: string } {
  const time = Date.parse(told)
  return Number.isNaN(time) ? {} : { createdAt: new Date(time).toISOString() }
}
