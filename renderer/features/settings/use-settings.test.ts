import { QueryObserver } from '@tanstack/react-query'
import { expect, it, vi } from 'vitest'
import { defaultSettings } from '../../../contract/settings.js'
import { queryClient } from '../../api/queries.js'
import { changeSettings, settingsQuery } from './use-settings.js'

const host = vi.hoisted(() => ({
  get: vi.fn(),
  set: vi.fn(),
}))
vi.mock('../../api/client.js', () => ({ rpc: { settings: host, map: {}, keys: { list: () => [] } } }))
vi.mock('../../api/connection.js', () => ({
  connectionState: () => 'open',
  onConnectionChange: () => () => undefined,
}))

it('keeps what was just chosen when the settings are read again before it is saved', async () => {
  const saved = { ...defaultSettings, binDays: 30 }
  host.get.mockResolvedValue(saved)
  const shown: number[] = []
  const observer = new QueryObserver(queryClient, settingsQuery)
  const leave = observer.subscribe(({ data }) => void (data && shown.push(data.binDays)))
  await vi.waitFor(() => expect(shown.at(-1)).toBe(30))

  let answer: (now: typeof saved) => void = () => undefined
  host.set.mockReturnValue(
    new Promise((resolve) => {
      answer = resolve
    }),
  )
  const saving = changeSettings((before) => ({ ...before, binDays: 7 }))
  await vi.waitFor(() => expect(host.set).toHaveBeenCalled())
  await queryClient.refetchQueries({ queryKey: settingsQuery.queryKey })
  answer({ ...saved, binDays: 7 })
  await saving
  leave()
  expect(shown.slice(shown.indexOf(7))).not.toContain(30)
})
