import { useCallback, useEffect, useRef, useState } from 'react'
import { say } from '../../../contract/words/say.js'
import { errorInfo, unlessCancelled } from '../../api/errors.js'
import { useNow } from '../../ui/age.js'
import { ErrorMessage } from '../../ui/ErrorMessage.js'
import { Reading } from '../../ui/Reading.js'
import { Section } from '../../ui/Section.js'
import { useAccounts } from '../accounts/account-queries.js'
import { wantAccount } from '../accounts/wanted-account.js'
import { useGoTo } from '../frame/navigation.js'
import { InventoryProblems } from '../instances/InventoryProblems.js'
import { wantInstance } from '../instances/wanted-instance.js'
import { wantKey } from '../keys/wanted-key.js'
import { type ExportChoice, exportChoices } from './export-choices.js'
import { MapActions } from './MapActions.js'
import { MapBar } from './MapBar.js'
import { MapPanel } from './MapPanel.js'
import { MapPicture } from './MapPicture.js'
import { MapTable } from './MapTable.js'
import { useMap } from './map-queries.js'
import type { MapTarget } from './map-target.js'
import { type MapViewState, useMapView } from './use-map-view.js'
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
  const failure = tables.error ?? unlessCancelled(refresh.error) ?? exportFailure

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
    if (of === 'accounts') wantAccount(id)
    goTo(of)
  }
  const back = useRef<HTMLButtonElement>(null)
  useGridFocus(pictured !== null)
  const again = () => {
    setExportFailure(null)
    refresh.reset()
    void tables.refetch()
  }
  const choices = useExportChoices(state, rows[view].length)
  const { mutate } = refresh
  const refreshAll = useCallback(() => mutate({}), [mutate])
  return (
    <Section
      title={say`Map`}
      filter={{ value: state.filter, onChange: state.setFilter, label: say`Filter the map` }}
      actions={
        <MapActions
          accounts={accounts}
          reading={reading}
          refreshing={refresh.isPending}
          onRefresh={refreshAll}
          exportChoices={choices}
          onExportError={setExportFailure}
        />
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
      {tables.isPending && <Reading>{say`Putting the map together`}</Reading>}
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
      document.querySelector<HTMLElement>('section[aria-label="Map"] [data-grid]')?.focus()
    was.current = isPicture
  }, [isPicture])
}

/** What Export offers; the same function always, so that what holds the menu is not drawn with each letter of the filter. */
function useExportChoices(state: MapViewState, total: number): () => ExportChoice[] {
  const latest = useRef({ state, total })
  useEffect(() => {
    latest.current = { state, total }
  }, [state, total])
  return useCallback(() => exportChoices(latest.current.state, latest.current.total), [])
}
