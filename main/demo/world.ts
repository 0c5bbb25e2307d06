import { addCast } from './add-cast.js'
import { ZONES } from './cast.js'
import { startCloudStack } from './cloudstack/cloudstack.js'

/** What the account of the simulated cloud is reached with; random in every run. */
export interface WorldAccount {
  endpoint: string
  apiKey: string
  secretKey: string
}

/** Starts the demo's cloud and the servers of its instances, on ports of 127.0.0.1 that were free. They end with the process. */
export async function startWorld(): Promise<WorldAccount> {
  const cloud = await startCloudStack({ zones: ZONES, settings: { coyPolls: [0, 1] } })
  await addCast(cloud)
  const { endpoint, apiKey, secretKey } = cloud
  return { endpoint, apiKey, secretKey }
}
