import { describe, expect, it } from 'vitest'
import { octalText, permissionText, readOctal } from './permission-words.js'

describe('permissions', () => {
  it.each([
    [0o644, 'rw-r--r--', '644'],
    [0o755, 'rwxr-xr-x', '755'],
    [0, '---------', '000'],
    [0o4755, 'rwsr-xr-x', '4755'],
    [0o2640, 'rw-r-S---', '2640'],
    [0o1777, 'rwxrwxrwt', '1777'],
    [0o1776, 'rwxrwxrwT', '1776'],
  ])('%o is written as ls and chmod write it', (bits, letters, octal) => {
    expect(permissionText(bits)).toBe(letters)
    expect(octalText(bits)).toBe(octal)
    expect(readOctal(octal)).toBe(bits)
  })

  it.each(['', '64', '648', '0x1ff', '77777', '-644'])('does not take %j for permissions', (text) => {
    expect(readOctal(text)).toBeNull()
  })
})
