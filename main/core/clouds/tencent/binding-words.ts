import { told } from '../../../../contract/words/say.js'
import type { CloudInstance } from '../cloud.js'
import type { InstanceRecord } from './instance-record.js'

/** https://www.tencentcloud.com/document/product/213/15698: "the old key will become invalid". */
export function consequences({ name, keyNames }: CloudInstance): string[] {
  const replaced =
    keyNames.length > 0
      ? [`The key that Tencent Cloud has bound to ${name} now (${keyNames.join(', ')}) stops working.`]
      : []
  return [
    ...replaced,
    `Password login to ${name} is switched off.`,
    `${name} is charged for while it is stopped: Tencent Cloud binds no key to an instance that was stopped without a charge.`,
  ]
}

/** https://www.tencentcloud.com/document/product/213/15697 */
export function consequencesOfRemoval({ name, keyNames }: CloudInstance, removed: string[]): string[] {
  const left = keyNames.filter((key) => !removed.includes(key))
  if (left.length > 0) return [`${name} can be logged in to with ${left.join(', ')}.`]
  return [
    `No key of Tencent Cloud is left on ${name}. It goes back to the password that was set before a key was bound.`,
    `If no password was ever set, nobody can log in to ${name} over SSH until one is set in the cloud's own console.`,
  ]
}

/** `record` is what Tencent Cloud said of it last. */
export function warnings({ name, os }: CloudInstance, record: InstanceRecord | undefined): string[] {
  return [
    ...(/windows/i.test(os)
      ? [`${name} runs Windows, and Tencent Cloud binds keys to Linux instances only.`]
      : []),
    ...(record?.StopChargingMode === 'STOP_CHARGING'
      ? [
          `${name} was stopped without a charge, and Tencent Cloud refuses to bind keys then: start it first, so that Latchkey can stop it with the charge kept.`,
        ]
      : []),
    ...(record !== undefined && !['', 'NORMAL'].includes(record.RestrictState)
      ? [`Tencent Cloud restricts ${name} (${record.RestrictState}), and may refuse to change it.`]
      : []),
    `Whether keys stay that were put into authorized_keys of ${name} by hand, Tencent Cloud does not say.`,
  ]
}

export function whyRefused({ name, userGuesses }: CloudInstance): string {
  const [user = 'root'] = userGuesses
  return (
    `${told`Tencent Cloud writes the key for its default user, ${user} on ${name}: log in as that one.`} ` +
    `A custom image takes the key only if cloud-init or Tencent Cloud's own agent runs in it; else add the public key to authorized_keys over the console's VNC login.`
  )
}
