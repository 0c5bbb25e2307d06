import { plural, say } from '../../../../contract/words/say.js'

/** What is lost when a key pair is deleted for good. `copies`: how many copies of the profile there are. */
export function deleteConsequences(name: string, hasPrivate: boolean, copies: number): string[] {
  const first = hasPrivate
    ? say`The private key ${name} is gone for good.`
    : say`The public key ${name} is gone from this vault.`
  const old = say`${plural(copies, 'The copy of the profile in the settings', 'The # copies of the profile in the settings')}`
  return [
    first,
    ...(hasPrivate && copies > 0 ? [say`${old} may still hold it, encrypted, until deleted.`] : []),
    say`Public halves in your accounts and on servers stay where they are.`,
  ]
}
