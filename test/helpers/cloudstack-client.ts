import type { Client, Params } from '../../main/core/clouds/cloudstack/client.js'

export interface ScriptedClient extends Client {
  /** What was asked, oldest first. */
  calls: { command: string; params: Params }[]
}

/** A CloudStack client without a wire: `answer` gives what is inside the wrapper, or throws. */
export function scriptedClient(answer: (command: string, params: Params) => unknown): ScriptedClient {
  const calls: ScriptedClient['calls'] = []
  return {
    calls,
    async read(command, schema, params) {
      calls.push({ command, params })
      return schema.parse(await answer(command, params))
    },
    async write(command, schema, params) {
      calls.push({ command, params })
      return schema.parse(await answer(command, params))
    },
  }
}
