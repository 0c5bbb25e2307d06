import { describe, expect, it } from 'vitest'
import { Settings } from '../../../contract/settings.js'
import { readNumber } from './read-number.js'

const days = Settings.shape.binDays

describe('readNumber', () => {
  it('reads whole numbers, with blanks around them', () => {
    expect(readNumber(' 30 ', days)).toEqual({ value: 30 })
  })

  it.each(['', 'soon', '1.5', '-3', '1e3', '٣'])('asks for a whole number instead of "%s"', (text) => {
    expect(readNumber(text, days)).toEqual({ wrong: 'A whole number, such as 15.' })
  })

  it('says what the limits are', () => {
    expect(readNumber('0', days)).toEqual({ wrong: 'At least a day.' })
    expect(readNumber('366', days)).toEqual({ wrong: 'At most 365 days.' })
  })
})
