import { ActionIcon, TextInput, Tooltip } from '@mantine/core'
import { IconArrowUp, IconHome, IconPencil, IconRefresh } from '@tabler/icons-react'
import { type FormEvent, type ReactNode, useState } from 'react'
import { shownName } from '../../../contract/file-names.js'
import { crumbsOf } from './file-rows.js'
import classes from './files.module.css'

interface Props {
  path: string
  onGo: (path: string) => void
  onUp: () => void
  onRefresh: () => void
}

/** Where one is: crumbs that lead up, and a field for whoever types paths. */
export function PathBar({ path, onGo, onUp, onRefresh }: Props) {
  const [typed, setTyped] = useState<string | null>(null)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const wanted = typed?.trim() ?? ''
    setTyped(null)
    // What can't be typed is shown by signs: as long as nothing else is written, the path itself is meant.
    if (wanted === '' || wanted === shownName(path)) onGo(path)
    else onGo(/^[/~]/.test(wanted) ? wanted : `${path === '/' ? '' : path}/${wanted}`)
  }
  return (
    <div className={classes.path}>
      <Tool label="Parent folder (Backspace)" onClick={onUp} disabled={path === '/'}>
        <IconArrowUp size={16} />
      </Tool>
      <Tool label="Home folder" onClick={() => onGo('~')}>
        <IconHome size={16} />
      </Tool>
      <Tool label="Read the folder again" onClick={onRefresh}>
        <IconRefresh size={16} />
      </Tool>
      {typed === null ? (
        // biome-ignore lint/a11y/useKeyWithClickEvents: the button at its end does the same
        <nav
          aria-label="Path"
          className={classes.crumbs}
          // Of a path that is too long for it, the end is what tells where one is.
          ref={(bar) => void bar?.scrollTo({ left: bar.scrollWidth })}
          onClick={({ target, currentTarget }) => target === currentTarget && setTyped(shownName(path))}
        >
          {crumbsOf(path).map((crumb, n, { length }) => (
            <button
              key={crumb.path}
              type="button"
              aria-current={n === length - 1 ? 'location' : undefined}
              onClick={() => onGo(crumb.path)}
            >
              <bdi>{shownName(crumb.name)}</bdi>
            </button>
          ))}
        </nav>
      ) : (
        <form className={classes.typed} onSubmit={submit}>
          <TextInput
            aria-label="Path, such as /var/log or ~/site"
            autoFocus
            value={typed}
            spellCheck={false}
            autoComplete="off"
            maxLength={8192}
            onFocus={({ currentTarget }) => currentTarget.select()}
            onChange={({ currentTarget }) => setTyped(currentTarget.value)}
            onBlur={() => setTyped(null)}
            onKeyDown={({ key }) => key === 'Escape' && setTyped(null)}
          />
        </form>
      )}
      {typed === null && (
        <Tool label="Type a path" onClick={() => setTyped(shownName(path))}>
          <IconPencil size={16} />
        </Tool>
      )}
    </div>
  )
}

interface ToolProps {
  label: string
  disabled?: boolean
  onClick: () => void
  children: ReactNode
}

function Tool({ label, children, ...rest }: ToolProps) {
  return (
    <Tooltip label={label}>
      <ActionIcon aria-label={label.replace(/ \(.*/, '')} {...rest}>
        {children}
      </ActionIcon>
    </Tooltip>
  )
}
