import { setFlagsFromString } from 'node:v8'
import { garbageCollector } from '../lib/garbage-collector.js'

// What another thread frees, that thread keeps for itself, where nothing is written over it.
setFlagsFromString('--no-concurrent-array-buffer-sweeping')

/**
 * Collects what nothing refers to any more, so that closed keys and typed passwords are freed now and not some day, and
 * sees to it that freed strings are written over: V8 moves what lives to new pages and gives the old ones back, and the
 * part of its heap for young objects is filled with others. Takes about 0.2 s.
 */
export function collectGarbage(): void {
  setFlagsFromString('--compact-on-every-full-gc')
  garbageCollector()()
  fillYoungSpace()
  fillFreedMemory()
  setFlagsFromString('--no-compact-on-every-full-gc')
}

/** V8 has at most two halves of 16 MiB for young objects; this is twice as much. */
function fillYoungSpace(): void {
  const BATCHES = 25
  for (let batch = 0; batch < BATCHES; batch++)
    Array.from({ length: 20_000 }, (_, i) => [i, i, i, i, i, i, i, i])
}

/**
 * What was freed outside of V8's heap, buffers and the numbers of OpenSSL, stays as it was until it is used again. This
 * uses it again: zeros in blocks of every size, the largest first, so that the smaller ones find what is left between.
 */
function fillFreedMemory(): void {
  const blocks: ArrayBuffer[] = []
  for (let size = LARGEST_BLOCK; size >= SMALLEST_BLOCK; size = Math.floor(size * 0.75))
    for (let count = Math.min(BYTES_A_SIZE / size, MOST_OF_A_SIZE); count > 0; count--)
      blocks.push(new ArrayBuffer(size))
}

/** Larger ones have pages of their own, which go back to the system when they are freed. */
const LARGEST_BLOCK = 96 * 1024
const SMALLEST_BLOCK = 16
const BYTES_A_SIZE = 4 * 1024 * 1024
const MOST_OF_A_SIZE = 2_000
