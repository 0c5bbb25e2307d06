import type { Instance } from '../../../contract/instances.js'
import { plural, say } from '../../../contract/words/say.js'

/** What Latchkey knows of an account's instances and loses with the account, as sentences. */
export function whatIsForgotten(instances: Instance[]): string[] {
  const bound = instances.filter(({ boundKeyId }) => boundKeyId !== null).length
  const proven = instances.filter(({ proven }) => proven.length > 0).length
  const declared = new Set(instances.flatMap((one) => one.declared.map(({ cloudName }) => cloudName))).size
  return [
    ...(instances.length === 0
      ? []
      : [
          say`${plural(instances.length, 'Its # instance no longer shows in Latchkey.', 'Its # instances no longer show in Latchkey.')}`,
        ]),
    ...(bound === 0
      ? []
      : [
          say`Latchkey forgets which key opens ${plural(bound, '# instance', '# instances')}: Connect asks for a binding again.`,
        ]),
    ...(proven === 0
      ? []
      : [say`It forgets that logins on ${plural(proven, '# instance', '# instances')} have succeeded.`]),
    ...(declared === 0
      ? []
      : [
          say`It forgets the ${plural(declared, '# key', '# keys')} that the cloud declares for its instances.`,
        ]),
  ]
}
