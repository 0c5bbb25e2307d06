import { ActionIcon, Button, FileButton, Group, Select, type SelectProps } from '@mantine/core'
import { IconFile, IconX } from '@tabler/icons-react'
import { useState } from 'react'
import {
  type ColourScheme,
  TerminalSettings as Schema,
  type TerminalSettings,
} from '../../../contract/settings.js'
import { say } from '../../../contract/words/say.js'
import { ownScheme, type Scheme } from '../../terminal/colours.js'
import { bundledSchemes, isDark, schemeNamed } from '../../terminal/schemes.js'
import lists from '../../ui/lists.module.css'
import { readSchemeFile } from './read-schemes.js'
import { MAX_FILE_CHARACTERS, withSchemes } from './scheme-file.js'
import classes from './settings.module.css'
import type { SetTerminal } from './use-terminal-settings.js'

interface Props {
  terminal: TerminalSettings
  set: SetTerminal
}

export function TerminalSchemes({ terminal, set }: Props) {
  const choose = (scheme: Scheme, name: string | null) =>
    set(({ schemes }) => ({ schemes: { ...schemes, [scheme]: name } }))
  return (
    <>
      <SchemeChoice
        label={say`Colours while the window is light`}
        of="light"
        terminal={terminal}
        onChange={(name) => choose('light', name)}
      />
      <SchemeChoice
        label={say`Colours while the window is dark`}
        of="dark"
        terminal={terminal}
        onChange={(name) => choose('dark', name)}
      />
      <ImportSchemes terminal={terminal} set={set} />
      {terminal.imported.length > 0 && <Imported terminal={terminal} set={set} />}
    </>
  )
}

const OWN = 'Latchkey'

interface ChoiceProps {
  label: string
  of: Scheme
  terminal: TerminalSettings
  onChange: (name: string | null) => void
}

function SchemeChoice({ label, of, terminal, onChange }: ChoiceProps) {
  const { imported } = terminal
  const value = schemeNamed(terminal.schemes[of], imported)?.name ?? OWN
  const render: SelectProps['renderOption'] = ({ option }) => (
    <span className={classes.scheme}>
      {option.label}
      <Swatches scheme={schemeNamed(option.value, imported) ?? ownScheme(of)} />
    </span>
  )
  return (
    <Select
      label={label}
      className={classes.choice}
      data={groups(imported)}
      value={value}
      allowDeselect={false}
      renderOption={render}
      onChange={(name) => onChange(name === OWN ? null : name)}
    />
  )
}

function groups(imported: readonly ColourScheme[]) {
  const names = (schemes: readonly ColourScheme[]) => schemes.map(({ name }) => name)
  return [
    { group: say`Of Latchkey`, items: [OWN] },
    { group: say`Imported`, items: names(imported) },
    { group: say`Dark`, items: names(bundledSchemes.filter(isDark)) },
    { group: say`Light`, items: names(bundledSchemes.filter((scheme) => !isDark(scheme))) },
  ].filter(({ items }) => items.length > 0)
}

/** What a scheme looks like: its background with six of its colours. */
function Swatches({ scheme }: { scheme: ColourScheme }) {
  return (
    <span aria-hidden className={classes.swatches} style={{ background: scheme.background }}>
      {scheme.ansi.slice(1, 7).map((colour, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a colour may stand there twice, and none moves
        <span key={at} style={{ background: colour }} />
      ))}
    </span>
  )
}

function ImportSchemes({ terminal, set }: Props) {
  const [said, setSaid] = useState<{ done: string; problems: string[] }>({ done: '', problems: [] })
  const take = async (files: File[]) => {
    const read = await Promise.all(files.map(readFile))
    const added = read.flatMap((file) => ('schemes' in file ? file.schemes : []))
    const problems = read.flatMap((file) => ('schemes' in file ? file.skipped : [file.problem]))
    const imported = withSchemes(terminal.imported, added, bundledSchemes)
    if (!Schema.shape.imported.safeParse(imported).success)
      return setSaid({
        done: '',
        problems: [say`With these there would be more than 100. Delete some first.`],
      })
    if (added.length > 0) set({ imported })
    setSaid({ done: doneText(added), problems })
  }
  return (
    <div className={classes.field}>
      <Group gap="sm">
        <FileButton
          multiple
          accept=".itermcolors,.json,application/json"
          onChange={(files) => void take(files)}
          inputProps={{ 'aria-label': say`Files of colour schemes` }}
        >
          {(props) => (
            <Button variant="default" leftSection={<IconFile size={16} />} {...props}>
              {say`Import colours…`}
            </Button>
          )}
        </FileButton>
        <span role="status" className={classes.dim}>
          {said.done || say`From iTerm2 (.itermcolors) or Windows Terminal (.json)`}
        </span>
      </Group>
      {said.problems.length > 0 && (
        <div role="alert" className={classes.note}>
          {said.problems.map((problem) => (
            <p key={problem}>{problem}</p>
          ))}
        </div>
      )}
    </div>
  )
}

async function readFile(file: File) {
  if (file.size > 4 * MAX_FILE_CHARACTERS)
    return { problem: say`${file.name} is too large to be a file of colours.` }
  return readSchemeFile(file.name, await file.text())
}

function doneText(added: readonly ColourScheme[]): string {
  if (added.length === 0) return ''
  return added.length === 1 ? say`Imported ${added[0]?.name}` : say`Imported ${added.length} schemes`
}

/** Deleting one that is in use gives its place to Latchkey's own. */
function Imported({ terminal, set }: Props) {
  const remove = (name: string) =>
    set(({ imported, schemes }) => ({
      imported: imported.filter((scheme) => scheme.name !== name),
      schemes: {
        light: schemes.light === name ? null : schemes.light,
        dark: schemes.dark === name ? null : schemes.dark,
      },
    }))
  return (
    <ul aria-label={say`Imported colour schemes`} className={`${lists.plain} ${classes.imported}`}>
      {terminal.imported.map((scheme) => (
        <li key={scheme.name}>
          <Swatches scheme={scheme} />
          {scheme.name}
          <ActionIcon aria-label={say`Delete ${scheme.name}`} onClick={() => remove(scheme.name)}>
            <IconX size={16} />
          </ActionIcon>
        </li>
      ))}
    </ul>
  )
}
