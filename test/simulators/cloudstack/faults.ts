import { setTimeout as sleep } from 'node:timers/promises'
import { ApiError } from '../../../main/demo/cloudstack/errors.js'
import { type ApiCall, beginAnswer, deliver, sendPage } from '../../../main/demo/cloudstack/http.js'
import { refusal } from '../../../main/demo/cloudstack/responses.js'
import type { WireFault } from '../wire-faults.js'

export type Fault =
  | WireFault
  /** A proxy's error page instead of the answer; the command takes no effect. */
  | { kind: 'html'; status: 500 | 502 | 503 }
  /** The cloud refuses; the command takes no effect. */
  | { kind: 'refusal'; code: number; text: string }

/** Answers a call as far as the fault lets it. */
export async function deliverWith(fault: Fault | undefined, call: ApiCall): Promise<void> {
  const { response, command, format } = call
  if (fault === undefined) return deliver(call)
  if (fault.kind === 'drop') return void response.destroy()
  if (fault.kind === 'html') return sendPage(response, fault.status)
  const answer =
    fault.kind === 'refusal' ? refusal(command, new ApiError(fault.code, fault.text)) : await call.answer()
  if (fault.kind === 'drop-after-applying') return void response.destroy()
  if (fault.kind === 'slow') await sleep(fault.ms, undefined, { ref: false })
  const broken = fault.kind === 'broken-json' ? (text: string) => text.slice(0, -2) : undefined
  const bytes = beginAnswer(response, answer, format, broken)
  if (fault.kind !== 'cut') return void response.end(bytes)
  response.write(bytes.subarray(0, bytes.length / 2), () => response.destroy())
}
