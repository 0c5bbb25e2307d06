import type { Instance } from '../../../contract/instances.js'

/** What Latchkey knows of an account's instances and loses with the account, as sentences. */
export function whatIsForgotten(instances: Instance[]): string[] {
  const bound = instances.filter(({ boundKeyId }) => boundKeyId !== null).length
  const proven = instances.filter(({ proven }) => proven.length > 0).length
  const declared = new Set(instances.flatMap((one) => one.declared.map(({ cloudName }) => cloudName))).size
  return [
    ...(instances.length === 0
      ? []
      : [`Its ${counted(instances.length, 'instance')} no longer ${verb(instances.length)} in Latchkey.`]),
    ...(bound === 0
      ? []
      : [
          `Latchkey forgets which key opens ${counted(bound, 'instance')}: Connect asks for a binding again.`,
        ]),
    ...(proven === 0 ? [] : [`It forgets that logins on ${counted(proven, 'instance')} have succeeded.`]),
    ...(declared === 0
      ? []
      : [`It forgets the ${counted(declared, 'key')} that the cloud declares for its instances.`]),
  ]
}

const counted = (count: number, word: string) => (count === 1 ? `1 ${word}` : `${count} ${word}s`)
const verb = (count: number) => (count === 1 ? 'shows' : 'show')
