import { once } from 'node:events'
import { createORPCClient } from '@orpc/client'
import { RPCLink } from '@orpc/client/websocket'
import type { Page } from '@playwright/test'
import { WebSocket } from 'ws'
import { RPC_PATH, subprotocolOf, TOKEN_STORAGE_KEY } from '../../contract/wire.js'
import type { Client } from '../helpers/transports.js'

/**
 * Does `work` as another window of the page's host would, by the same procedures: what comes before the flow's own subject
 * costs a fifth of clicking through it. Resolves with false, and nothing done, in the desktop window, whose host is reached
 * by nobody else.
 */
export async function asAnotherWindow(page: Page, work: (client: Client) => Promise<void>): Promise<boolean> {
  const token = await page.evaluate((key) => sessionStorage.getItem(key), TOKEN_STORAGE_KEY)
  if (token === null) return false
  const { origin } = new URL(page.url())
  const socket = new WebSocket(origin.replace('http', 'ws') + RPC_PATH, [subprotocolOf(token)], { origin })
  await once(socket, 'open')
  try {
    await work(createORPCClient(new RPCLink({ websocket: socket as unknown as globalThis.WebSocket })))
    return true
  } finally {
    socket.close()
    await once(socket, 'close')
  }
}

/** Binds as a careful admin would: yes only to a host key that is really the instance's. Throws unless it is proven. */
export async function bindByClient(
  client: Client,
  keyId: string,
  instance: { name: string; hostKeyFingerprints: readonly string[] },
): Promise<void> {
  await client.instances.refresh({})
  const { instances } = await client.instances.list()
  const found = instances.find(({ name }) => name === instance.name)
  if (found === undefined) throw new Error(`The cloud lists no ${instance.name}.`)
  const plan = await client.bindings.plan({ keyId, instanceId: found.id })
  const answers = answerHostKeys(client, instance.hostKeyFingerprints)
  try {
    const { id } = await client.bindings.run({ planId: plan.id })
    for await (const { result } of await client.bindings.watch({ id })) {
      if (result === null) continue
      if (result.outcome !== 'proven') throw new Error(`${result.message} ${result.advice ?? ''}`)
      return
    }
    throw new Error('The binding ended without a result.')
  } finally {
    await answers.end()
  }
}

function answerHostKeys(client: Client, fingerprints: readonly string[]): { end(): Promise<void> } {
  const ended = new AbortController()
  const answering = (async () => {
    for await (const open of await client.questions.watch(undefined, { signal: ended.signal }))
      for (const question of open) {
        if (question.kind !== 'host-key-unknown') continue
        const kind = fingerprints.includes(question.offered.fingerprint) ? 'trust' : 'no'
        await client.questions.answer({ id: question.id, answer: { kind } })
      }
  })().catch((error: unknown) => {
    if (!ended.signal.aborted) throw error
  })
  return {
    async end() {
      ended.abort()
      await answering
    },
  }
}
