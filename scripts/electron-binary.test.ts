import { afterEach, describe, expect, it, vi } from 'vitest'
import { findDesktop, noWindowHere } from './electron-binary.js'

afterEach(() => vi.unstubAllEnvs())

describe.runIf(process.platform === 'linux')('on Linux', () => {
  it('knows where no window can be shown', () => {
    expect(noWindowHere({ DISPLAY: ':0' }, 1000)).toBeNull()
    expect(noWindowHere({ WAYLAND_DISPLAY: 'wayland-0' }, 1000)).toBeNull()
    expect(noWindowHere({}, 1000)).toContain('no display')
    expect(noWindowHere({ DISPLAY: ':0' }, 0)).toContain('root')
  })

  it('fetches nothing where no window can be shown', async () => {
    vi.stubEnv('DISPLAY', '')
    vi.stubEnv('WAYLAND_DISPLAY', '')
    const fetched = vi.spyOn(globalThis, 'fetch')
    expect(await findDesktop(true)).toEqual({ reason: 'there is no display here' })
    expect(fetched).not.toHaveBeenCalled()
  })
})
