import { z } from 'zod'
import type { Clock } from '../../ports.js'
import { CloudError } from '../cloud-error.js'
import { pause } from '../pacer.js'
import type { Client } from './client.js'
import { refusalError } from './errors.js'

/** The answer to an asynchronous command. */
export const JobTaken = z.object({ jobid: z.string() })

const FIRST_PAUSE_MS = 300
const LONGEST_PAUSE_MS = 5_000
const TIME_LIMIT_MS = 20 * 60 * 1000

const JobState = z.object({
  jobstatus: z.number(),
  jobresultcode: z.number().optional(),
  jobresult: z
    .object({ errorcode: z.number().optional(), errortext: z.string().optional() })
    .optional()
    .catch(undefined),
})

/**
 * Waits for the end of a job, asking at growing intervals up to 5 s. Throws what made the job fail, `cloud-busy` if it
 * has not ended after 20 minutes, or `cancelled` (the job itself goes on: CloudStack can't take one back).
 */
export async function finishJob(
  client: Client,
  clock: Clock,
  command: string,
  jobId: string,
  signal?: AbortSignal,
): Promise<void> {
  const end = clock.now() + TIME_LIMIT_MS
  for (let pauseMs = FIRST_PAUSE_MS; clock.now() < end; pauseMs = Math.min(pauseMs * 1.5, LONGEST_PAUSE_MS)) {
    const job = await client.read('queryAsyncJobResult', JobState, { jobid: jobId }, signal)
    if (job.jobstatus === 1) return
    if (job.jobstatus !== 0) throw failed(command, job)
    await pause(clock, pauseMs, signal)
  }
  throw new CloudError('cloud-busy', `The cloud has not finished ${command} within 20 minutes.`, {
    advice: "Look at the instance in the cloud's own console; the job may still end.",
    retryable: true,
  })
}

/** Old releases say 530 for every failed job; the result inside says more. */
function failed(command: string, job: z.infer<typeof JobState>): CloudError {
  const errorcode = job.jobresult?.errorcode ?? job.jobresultcode ?? 530
  return refusalError({ command, errorcode, errortext: job.jobresult?.errortext ?? '' })
}
