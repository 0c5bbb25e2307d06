/* Preloaded into the fake host, whose time then stands still: at FIXED_CLOCK, as ISO 8601 has it. */

const now = Date.parse(process.env.FIXED_CLOCK)

globalThis.Date = class extends Date {
  constructor(...given) {
    if (given.length === 0) super(now)
    else super(...given)
  }

  static now() {
    return now
  }
}
