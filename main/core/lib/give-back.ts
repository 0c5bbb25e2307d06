/** Smaller ones may be parts of the buffer that Node shares out, of which later versions have a larger one, and are not worth it. */
const LEAST = Math.max(16 * 1024, Buffer.poolSize + 1)

type Transferable = ArrayBufferLike & { transfer?(newLength: number): ArrayBufferLike }

/**
 * Frees a buffer's memory now, where the runtime can (`ArrayBuffer.prototype.transfer`, ECMA-262 §25.1.6.8); elsewhere the
 * garbage collector does later. For who alone has it: it is empty from then on, and so is every other view of its memory.
 */
export function giveBack({ buffer }: Uint8Array): void {
  if (buffer.byteLength >= LEAST) (buffer as Transferable).transfer?.(0)
}
