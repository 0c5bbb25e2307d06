import { createORPCClient } from '@orpc/client'
import type { ContractRouterClient } from '@orpc/contract'
import type { Contract } from '../../contract/contract.js'
import { currentLink } from './connection.js'

/** The core, as typed functions: `rpc.keys.list()`. Failures are shown through `errorInfo` (errors.ts). */
export const rpc: ContractRouterClient<Contract> = createORPCClient(currentLink)
