import { Modal, type ModalProps } from '@mantine/core'
import { useContext, useEffect, useState } from 'react'
import { KeepFocus } from './KeepFocus.js'
import { DialogNotice, OnCover, useEscapeOnCover, useOnlyTheTop } from './overlays.js'
import { focusSection, isShown } from './section-focus.js'

/** Mantine's Modal for what is mounted to open it. When it goes, the keyboard is where it was before. */
export function Dialog({ children, ...props }: Omit<ModalProps, 'opened' | 'returnFocus'>) {
  const onCover = useContext(OnCover)
  useReturnFocus(onCover)
  useEscapeOnCover(onCover, props.onClose)
  const onClose = useOnlyTheTop(props.onClose)
  return (
    <Modal
      opened
      returnFocus={false}
      portalProps={{ reuseTargetNode: !onCover }}
      {...props}
      onClose={onClose}
    >
      <KeepFocus />
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
      const there =
        before instanceof HTMLElement && before !== document.body && before.isConnected && isShown(before)
      if (there) before.focus()
      // Where a cover goes with its dialog, the window under it knows where the keyboard was.
      else if (!onCover) focusSection()
    }
  }, [before, onCover])
}
