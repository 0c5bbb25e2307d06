import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { type Call, type Command, entity, read } from './command.js'
import { ApiError } from './errors.js'
import { isAtLeast, type Job, type VirtualMachine } from './state.js'

const INTERNAL_ERROR = 530

export const jobs: Record<string, Command> = {
  queryAsyncJobResult: read((call) => {
    const own = call.state.jobs.filter((job) => job.account === call.user)
    return toResponse(entity(call, 'jobid', own))
  }),
}

/**
 * Queues `work` behind the virtual machine's other jobs and answers `{ jobid }` at once. The job fails with what `work`
 * throws; its result is what `work` answers.
 */
export function submit(call: Call, cmd: string, vm: VirtualMachine, work: () => Promise<object>): object {
  const { jobs, settings } = call.state
  const job: Job = {
    id: randomUUID(),
    account: call.user,
    cmd: `org.apache.cloudstack.api.command.user.vm.${cmd}`,
    virtualMachine: vm,
    created: new Date(),
    status: 0,
    resultCode: 0,
    result: null,
    coyPolls: settings.coyPolls[jobs.length % settings.coyPolls.length] ?? 0,
  }
  jobs.push(job)
  vm.queue = vm.queue.then(() => perform(call, job, work))
  return { jobid: job.id }
}

async function perform(call: Call, job: Job, work: () => Promise<object>): Promise<void> {
  job.virtualMachine.jobId = job.id
  try {
    job.result = await work()
    job.status = 1
  } catch (error) {
    const code = error instanceof ApiError ? error.code : INTERNAL_ERROR
    job.resultCode = isAtLeast(call.state, 4, 17) ? code : INTERNAL_ERROR // older releases knew only 530 here
    job.result = {
      errorcode: job.resultCode,
      errortext: error instanceof Error ? error.message : String(error),
    }
    job.status = 2
  }
  job.virtualMachine.jobId = null
}

/** Waits as long as a job takes at least. Doesn't keep the process alive. */
export const takeTime = (call: Call) => sleep(call.state.settings.jobMs, undefined, { ref: false })

function toResponse(job: Job): object {
  const common = {
    accountid: job.account.id,
    userid: job.account.userId,
    cmd: job.cmd,
    jobprocstatus: 0,
    jobinstancetype: 'VirtualMachine',
    jobinstanceid: job.virtualMachine.id,
    created: job.created.toISOString().replace(/\.\d+Z$/, '+0000'),
    jobid: job.id,
  }
  if (job.status === 0 || job.coyPolls-- > 0) return { ...common, jobstatus: 0, jobresultcode: 0 }
  const { status: jobstatus, resultCode: jobresultcode, result: jobresult } = job
  return { ...common, jobstatus, jobresultcode, jobresulttype: 'object', jobresult }
}
