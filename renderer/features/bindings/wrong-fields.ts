import { useEffect, useState } from 'react'

export type OnWrong = (field: string, isWrong: boolean) => void

/** Which fields hold what can't be meant: nothing begins before they are put right, since the plan is one without them. */
export function useWrongFields(): { areWrong: boolean; onWrong: OnWrong } {
  const [fields, setFields] = useState<ReadonlySet<string>>(new Set())
  const [onWrong] = useState<OnWrong>(() => (field: string, isWrong: boolean) => {
    setFields((before) => {
      if (before.has(field) === isWrong) return before
      const others = [...before].filter((one) => one !== field)
      return new Set(isWrong ? [...others, field] : others)
    })
  })
  return { areWrong: fields.size > 0, onWrong }
}

/** Tells of a field as long as it is there. */
export function useWrong(field: string, isWrong: boolean, onWrong: OnWrong): void {
  useEffect(() => {
    onWrong(field, isWrong)
    return () => onWrong(field, false)
  }, [field, isWrong, onWrong])
}
