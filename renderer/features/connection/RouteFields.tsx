import { Group, MultiSelect, NumberInput, PasswordInput, Select, Stack, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import type { AutomaticWay, Route } from '../../../contract/route.js'
import { MOST_JUMPS } from '../../../contract/route.js'
import { say } from '../../../contract/words/say.js'
import { api } from '../../api/queries.js'
import { hear } from '../../words/language.js'
import { useInventoryQuery } from '../instances/inventory-query.js'
import type { FieldsProps, ProxyForm } from './connection-form.js'
import { inTurn } from './in-turn.js'

const routes = [
  { value: 'auto', label: say`Automatic` },
  { value: 'direct', label: say`Straight from this computer` },
  { value: 'jumps', label: say`Through other instances` },
]

const proxies = [
  { value: 'none', label: say`No proxy` },
  { value: 'socks5', label: 'SOCKS5 proxy' },
  { value: 'http-connect', label: say`HTTP proxy (CONNECT)` },
]

/** What the instance is reached through. */
export function RouteFields({ form, problems, set, instanceId }: FieldsProps & { instanceId: string }) {
  const automatic = useQuery(api.routes.automatic.queryOptions({ input: { instanceId } }))
  const { data } = useInventoryQuery()
  const { route } = form
  const others = (data?.instances ?? []).filter(({ id, state }) => id !== instanceId && state !== 'gone')
  const choices = others.map(({ id, name, user, addresses }) => ({
    value: id,
    label: `${name} (${user}@${addresses[0] ?? ''})`,
  }))
  const nameOf = (id: string) => others.find((one) => one.id === id)?.name ?? say`one that is gone`
  const choose = (via: string | null) => {
    if (via === 'jumps') set({ route: { via, jumps: [] } })
    else set({ route: { via: via === 'direct' ? 'direct' : 'auto' } })
  }
  return (
    <Stack gap="sm">
      <Select
        label={say`Reached`}
        description={routeWords(route, automatic.data, nameOf)}
        inputWrapperOrder={['label', 'input', 'description', 'error']}
        data={routes}
        value={route.via}
        onChange={choose}
        allowDeselect={false}
      />
      {route.via === 'jumps' && (
        <MultiSelect
          label={say`Through`}
          description={say`In the order in which you choose them: the first is the one that this computer reaches.`}
          placeholder={route.jumps.length === 0 ? say`Choose an instance` : ''}
          data={choices}
          value={route.jumps}
          error={problems.route}
          onChange={(jumps) => set({ route: { via: 'jumps', jumps } })}
          maxValues={MOST_JUMPS}
          limit={100}
          searchable
          hidePickedOptions
          nothingFoundMessage={say`No instance of that name`}
        />
      )}
      <ProxyFields
        proxy={form.proxy}
        problem={problems.proxy}
        set={(change) => set({ proxy: { ...form.proxy, ...change } })}
      />
    </Stack>
  )
}

function routeWords(
  route: Route,
  automatic: AutomaticWay | undefined,
  nameOf: (id: string) => string,
): string {
  if (route.via === 'direct') return say`Nothing is gone through, whatever its account or its ProxyJump says.`
  if (route.via === 'jumps')
    return route.jumps.length === 0 ? '' : say`${inTurn(route.jumps.map(nameOf))}, then this one.`
  if (automatic === undefined) return ''
  const { from, hops, problem } = automatic
  if (problem !== null) return hear(problem)
  if (from === 'straight')
    return say`Now: straight. Neither its account nor a ProxyJump names a bastion for it.`
  const why = from === 'bastion' ? say`the bastion of its account` : say`its ProxyJump`
  return say`Now: through ${inTurn(hops.map(({ name }) => name))} (${why}).`
}

interface ProxyProps {
  proxy: ProxyForm
  problem: string | undefined
  set(change: Partial<ProxyForm>): void
}

function ProxyFields({ proxy, problem, set }: ProxyProps) {
  return (
    <Stack gap="sm">
      <Select
        label={say`Proxy`}
        description={say`Between this computer and the first host.`}
        data={proxies}
        value={proxy.kind}
        onChange={(kind) => set({ kind: (kind ?? 'none') as ProxyForm['kind'] })}
        allowDeselect={false}
      />
      {proxy.kind !== 'none' && (
        <>
          <Group gap="sm" align="flex-start" wrap="nowrap">
            <TextInput
              label={say`Proxy address`}
              style={{ flex: 1 }}
              value={proxy.host}
              error={problem}
              onChange={(event) => set({ host: event.currentTarget.value })}
              autoComplete="off"
              spellCheck={false}
            />
            <NumberInput
              label={say`Proxy port`}
              w={110}
              value={proxy.port}
              onChange={(value) => set({ port: value === '' ? Number.NaN : Number(value) })}
              allowDecimal={false}
              allowNegative={false}
              hideControls
            />
          </Group>
          <TextInput
            label={say`Proxy user`}
            description={say`Empty where it wants none.`}
            value={proxy.user}
            onChange={(event) => set({ user: event.currentTarget.value })}
            autoComplete="off"
            spellCheck={false}
          />
          {proxy.user.trim() !== '' && (
            <PasswordInput
              label={say`Proxy password`}
              description={say`Kept in the vault. The proxy gets it unencrypted.`}
              placeholder={proxy.passwordId === null ? '' : say`Unchanged while this is empty`}
              value={proxy.password}
              onChange={(event) => set({ password: event.currentTarget.value })}
              autoComplete="off"
            />
          )}
        </>
      )}
    </Stack>
  )
}
