import { expect, it, vi } from 'vitest'

vi.mock('./sessions.js', () => ({ closePane: vi.fn(), splitPane: vi.fn() }))
vi.mock('../nameplates/use-nameplates.js', () => ({ nameplatesNow: () => new Map() }))
vi.mock('./move-window.js', () => ({ movePaneToWindow: vi.fn() }))

const { commandOfKey, paneCommands } = await import('./commands.js')

const none = { ctrlKey: false, shiftKey: false, altKey: false, metaKey: false }

it('each key does one thing', () => {
  const codes = paneCommands.flat().flatMap(({ key }) => (key === null ? [] : [key.code]))
  expect(new Set(codes).size).toBe(codes.length)
})

it('takes nothing from the shell: only keys with Ctrl and Shift together are ours', () => {
  for (const { key } of paneCommands.flat()) {
    if (key === null) continue
    const { code } = key
    expect(commandOfKey({ ...none, code, ctrlKey: true, shiftKey: true })?.key?.code).toBe(code)
    expect(commandOfKey({ ...none, code, ctrlKey: true })).toBeNull()
    expect(commandOfKey({ ...none, code, shiftKey: true })).toBeNull()
    expect(commandOfKey({ ...none, code, altKey: true })).toBeNull()
    expect(commandOfKey({ ctrlKey: true, shiftKey: true, altKey: true, metaKey: false, code })).toBeNull()
  }
  expect(commandOfKey({ ...none, code: 'KeyC', ctrlKey: true, shiftKey: true })).toBeNull()
})
