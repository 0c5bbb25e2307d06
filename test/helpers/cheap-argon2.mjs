// Loaded before a host (`node --import`): today's price of a password (main/core/vault/password-lock.ts) is a second of
// processor time each, for which most flows have no use. Files say that price all the same, so a host that is started
// without this does not open them. Any other price, as in key files, is paid.
import { createRequire } from 'node:module'

const argon2 = createRequire(import.meta.url)('@node-rs/argon2')
const { hashRaw } = argon2

argon2.hashRaw = (password, options) => hashRaw(password, isTodays(options) ? cheap(options) : options)

function isTodays({ memoryCost, timeCost, parallelism }) {
  return memoryCost === 256 * 1024 && timeCost === 2 && parallelism === 4
}

function cheap(options) {
  return { ...options, memoryCost: 64, timeCost: 1 }
}
