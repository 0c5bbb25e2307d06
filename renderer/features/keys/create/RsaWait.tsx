import { useEffect, useState } from 'react'
import type { GenerateSpec } from '../../../../contract/keys.js'
import { sizeOf } from './key-kinds.js'
import classes from './RsaWait.module.css'

/** OpenSSL tells Node nothing of its search for primes: what can be said is how long it has taken, and what is usual. */
export function RsaWait({ spec }: { spec: GenerateSpec & { type: 'rsa' } }) {
  return (
    <div>
      <progress className={classes.bar} aria-label="Making the RSA key" />
      <span role="status">Looking for two large primes. {sizeOf(spec)?.time}</span> So far {useSeconds()} s.
    </div>
  )
}

function useSeconds(): number {
  const [seconds, setSeconds] = useState(0)
  useEffect(() => {
    const started = Date.now()
    const timer = setInterval(() => setSeconds(Math.floor((Date.now() - started) / 1000)), 250)
    return () => clearInterval(timer)
  }, [])
  return seconds
}
