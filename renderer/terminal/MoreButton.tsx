import { Button } from '@mantine/core'
import { IconChevronDown } from '@tabler/icons-react'
import { type ReactNode, useRef, useState } from 'react'
import { say } from '../../contract/words/say.js'
import { type MenuItem, PaneMenu } from './PaneMenu.js'

/** px in the window. */
interface Place {
  x: number
  y: number
}

/** Opens what is done less often than what has a button beside it. `menu` draws it at the place and calls `onClose`. */
export function MoreButton({ menu }: { menu: (at: Place, onClose: () => void) => ReactNode }) {
  const [at, setAt] = useState<Place | null>(null)
  return (
    <>
      <Button
        variant="default"
        aria-haspopup="menu"
        aria-expanded={at !== null}
        rightSection={<IconChevronDown size={14} aria-hidden />}
        onClick={({ currentTarget }) => {
          const { right, bottom } = currentTarget.getBoundingClientRect()
          setAt({ x: right, y: bottom })
        }}
      >
        {say`More`}
      </Button>
      {at !== null && menu(at, () => setAt(null))}
    </>
  )
}

/** The same with a menu of these items; the button has the keyboard again when it closes. */
export function MoreMenu({ groups, label }: { groups: MenuItem[][]; label: string }) {
  const box = useRef<HTMLDivElement>(null)
  return (
    <div ref={box}>
      <MoreButton
        menu={(at, onClose) => (
          <PaneMenu
            at={at}
            groups={groups}
            label={label}
            onClose={() => {
              onClose()
              box.current?.querySelector('button')?.focus()
            }}
          />
        )}
      />
    </div>
  )
}
