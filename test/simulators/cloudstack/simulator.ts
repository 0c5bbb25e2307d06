import {
  type AnsweredCall,
  type CloudStack,
  type CloudStackOptions,
  startCloudStack,
} from '../../../main/demo/cloudstack/cloudstack.js'
import { createFaults, type Faults } from '../wire-faults.js'
import { deliverWith, type Fault } from './faults.js'

/** The product's simulated CloudStack, with a bad network before it, and a memory of what it was asked. */
export interface CloudStackSimulator extends CloudStack {
  faults: Faults<Fault>
  /** The commands that were answered, in order. */
  calls: AnsweredCall[]
  /** Every command that was asked for, those that met a fault as well. */
  asked: string[]
}

export async function startCloudStackSimulator(
  options: Omit<CloudStackOptions, 'deliver' | 'onCall'> = {},
): Promise<CloudStackSimulator> {
  const faults = createFaults<Fault>()
  const calls: AnsweredCall[] = []
  const asked: string[] = []
  const cloud = await startCloudStack({
    ...options,
    onCall: (call) => void calls.push(call),
    deliver(call) {
      asked.push(call.command)
      return deliverWith(faults.due(call.command), call)
    },
  })
  return { ...cloud, faults, calls, asked }
}
