const NAMED = 5

/** What stops working, gravest first. */
export function deleteConsequences(name: string, boundInstances: string[]): string[] {
  const named = boundInstances.slice(0, NAMED).join(', ')
  const more = boundInstances.length - NAMED
  const list = more > 0 ? `${named} and ${more} more` : named
  return [
    `The private key ${name} is gone for good. Latchkey keeps no copy.`,
    ...(boundInstances.length === 0 ? [] : [`Latchkey can no longer connect to ${list} with it.`]),
    'Public halves in your accounts and on servers stay where they are.',
  ]
}
