import { expect, it } from 'vitest'
import { testLog } from '../../../test/helpers/memory-profile.js'
import { LatchkeyError } from '../lib/error.js'
import type { Journal } from './journal.js'
import { bindOthers } from './ssh-other-users.js'
import { newCourse, type SshJobOrder, type SshJobParts } from './ssh-steps.js'

it('says of each further user why nothing was done, and leaves what was bound already, where the journal can not be written', async () => {
  const full = new LatchkeyError('profile-in-use', 'The profile is in use.')
  const journal: Partial<Journal> = { reach: () => Promise.reject(full) }
  const { signal } = new AbortController()
  const plan: Partial<SshJobOrder['plan']> = { id: 'plan-1' }
  const order: Partial<SshJobOrder> = { plan: plan as SshJobOrder['plan'], alsoUsers: ['ada', 'bo'], signal }
  const parts: Partial<SshJobParts> = { journal: journal as Journal, log: testLog() }

  const results = await bindOthers(order as SshJobOrder, parts as SshJobParts, newCourse(null))
  expect(results).toEqual(
    ['ada', 'bo'].map((user) => ({ user, outcome: 'failed', message: 'The profile is in use.' })),
  )
})
