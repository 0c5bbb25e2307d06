import { useEffect, useState } from 'react'
import type { GenerateSpec } from '../../../../contract/keys.js'
import { say } from '../../../../contract/words/say.js'
import { ProgressBar } from '../../../ui/ProgressBar.js'
import { rich } from '../../../words/rich.js'
import { sizeOf } from './key-kinds.js'

/** OpenSSL tells Node nothing of its search for primes: what can be said is how long it has taken, and what is usual. */
export function RsaWait({ spec }: { spec: GenerateSpec & { type: 'rsa' } }) {
  return (
    <div>
      <ProgressBar label={say`Making the RSA key`} progress={null} />
      {rich`${<span role="status">{say`Looking for two large primes. ${sizeOf(spec)?.time}`}</span>} So far ${useSeconds()} s.`}
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
