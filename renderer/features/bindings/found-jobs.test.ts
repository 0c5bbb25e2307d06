import { beforeEach, expect, it } from 'vitest'
import type { BindJob } from '../../../contract/bindings.js'
import { bindStarted, bindStore, hideBind } from './binds.js'
import { rememberJobs, takeOverJobs } from './found-jobs.js'

const ended: BindJob['result'] = { outcome: 'proven', message: 'It opens.', instanceLeft: 'running' }
const job = (id: string, result: BindJob['result'] = null): BindJob => ({
  id,
  action: 'bind',
  batchId: null,
  keyId: 'k1',
  instanceId: `a1/${id}`,
  instanceName: id,
  user: 'debian',
  steps: [],
  loginKeyId: null,
  cancelling: false,
  result,
})

function memoryStorage() {
  const kept = new Map<string, string>()
  return {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
  }
}

const shown = () => bindStore.get().jobs.map(({ id }) => id)
const reload = () => bindStore.change((state) => ({ ...state, shownId: null, jobs: [] }))

beforeEach(reload)

it('finds every job that runs, once', () => {
  const storage = memoryStorage()
  takeOverJobs([job('web-1'), job('web-2', ended)], storage)
  takeOverJobs([job('web-1')], storage)
  expect(shown()).toEqual(['web-1'])
})

it('after a reload tells of a job that ended meanwhile, and not of one that was put away', () => {
  const storage = memoryStorage()
  const stop = rememberJobs(storage)
  bindStarted(job('web-1'), {})
  bindStarted(job('web-2', ended), {})
  hideBind('web-2')
  stop()
  reload()
  takeOverJobs([job('web-1', ended), job('web-2', ended)], storage)
  expect(shown()).toEqual(['web-1'])
})
