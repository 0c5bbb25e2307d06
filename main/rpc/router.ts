import type { AnyContractProcedure, AnyContractRouter } from '@orpc/contract'
import { implement, type Router } from '@orpc/server'
import { contract } from '../../contract/contract.js'
import type { CallOptions } from '../core/lib/service.js'
import type { App } from '../core/services.js'

type Area = keyof typeof contract
/** The connection that a call came over. */
export interface Caller extends Record<PropertyKey, unknown> {
  caller: string
}

type Call = (input: unknown, options: CallOptions) => Promise<unknown>

/** Every procedure of the contract calls the service method of the same name with the validated input. */
export function createRouter(app: Pick<App, Area>): Router<AnyContractRouter, Caller> {
  return mapValues(contract, (procedures, area) =>
    mapValues<AnyContractProcedure, Router<AnyContractRouter, Caller>>(procedures, (procedure, name) =>
      implement(procedure)
        .$context<Caller>()
        .handler(({ input, signal, context: { caller } }) =>
          callOf(app, area as Area, name)(input, { signal, caller }),
        ),
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
