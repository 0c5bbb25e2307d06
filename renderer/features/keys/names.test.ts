import { describe, expect, it } from 'vitest'
import { freeName, importName } from './names.js'

describe('freeName', () => {
  it('keeps a name that is free', () => {
    expect(freeName('deploy', ['web'])).toBe('deploy')
  })

  it('counts on past every taken name, without regard to case', () => {
    expect(freeName('deploy', ['Deploy', 'deploy-2'])).toBe('deploy-3')
  })
})

describe('importName', () => {
  it('prefers the comment inside the key', () => {
    expect(importName('ada@laptop', 'id_ed25519')).toBe('ada@laptop')
  })

  it('takes the file name without its ending', () => {
    expect(importName('', 'deploy.pem')).toBe('deploy')
  })

  it('has a name for what has none', () => {
    expect(importName(' ', '')).toBe('imported-key')
  })
})
