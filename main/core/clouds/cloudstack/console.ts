import { z } from 'zod'
import type { CloudRecovery } from '../cloud.js'
import { CloudError } from '../cloud-error.js'
import type { Client } from './client.js'
import { isAtLeast } from './version.js'

const Endpoint = z.object({
  consoleendpoint: z.object({
    url: z.url({ protocol: /^https?$/ }).nullish(),
    /** Why there is none; the call itself is then not refused. */
    details: z.string().nullish(),
  }),
})

/** The ticket in it is made for a minute, and taken in that and the next one. */
const TICKET_S = 60

const SINCE = [4, 18] as const

/**
 * The instance's screen by createConsoleEndpoint, which CloudStack has since 4.18:
 * https://cloudstack.apache.org/api/apidocs-4.18/apis/createConsoleEndpoint.html. Older ones have a page for it that only a
 * browser's own session may open.
 */
export function createRecovery(
  client: Client,
  version: (signal?: AbortSignal) => Promise<string>,
): CloudRecovery {
  return {
    keyType: 'rsa',
    consolePlace:
      "On the cloud's own pages: the instance, and there View console (Apiculus and StackBill: Console).",

    async whyNoAddress(signal) {
      const running = await version(signal)
      if (isAtLeast(running, ...SINCE)) return null
      return `CloudStack tells the address of a console from 4.18 on, and this cloud runs ${running}.`
    },

    async consoleAddress(id, signal) {
      // Another address where the answer was lost: each is good for itself.
      const ask = { virtualmachineid: id }
      const answer = await client.write('createConsoleEndpoint', Endpoint, ask, async () => false, signal)
      const { url, details } = answer?.consoleendpoint ?? {}
      if (url == null) throw noEndpoint(details ?? null)
      return { address: url, validS: TICKET_S, once: true }
    },
  }
}

function noEndpoint(details: string | null): CloudError {
  return new CloudError('cloud-failed', 'The cloud made no address for the console of this instance.', {
    advice: "Try again in a few minutes, or open it on the cloud's own pages.",
    ...(details !== null && { detail: `createConsoleEndpoint: ${details}` }),
  })
}
