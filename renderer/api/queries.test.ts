import { MutationObserver } from '@tanstack/react-query'
import { expect, it, vi } from 'vitest'
import { queryClient } from './queries.js'

vi.mock('./connection.js', () => ({ onConnectionChange: () => undefined, currentLink: {} }))

it('keeps nothing of what was sent once nobody shows how it went: it may have been a password', async () => {
  const observer = new MutationObserver(queryClient, {
    mutationFn: async (_sent: { password: string }) => 'done',
  })
  const leave = observer.subscribe(() => undefined)
  await observer.mutate({ password: 'one time only' })
  leave()
  await vi.waitFor(() => expect(queryClient.getMutationCache().getAll()).toEqual([]))
})
