import { missingParameter, noSuchEntity } from './errors.js'
import type { Account, State } from './state.js'

/** One call whose signature held. */
export interface Call {
  command: string
  state: State
  /** Whose things the command means: the user's account's, or a project's. */
  account: Account
  user: Account
  /** Names in lower case: CloudStack doesn't mind their case. */
  params: Record<string, string>
}

export interface Command {
  changesState: boolean
  /** What goes into the response's wrapper. Throws ApiError. */
  run(call: Call): object | Promise<object>
}

export const read = (run: Command['run']): Command => ({ changesState: false, run })
export const write = (run: Command['run']): Command => ({ changesState: true, run })

/** A parameter that must be there and not empty. */
export function required(call: Call, name: string): string {
  const value = call.params[name]
  if (!value) throw missingParameter(call.command, name)
  return value
}

/** The account's own entity that the parameter names by id. */
export function entity<T extends { id: string }>(call: Call, name: string, among: T[]): T {
  const id = required(call, name)
  const found = among.find((candidate) => candidate.id === id)
  if (!found) throw noSuchEntity(call.command, name, id)
  return found
}
