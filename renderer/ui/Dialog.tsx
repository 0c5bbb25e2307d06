import { Modal, type ModalProps } from '@mantine/core'
import { useContext, useEffect, useState } from 'react'
import { DialogNotice, OnCover, useEscapeOnCover } from './overlays.js'

/** Mantine's Modal for what is mounted to open it. When it goes, the keyboard is where it was before. */
export function Dialog({ children, ...props }: Omit<ModalProps, 'opened' | 'returnFocus'>) {
  const onCover = useContext(OnCover)
  useReturnFocus(onCover)
  useEscapeOnCover(onCover, props.onClose)
  return (
    <Modal opened returnFocus={false} portalProps={{ reuseTargetNode: !onCover }} {...props}>
      {useContext(DialogNotice)}
      {children}
    </Modal>
  )
}

/** Mantine gives the focus back when `opened` turns false, which never happens to a dialog that is unmounted. */
function useReturnFocus(onCover: boolean): void {
  const [before] = useState(() => document.activeElement)
  useEffect(() => {
    return () => {
      if (document.activeElement !== document.body) return
      const there = before instanceof HTMLElement && before !== document.body && before.isConnected
      if (there) before.focus()
      // Where a cover goes with its dialog, the window under it knows where the keyboard was.
      else if (!onCover) shownGrid()?.focus()
    }
  }, [before, onCover])
}

/** The table of the section, where what was focused is gone, such as the button of a dialog before this one. */
function shownGrid(): HTMLElement | undefined {
  const grids = document.querySelectorAll<HTMLElement>('main [data-grid]')
  return [...grids].find((grid) => grid.offsetParent !== null)
}
