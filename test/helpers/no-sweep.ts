import { vi } from 'vitest'

/*
 * Set up for every unit test: a lock does not sweep the memory, which takes half a second and would be most of what some
 * files do. That it does, and what is left, is shown on real processes (test/integration/lock-memory.test.ts).
 */
vi.mock('../../main/core/vault/collect-garbage.js', () => ({ collectGarbage: () => undefined }))
