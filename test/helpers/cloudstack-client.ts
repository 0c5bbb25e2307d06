import type { Client, Params } from '../../main/core/clouds/cloudstack/client.js'

export interface ScriptedClient extends Client {
  /** What was asked, oldest first. */
  calls: { command: string; params: Params }[]
}

/**
 * A CloudStack client without a wire: `answer` gives what is inside the wrapper, or throws. `read` may hold back what has begun
 * to come.
 */
export function scriptedClient(
  answer: (command: string, params: Params) => unknown,
  read: (content: unknown) => unknown = (content) => content,
): ScriptedClient {
  const calls: ScriptedClient['calls'] = []
  return {
    calls,
    async read(command, schema, params, _signal, onBeginning) {
      calls.push({ command, params })
      const content = await answer(command, params)
      onBeginning?.(JSON.stringify({ [`${command.toLowerCase()}response`]: content }).slice(0, 200))
      return schema.parse(await read(content))
    },
    async write(command, schema, params) {
      calls.push({ command, params })
      return schema.parse(await answer(command, params))
    },
  }
}
