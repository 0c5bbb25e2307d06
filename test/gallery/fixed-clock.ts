import { GALLERY_TIME } from './gallery-time.js'

/* Preloaded into the fake host, whose time then stands still. */

const now = Date.parse(GALLERY_TIME)

globalThis.Date = class extends Date {
  constructor(...given: []) {
    if (given.length === 0) super(now)
    else super(...given)
  }

  static override now(): number {
    return now
  }
} as DateConstructor
