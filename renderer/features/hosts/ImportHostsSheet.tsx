import { Alert, Checkbox, Select, Stack } from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { ConfiguredHost, ImportedHost, SshConfigPreview } from '../../../contract/hosts.js'
import type { KeyPair } from '../../../contract/keys.js'
import { say } from '../../../contract/words/say.js'
import { errorInfo } from '../../api/errors.js'
import { api } from '../../api/queries.js'
import { ErrorMessage } from '../../ui/ErrorMessage.js'
import { PlainTable } from '../../ui/PlainTable.js'
import { Sheet } from '../../ui/Sheet.js'
import { hear } from '../../words/language.js'
import { canLogIn, useKeys } from '../keys/key-queries.js'
import { countWords, keyWords, targetText } from './configured-words.js'
import { hostsChanged } from './host-queries.js'
import classes from './hosts.module.css'

/** Shows what the user's configuration of SSH holds, and takes what is chosen. */
export function ImportHostsSheet({ onClose }: { onClose: () => void }) {
  const preview = useQuery(api.hosts.configured.queryOptions({ gcTime: 0, staleTime: 0 }))
  if (preview.data === undefined)
    return (
      <Sheet
        title={say`Import from ~/.ssh/config`}
        verb={say`Close`}
        done
        onSubmit={onClose}
        onClose={onClose}
      >
        {preview.error ? (
          <ErrorMessage problem={errorInfo(preview.error)} onRetry={() => preview.refetch()} />
        ) : (
          say`Reading the configuration.`
        )}
      </Sheet>
    )
  return (
    <Chosen
      key={preview.data.digest}
      preview={preview.data}
      onAgain={() => void preview.refetch()}
      onClose={onClose}
    />
  )
}

interface ChosenProps {
  preview: SshConfigPreview
  onAgain: () => void
  onClose: () => void
}

function Chosen({ preview, onAgain, onClose }: ChosenProps) {
  const { hosts, exists, path } = preview
  const [chosen, setChosen] = useState(() => new Set(hosts.filter((host) => host.proposed).map(aliasOf)))
  const [keyIds, setKeyIds] = useState<Record<string, string | null>>({})
  const keyOf = (host: ConfiguredHost) => (host.alias in keyIds ? (keyIds[host.alias] ?? null) : host.keyId)
  const add = useMutation(api.hosts.importConfigured.mutationOptions({ onSuccess: hostsChanged }))
  const problem = add.error === null ? undefined : errorInfo(add.error)
  const results = add.data
  const failed = results?.filter((one) => one.problem !== undefined) ?? []
  const rows = hosts.filter((host) => chosen.has(host.alias))
  const isOver = results !== undefined || hosts.every(({ state }) => state !== 'new')
  const submit = () => {
    if (isOver) return onClose()
    if (problem?.code === 'ssh-config-changed') return onAgain()
    add.mutate({
      digest: preview.digest,
      hosts: rows.map((host) => ({ alias: host.alias, keyId: keyOf(host) })),
    })
  }
  return (
    <Sheet
      title={say`Import from ~/.ssh/config`}
      verb={
        isOver
          ? say`Close`
          : problem?.code === 'ssh-config-changed'
            ? say`Look again`
            : say`Add ${countWords(rows.length)}`
      }
      size={820}
      busy={add.isPending}
      disabled={!isOver && rows.length === 0}
      done={isOver}
      problem={problem}
      result={results !== undefined && <Results results={results} failed={failed} />}
      onSubmit={submit}
      onClose={onClose}
    >
      {results === undefined && (
        <Stack gap="md">
          <p className={classes.words}>
            {!exists
              ? say`There is no ${path}.`
              : hosts.length === 0
                ? say`${path} names no host.`
                : say`Nothing of ${path} is changed, and nothing that it would run is run.`}
          </p>
          {hosts.length > 0 && (
            <HostTable
              hosts={hosts}
              chosen={chosen}
              onChoose={setChosen}
              keyOf={keyOf}
              onKey={(alias, keyId) => setKeyIds((now) => ({ ...now, [alias]: keyId }))}
            />
          )}
          <Beside preview={preview} />
        </Stack>
      )}
    </Sheet>
  )
}

const aliasOf = ({ alias }: ConfiguredHost) => alias

interface TableProps {
  hosts: ConfiguredHost[]
  chosen: ReadonlySet<string>
  onChoose: (chosen: Set<string>) => void
  keyOf: (host: ConfiguredHost) => string | null
  onKey: (alias: string, keyId: string | null) => void
}

