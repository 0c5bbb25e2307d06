/** Hears what is told while a job is under way; a failure of the telling is none of the job. Settles as the job does. */
export async function alongside<T, V>(
  job: Promise<T>,
  telling: (options: { signal: AbortSignal }) => Promise<AsyncIterable<V>>,
  hear: (value: V) => void,
): Promise<T> {
  const over = new AbortController()
  const { signal } = over
  const listen = async () => {
    for await (const value of await telling({ signal })) if (!signal.aborted) hear(value)
  }
  void listen().catch(() => undefined)
  return job.finally(() => over.abort())
}
