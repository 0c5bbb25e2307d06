import type { TerminalSettings } from '../../contract/settings.js'

/** What is done when a program rings, as the settings say at that moment. */
export function createBell(setting: () => TerminalSettings['bell'], onMark: () => void): () => void {
  return calmBell(() => {
    if (setting() === 'mark') onMark()
    if (setting() === 'sound') soundBell()
  })
}

/** However often programs ring, a mark is set or a sound made no more often than so. */
export const BELL_PAUSE_MS = 500

/** Calls `ring` at once, and then not again before the pause is over. */
export function calmBell(ring: () => void, now: () => number = () => performance.now()): () => void {
  let last = Number.NEGATIVE_INFINITY
  return () => {
    if (now() - last < BELL_PAUSE_MS) return
    last = now()
    ring()
  }
}

const HZ = 660
const SECONDS = 0.12
let audio: AudioContext | undefined

/** A short, soft tone. Nothing is heard where the window has not been clicked or typed in yet: browsers allow no sound then. */
function soundBell(): void {
  audio ??= new AudioContext()
  if (audio.state === 'suspended') void audio.resume()
  const [tone, volume] = [audio.createOscillator(), audio.createGain()]
  const start = audio.currentTime
  tone.frequency.value = HZ
  volume.gain.setValueAtTime(0.08, start)
  volume.gain.exponentialRampToValueAtTime(0.0001, start + SECONDS)
  tone.connect(volume).connect(audio.destination)
  tone.start(start)
  tone.stop(start + SECONDS)
}
