/*
 * Blowfish's key schedule with a salt, as bcrypt has it, for two states at once. It is written as WebAssembly, by the few
 * instructions below: the same loop in JavaScript takes twice as long, since each look into a box is checked against the
 * array's length there.
 *
 * A state is 1042 words: 18 subkeys and four boxes of 256. The two lie one behind the other at the start of memory.
 *
 *   expand(keyOne, keyTwo, saltOne, saltTwo)   addresses in bytes of 16 words each
 *
 * Instructions and sections: WebAssembly Core Specification 1.0, chapter 5.
 */

const STATE_BYTES = 1042 * 4

/** LEB128 in two bytes, for all that is below 8192; from there to 16383 for what is unsigned. */
const number = (value: number) => [(value & 127) | 128, value >> 7]
const get = (local: number) => [0x20, local]
const set = (local: number) => [0x21, local]
const constant = (value: number) => [0x41, ...number(value)]
const load = (offset: number) => [0x28, 2, ...number(offset)]
const store = (offset: number) => [0x36, 2, ...number(offset)]
const [I32, NOTHING, LOOP, BRANCH_IF, END] = [0x7f, 0x40, 0x03, 0x0d, 0x0b]
const [BELOW, ADD, AND, XOR, SHIFT_LEFT, SHIFT_RIGHT] = [0x49, 0x6a, 0x71, 0x73, 0x74, 0x76]

/** Parameters and variables of the function. */
const key = (state: number) => state
const salt = (state: number) => 2 + state
const AT = 4
const left = (state: number) => 5 + 2 * state
const right = (state: number) => 6 + 2 * state

const subkey = (state: number, index: number) => [...constant(0), ...load(state * STATE_BYTES + index * 4)]

/** The module. Exports its `memory` (a page of 64 KiB) and `expand`. */
export function scheduleModule(): Uint8Array {
  const code = [...number(1), ...number(5), I32, ...mixKey(0), ...mixKey(1), ...schedule(), END]
  return Uint8Array.of(
    ...[0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
    ...section(1, [1, 0x60, 4, I32, I32, I32, I32, 0]),
    ...section(3, [1, 0]),
    ...section(5, [1, 0, 1]),
    ...section(7, [2, ...name('memory'), 2, 0, ...name('expand'), 0, 0]),
    ...section(10, [1, ...number(code.length), ...code]),
  )
}

const section = (id: number, content: number[]) => [id, ...number(content.length), ...content]
const name = (text: string) => [text.length, ...Buffer.from(text)]

function mixKey(state: number): number[] {
  return Array.from({ length: 18 }, (_, index) => {
    const word = [...get(key(state)), ...load((index % 16) * 4)]
    return [...constant(0), ...subkey(state, index), ...word, XOR, ...store(state * STATE_BYTES + index * 4)]
  }).flat()
}

/** Encrypts what it encrypted last, with the salt's next words, and writes it over the state, from start to end. */
function schedule(): number[] {
  const step = [
    ...[0, 1].flatMap(mixSalt),
    ...Array.from({ length: 16 }, (_, round) => [...halfRound(0, round), ...halfRound(1, round)]).flat(),
    ...[0, 1].flatMap(writeBack),
    ...[...get(AT), ...constant(8), ADD, ...set(AT)],
  ]
  return [LOOP, NOTHING, ...step, ...get(AT), ...constant(STATE_BYTES), BELOW, BRANCH_IF, 0, END]
}

function mixSalt(state: number): number[] {
  const word = [...get(AT), ...constant(63), AND, ...get(salt(state)), ADD]
  return [
    ...[...get(left(state)), ...word, ...load(0), XOR, ...subkey(state, 0), XOR, ...set(left(state))],
    ...[...get(right(state)), ...word, ...load(4), XOR, ...set(right(state))],
  ]
}

function halfRound(state: number, round: number): number[] {
  const [from, to] = round % 2 === 0 ? [left(state), right(state)] : [right(state), left(state)]
  const box = (index: number, shift: number[]) => [
    ...[...get(from), ...shift, ...constant(255 * 4), AND],
    ...load(state * STATE_BYTES + (18 + index * 256) * 4),
  ]
  const sum = [...box(0, [...constant(22), SHIFT_RIGHT]), ...box(1, [...constant(14), SHIFT_RIGHT]), ADD]
  const mixed = [...sum, ...box(2, [...constant(6), SHIFT_RIGHT]), XOR]
  const word = [...mixed, ...box(3, [...constant(2), SHIFT_LEFT]), ADD]
  return [...get(to), ...subkey(state, round + 1), XOR, ...word, XOR, ...set(to)]
}

function writeBack(state: number): number[] {
  return [
    ...[...get(right(state)), ...subkey(state, 17), XOR],
    ...[...get(left(state)), ...set(right(state)), ...set(left(state))],
    ...[...get(AT), ...get(left(state)), ...store(state * STATE_BYTES)],
    ...[...get(AT), ...get(right(state)), ...store(state * STATE_BYTES + 4)],
  ]
}