function HostTable({ hosts, chosen, onChoose, keyOf, onKey }: TableProps) {
  const keys = (useKeys().data ?? []).filter(canLogIn)
  const choosable = hosts.filter(({ state }) => state === 'new')
  const toggle = (alias: string) => {
    const next = new Set(chosen)
    if (!next.delete(alias)) next.add(alias)
    onChoose(next)
  }
  const all = choosable.length > 0 && choosable.every(({ alias }) => chosen.has(alias))
  return (
    <PlainTable aria-label={say`Hosts of the configuration`}>
      <thead>
        <tr>
          <th className={classes.tick}>
            <Checkbox
              aria-label={say`Choose all`}
              checked={all}
              indeterminate={!all && chosen.size > 0}
              disabled={choosable.length === 0}
              onChange={() => onChoose(new Set(all ? [] : choosable.map(aliasOf)))}
            />
          </th>
          <th>{say`Host`}</th>
          <th className={classes.keyPair}>{say`Key pair that Connect uses`}</th>
        </tr>
      </thead>
      <tbody>
        {hosts.map((host) => (
          <tr key={host.alias}>
            <td>
              {host.state === 'new' && (
                <Checkbox
                  aria-label={say`Choose ${host.alias}`}
                  checked={chosen.has(host.alias)}
                  onChange={() => toggle(host.alias)}
                />
              )}
            </td>
            <td>
              <span className={classes.name} title={host.where}>
                {host.alias}
              </span>
              {host.facts && <div className={classes.mono}>{targetText(host.facts)}</div>}
              {host.state === 'known' && (
                <div className={classes.dim}>{say`Here already, as ${host.knownAs}.`}</div>
              )}
              {host.state === 'unusable' && <div className={classes.dim}>{say`Can't be used.`}</div>}
              {host.notes.map(hear).map((note) => (
                <div key={note} className={classes.dim}>
                  {note}
                </div>
              ))}
            </td>
            <td>
              {host.state === 'new' && (
                <KeyChoice
                  host={host}
                  keys={keys}
                  value={keyOf(host)}
                  onKey={(id) => onKey(host.alias, id)}
                />
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </PlainTable>
  )
}

interface KeyProps {
  host: ConfiguredHost
  keys: KeyPair[]
  value: string | null
  onKey: (keyId: string | null) => void
}

function KeyChoice({ host, keys, value, onKey }: KeyProps) {
  const words = keyWords(host.keys, value)
  return (
    <>
      {keys.length > 0 && (
        <Select
          aria-label={say`Key pair for ${host.alias}`}
          data={keys.map(({ id, name }) => ({ value: id, label: name }))}
          value={value}
          onChange={onKey}
          placeholder={say`None`}
          clearable
          searchable
          size="xs"
        />
      )}
      {words !== null && <div className={classes.dim}>{words}</div>}
    </>
  )
}

/** What else is in the files. */
function Beside({ preview: { patterns, problems, hosts } }: { preview: SshConfigPreview }) {
  const outside = new Set(
    hosts.flatMap(({ keys }) => keys.filter(({ state }) => state === 'outside')).map(({ path }) => path),
  )
  return (
    <>
      {problems.length > 0 && (
        <Alert color="yellow" title={say`Not everything could be read`}>
          {problems.map(hear).map((problem) => (
            <div key={problem}>{problem}</div>
          ))}
        </Alert>
      )}
      {outside.size > 0 && (
        <p className={classes.words}>
          {say`Not in the vault yet: ${[...outside].join(', ')}. Import them under Keys first to have them used here; you can also choose the key later.`}
        </p>
      )}
      {patterns.length > 0 && (
        <p className={classes.words}>
          {say`Patterns are no hosts by themselves, what they say goes to the hosts that fit:`}{' '}
          {patterns.map(({ pattern }) => pattern).join(', ')}.
        </p>
      )}
    </>
  )
}

function Results({ results, failed }: { results: ImportedHost[]; failed: ImportedHost[] }) {
  const added = results.length - failed.length
  return (
    <Stack gap="sm">
      <p className={classes.words} role="status">
        {say`${countWords(added)} added.`}
      </p>
      {failed.map(
        ({ alias, problem }) =>
          problem && (
            <ErrorMessage
              key={alias}
              problem={{ ...problem, message: `${alias}: ${hear(problem.message)}` }}
            />
          ),
      )}
    </Stack>
  )
}
