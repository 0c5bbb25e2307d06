import { told } from '../../../contract/words/say.js'
import type { InstanceName } from './instance-names.js'
import type { KnownKey } from './known-hosts.js'
import type { OutdatedLine } from './outdated.js'

/** What the cloud told, as one sentence. `now`: who has the address now. */
export function reasonFor(
  { kind, name, instanceName, instanceId }: OutdatedLine,
  now?: InstanceName,
): string {
  if (kind === 'rebuilt') return `${instanceName} was made anew, and its host keys with it.`
  if (kind === 'restarted')
    return `${instanceName} was reset and started again, which may have given it new host keys.`
  if (kind === 'started')
    return `${instanceName} was started, and some images make new host keys at each start.`
  const other = now !== undefined && now.instanceId !== instanceId ? now.instanceName : null
  if (other !== null) return `${name} was the address of ${instanceName}, and is now that of ${other}.`
  if (kind === 'gone') return `${instanceName}, whose address ${name} was, is no more.`
  return `${instanceName} no longer has the address ${name}.`
}

/**
 * That whoever has an address was created after its keys were learned, as a sentence: they were another machine's then. Null
 * where that is not so, or not known: of keys that others wrote, and where the address is of several instances.
 */
export function createdSince(known: Pick<KnownKey, 'since'>[], has: InstanceName[]): string | null {
  const [instance] = has
  if (instance?.createdAt === undefined || has.some((one) => one.instanceId !== instance.instanceId))
    return null
  const created = Date.parse(instance.createdAt)
  const isOlder = ({ since }: Pick<KnownKey, 'since'>) => since !== null && Date.parse(since) < created
  if (known.length === 0 || !known.every(isOlder)) return null
  const [name, at] = [instance.instanceName, dayAndTime(instance.createdAt)]
  if (known.length === 1)
    return `${name} was created on ${at}, after the known key was learned: that is another machine's key.`
  return `${name} was created on ${at}, after the known keys were learned: those are another machine's keys.`
}

const dayAndTime = (iso: string) => told`${iso.slice(0, 10)} at ${iso.slice(11, 16)} UTC`
