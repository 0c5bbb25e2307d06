import { ActionIcon, Tooltip } from '@mantine/core'
import { IconArrowUp, IconHome, IconPencil, IconRefresh } from '@tabler/icons-react'
import { type FormEvent, type ReactNode, useState } from 'react'
import { parentOf, shownName } from '../../../contract/file-names.js'
import { say } from '../../../contract/words/say.js'
import { crumbsOf } from './file-rows.js'
import classes from './files.module.css'
import { remoteFolders } from './folder-sources.js'
import { PathField } from './PathField.js'

interface Props {
  instanceId: string
  path: string
  /** The home of the login's user; null while it is not known. */
  home: string | null
  onGo: (path: string) => void
  onUp: () => void
  onRefresh: () => void
}

/** Where one is: crumbs that lead up, and a field for whoever types paths. */
export function PathBar({ instanceId, path, home, onGo, onUp, onRefresh }: Props) {
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
      <Tool
        label={say`Parent folder (Backspace)`}
        onClick={onUp}
        disabled={path === '/'}
        drop={parentOf(path)}
      >
        <IconArrowUp size={16} />
      </Tool>
      <Tool label={say`Home folder`} onClick={() => onGo('~')} drop={home ?? '~'}>
        <IconHome size={16} />
      </Tool>
      <Tool label={say`Read the folder again`} onClick={onRefresh}>
        <IconRefresh size={16} />
      </Tool>
      {typed === null ? (
        // biome-ignore lint/a11y/useKeyWithClickEvents: the button at its end does the same
        <nav
          aria-label={say`Path`}
          className={classes.crumbs}
          // Of a path that is too long for it, the end is what tells where one is.
          ref={(bar) => void bar?.scrollTo({ left: bar.scrollWidth })}
          onClick={({ target, currentTarget }) => target === currentTarget && setTyped(shownName(path))}
        >
          {crumbsOf(path).map((crumb, n, { length }) => (
            <button
              key={crumb.path}
              type="button"
              data-drop={crumb.path}
              aria-current={n === length - 1 ? 'location' : undefined}
              onClick={() => onGo(crumb.path)}
            >
              <bdi>{shownName(crumb.name)}</bdi>
            </button>
          ))}
        </nav>
      ) : (
        <form className={classes.typed} onSubmit={submit}>
          <PathField
            aria-label={say`Path, such as /var/log or ~/site`}
            autoFocus
            value={typed}
            source={remoteFolders(instanceId, path)}
            onFocus={({ currentTarget }) => currentTarget.select()}
            onChange={setTyped}
            onBlur={() => setTyped(null)}
            onEscape={() => setTyped(null)}
          />
        </form>
      )}
      {typed === null && (
        <Tool label={say`Type a path`} onClick={() => setTyped(shownName(path))}>
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
  /** The folder that what is dropped on it goes to. */
  drop?: string
  children: ReactNode
}

function Tool({ label, drop, children, ...rest }: ToolProps) {
  return (
    <Tooltip label={label}>
      <ActionIcon data-drop={drop} aria-label={label.replace(/ \(.*/, '')} {...rest}>
        {children}
      </ActionIcon>
    </Tooltip>
  )
}
