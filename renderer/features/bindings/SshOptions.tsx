import { Checkbox, Group, Stack, TextInput } from '@mantine/core'
import { useState } from 'react'
import { LoginUser } from '../../../contract/base.js'
import type { KeyOptions } from '../../../contract/bindings.js'
import { fromListProblem, fromProblem } from '../../../contract/from-pattern.js'
import { say } from '../../../contract/words/say.js'
import { hear } from '../../words/language.js'
import classes from './bindings.module.css'
import type { BindHow, ChangeHow } from './binds.js'
import { LoginUserField } from './LoginUserField.js'
import { type OnWrong, useWrong } from './wrong-fields.js'

interface Props {
  /** Whether the key can be limited: not where it is taken away. */
  hasLimits: boolean
  /** Who is proposed to log in, where it is another user. */
  proposedUser: string | undefined
  how: BindHow
  onChange: ChangeHow
  onWrong: OnWrong
}

/** What few need: another user to log in as, further users for the key, and limits for it. A field counts when it is left. */
export function SshOptions({ hasLimits, proposedUser, how, onChange, onWrong }: Props) {
  const { options = {}, login } = how
  const [isSet] = useState(() => someSet(how))
  const limit = (next: KeyOptions) => onChange((now) => ({ ...now, options: { ...now.options, ...next } }))
  const [from, setFrom] = useState(options.from?.join(', ') ?? '')
  const asUser = (user: string | undefined) =>
    onChange((now) => ({ ...now, login: { ...(now.login ?? { kind: 'proposed' }), user } }))
  const [others, setOthers] = useState(how.alsoUsers?.join(', ') ?? '')
  const otherUsers = words(others)
  const areUsers = otherUsers.every((one) => LoginUser.safeParse(one).success) && otherUsers.length <= 20
  const leaveOthers = () => {
    if (!areUsers || isSame(otherUsers, how.alsoUsers)) return
    onChange((now) => ({ ...now, alsoUsers: otherUsers.length === 0 ? undefined : otherUsers }))
  }
  const patterns = words(from)
  const [fromWrong = fromListProblem(patterns)] = patterns.flatMap((pattern) => fromProblem(pattern) ?? [])
  const [lastDay, setLastDay] = useState(options.lastDay ?? '')
  const isOver = lastDay !== '' && lastDay < today()
  useWrong('options', !areUsers || fromWrong !== null || isOver, onWrong)
  const leaveFrom = () => {
    if (fromWrong !== null || isSame(patterns, options.from)) return
    limit({ from: patterns.length === 0 ? undefined : patterns })
  }
  return (
    <details className={classes.more} open={isSet || undefined}>
      <summary>{hasLimits ? say`Other users, limits of the key` : say`Another login user`}</summary>
      <Stack gap="sm">
        <Group gap="md" grow align="flex-start">
          <LoginUserField
            field={say`log in as`}
            label={say`Log in as`}
            description={say`Another user, who becomes the login user by sudo. Empty: the login user.`}
            placeholder={proposedUser}
            user={login?.user}
            onChange={asUser}
            onWrong={onWrong}
          />
          {hasLimits && (
            <TextInput
              label={say`Also for`}
              description={say`Other users of the instance, with commas. Who logs in becomes them by sudo.`}
              placeholder={say`root, ubuntu`}
              value={others}
              error={areUsers ? undefined : say`Not all of these can be users.`}
              onChange={(event) => setOthers(event.currentTarget.value)}
              onBlur={leaveOthers}
              autoComplete="off"
              spellCheck={false}
            />
          )}
        </Group>
        {hasLimits && (
          <Group gap="md" grow align="flex-start">
            <TextInput
              label={say`Only from`}
              description={say`Addresses, networks or names, with commas. Empty: from everywhere.`}
              placeholder="203.0.113.0/24"
              value={from}
              error={hear(fromWrong ?? undefined)}
              onChange={(event) => setFrom(event.currentTarget.value)}
              onBlur={leaveFrom}
              autoComplete="off"
              spellCheck={false}
            />
            <TextInput
              type="date"
              label={say`Last day`}
              description={say`To its end in the server’s time zone (here it is ${timeZone()}). Empty: for ever.`}
              min={today()}
              value={lastDay}
              error={isOver ? say`This day is over: the key would open nothing.` : undefined}
              onChange={({ currentTarget: { value } }) => {
                setLastDay(value)
                limit({ lastDay: value === '' || value < today() ? undefined : value })
              }}
            />
          </Group>
        )}
        {hasLimits && (
          <Checkbox
            label={say`No forwarding`}
            description={say`The key opens a terminal and runs commands, but forwards no ports, agent or X11.`}
            checked={options.restrict ?? false}
            onChange={(event) => limit({ restrict: event.currentTarget.checked })}
          />
        )}
      </Stack>
    </details>
  )
}

/** Whether anything of it was chosen already. */
function someSet({ options = {}, login, alsoUsers = [] }: BindHow): boolean {
  const limits = Object.values(options).some((limit) => limit !== undefined && limit !== false)
  return limits || login?.user !== undefined || alsoUsers.length > 0
}

/** Here, as 2026-12-31. */
function today(): string {
  const now = new Date()
  const two = (number: number) => String(number).padStart(2, '0')
  return [now.getFullYear(), two(now.getMonth() + 1), two(now.getDate())].join('-')
}

const timeZone = () => Intl.DateTimeFormat().resolvedOptions().timeZone

/** What stands between commas or blanks. */
function words(text: string): string[] {
  return text.split(/[\s,]+/).filter((word) => word !== '')
}

/** A field that is left as it was asks for no new plan, which would take the click away that left it. */
function isSame(now: string[], before: string[] = []): boolean {
  return JSON.stringify(now) === JSON.stringify(before)
}
