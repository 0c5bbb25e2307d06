/** What is lost when a key pair is deleted for good. `copies`: how many copies of the profile there are. */
export function deleteConsequences(name: string, hasPrivate: boolean, copies: number): string[] {
  const first = hasPrivate
    ? `The private key ${name} is gone for good.`
    : `The public key ${name} is gone from this vault.`
  const old =
    copies === 1
      ? 'The copy of the profile in the settings'
      : `The ${copies} copies of the profile in the settings`
  return [
    first,
    ...(hasPrivate && copies > 0 ? [`${old} may still hold it, encrypted, until deleted.`] : []),
    'Public halves in your accounts and on servers stay where they are.',
  ]
}
