import { DEMO_PASSWORD } from '../../../contract/demo.js'
import type { HostInfo } from '../../../contract/host.js'
import type { App } from '../services.js'

/** The account of the simulated cloud. */
export type DemoAccount = NonNullable<HostInfo['lab']>

/**
 * Makes the demo's vault, and puts its one account in. Nothing is done over again where there is a vault, as after a failure
 * of the core: the account may have been removed by then. Throws what those calls throw.
 */
export async function prepareDemo(
  { vault, accounts, instances }: Pick<App, 'vault' | 'accounts' | 'instances'>,
  account: DemoAccount,
): Promise<void> {
  const { state } = await vault.status(undefined, {})
  if (state !== 'none') return
  await vault.create({ backend: 'sealed-file', password: DEMO_PASSWORD }, {})
  const { id } = await accounts.add(account, {})
  await instances.refresh({ accountId: id }, {})
}
