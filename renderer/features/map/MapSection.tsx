import { Button } from '@mantine/core'
import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import type { MapPart } from '../../../contract/map.js'
import { errorInfo } from '../../api/errors.js'
import { useNow } from '../../ui/age.js'
import { EmptyState } from '../../ui/EmptyState.js'
import { ErrorMessage } from '../../ui/ErrorMessage.js'
import { Section } from '../../ui/Section.js'
import { useAccounts } from '../accounts/account-queries.js'
import { useGoTo } from '../frame/navigation.js'
import { InventoryProblems } from '../instances/InventoryProblems.js'
import { ReadState } from '../instances/ReadState.js'
import { wantInstance } from '../instances/wanted-instance.js'
import { wantKey } from '../keys/wanted-key.js'
import { MapBar } from './MapBar.js'
import { MapExport } from './MapExport.js'
import { MapPanel } from './MapPanel.js'
import { MapPicture } from './MapPicture.js'
import { MapTable } from './MapTable.js'
import { useMap } from './map-queries.js'
import type { MapTarget } from './map-target.js'
import { counted } from './map-words.js'
import { useMapView } from './use-map-view.js'
import { useWantedInMap } from './wanted-in-map.js'

/** Where is this key, and who still trusts it? Keys, accounts and instances as tables and as a picture. */
export function MapSection() {
  const { tables, ages, refresh, rows, reading } = useMap()
  const accounts = useAccounts().data
  const state = useMapView(rows)
  const goTo = useGoTo()
  const now = useNow()
  const [exportFailure, setExportFailure] = useState<unknown>(null)
  const { view, selected, detailed, pictured, detail, picture } = state
  const failure = tables.error ?? refresh.error ?? exportFailure

  const { clear } = state
  useWantedInMap(
    useCallback(
      (target: MapTarget) => {
        clear()
        picture(target)
      },
      [clear, picture],
    ),
  )
  const showSection = ({ of, id }: MapTarget) => {
    if (of === 'instances') wantInstance(id)
    if (of === 'keys') wantKey(id)
    goTo(of)
  }
  const back = useRef<HTMLButtonElement>(null)
  useGridFocus(pictured !== null)
  const again = () => {
    setExportFailure(null)
    refresh.reset()
    void tables.refetch()
  }
  const exported = useMemo(() => partOf(state), [state])
  return (
    <Section
      title="Map"
      filter={{ value: state.filter, onChange: state.setFilter, label: 'Filter the map' }}
      actions={
        <>
          <ReadState reading={reading} accounts={accounts ?? []} />
          <Button
            variant="default"
            loading={refresh.isPending}
            disabled={accounts?.length === 0}
            onClick={() => refresh.mutate({})}
          >
            Refresh
          </Button>
          <MapExport {...exported} onError={setExportFailure} />
        </>
      }
      details={
        detailed &&
        selected !== null && (
          <MapPanel
            target={selected}
            map={rows}
            acts={{
              onPicture: isPictured(selected, pictured) ? undefined : () => picture(selected),
              onSection: () => showSection(selected),
              onShow: detail,
              showOnly: state.showOnly,
              onClose() {
                state.setDetailed(false)
                back.current?.focus()
              },
            }}
          />
        )
      }
    >
      {failure !== null && <ErrorMessage problem={errorInfo(failure)} onRetry={again} />}
      <InventoryProblems
        ages={ages}
        accounts={accounts ?? []}
        now={now}
        reading={reading}
        onRetry={(ids) => {
          for (const accountId of ids) refresh.mutate({ accountId })
        }}
      />
      {tables.isPending && <EmptyState>Putting the map together.</EmptyState>}
      {tables.data !== undefined && (
        <>
          {pictured === null && <MapBar state={state} />}
          {pictured === null ? (
            <MapTable state={state} now={now} isEmpty={rows[view].length === 0} />
          ) : (
            <MapPicture
              target={pictured}
              map={rows}
              selected={detailed ? selected : null}
              back={back}
              onSelect={detail}
              showOnly={state.showOnly}
              onClose={() => state.setPictured(null)}
            />
          )}
        </>
      )}
    </Section>
  )
}

const isPictured = (target: MapTarget, pictured: MapTarget | null) =>
  pictured !== null && pictured.of === target.of && pictured.id === target.id

/** From the picture the keyboard goes back to the table. */
function useGridFocus(isPicture: boolean): void {
  const was = useRef(isPicture)
  useEffect(() => {
    if (was.current && !isPicture)
      document.querySelector<HTMLElement>('section[aria-label="Map"] [role="grid"]')?.focus()
    was.current = isPicture
  }, [isPicture])
}

/** What Export takes: the picture's key or instance, the rows that are let through, or everything. */
function partOf({ view, found, narrowed, pictured }: ReturnType<typeof useMapView>): {
  what: string
  part: () => MapPart
} {
  if (pictured !== null)
    return { what: 'What the picture shows', part: () => ({ of: pictured.of, ids: [pictured.id] }) }
  if (!narrowed) return { what: 'The whole map', part: () => null }
  const rows = found[view]
  return {
    what: `${counted(rows.length, view.slice(0, -1))} of the table`,
    part: () => ({ of: view, ids: rows.map(({ id }) => id) }),
  }
}
