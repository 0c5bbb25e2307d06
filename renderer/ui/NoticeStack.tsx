import { Button } from '@mantine/core'
import { createContext, type ReactNode, useCallback, useContext, useEffect, useState } from 'react'
import { plural, say } from '../../contract/words/say.js'
import classes from './NoticeStack.module.css'

/** Hears of each notice in a stack, and by what it answers, of its end. */
const Stack = createContext<(() => () => void) | null>(null)

/** Tells the stack around a notice that there is one more. */
export function useStacked(): void {
  const begin = useContext(Stack)
  useEffect(() => begin?.(), [begin])
}

/** Several notices in the room of one: the first of them, and the others on demand. */
export function NoticeStack({ children }: { children: ReactNode }) {
  const [count, setCount] = useState(0)
  const [all, setAll] = useState(false)
  const begin = useCallback(() => {
    setCount((before) => before + 1)
    return () => setCount((before) => before - 1)
  }, [])
  const isStack = count > 1
  return (
    <div className={classes.stack} data-folded={(isStack && !all) || undefined}>
      <Stack value={begin}>{children}</Stack>
      {isStack && (
        <Button variant="subtle" className={classes.more} aria-expanded={all} onClick={() => setAll(!all)}>
          {all ? say`Show one` : say`${plural(count - 1, '# more notice', '# more notices')}`}
        </Button>
      )}
    </div>
  )
}
