import type { AnyContractProcedure } from '@orpc/contract'
import { type AnyRouter, implement } from '@orpc/server'
import { contract } from '../../contract/contract.js'
import type { CallOptions } from '../core/lib/service.js'
import type { App } from '../core/services.js'

type Area = keyof typeof contract
type Call = (input: unknown, options: CallOptions) => Promise<unknown>

/** Every procedure of the contract calls the service method of the same name with the validated input. */
export function createRouter(app: Pick<App, Area>): AnyRouter {
  return mapValues(contract, (procedures, area) =>
    mapValues<AnyContractProcedure, AnyRouter>(procedures, (procedure, name) =>
      implement(procedure).handler(({ input, signal }) => callOf(app, area as Area, name)(input, { signal })),
    ),
  )
}

/** `App` is checked against the contract by the compiler, name by name; here the names are only strings. */
function callOf(app: Pick<App, Area>, area: Area, name: string): Call {
  const service = app[area] as unknown as Record<string, Call | undefined>
  const call = service[name]
  if (call === undefined) throw new Error(`No service method for ${area}.${name}`)
  return call.bind(service)
}

function mapValues<From, To>(
  record: Record<string, From>,
  change: (value: From, key: string) => To,
): Record<string, To> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value, key)]))
}
