export interface Named {
  id: string
  name: string
}

interface Known {
  accounts: Named[]
  /** As far as they are still known. */
  instances: { id: string; accountId: string; cloudId: string }[]
}

/** What a list calls instances: their names, with the account where two have one name, and with the cloud's id where that is not enough. */
export function instanceLabels(listed: Named[], { accounts, instances }: Known): Map<string, string> {
  const known = new Map(instances.map((instance) => [instance.id, instance]))
  const accountNames = new Map(accounts.map(({ id, name }) => [id, name]))
  const withAccount = ({ id, name }: Named) => {
    const account = accountNames.get(known.get(id)?.accountId ?? '')
    return account === undefined ? name : `${name} (${account})`
  }
  const withId = (of: Named) => {
    const cloudId = known.get(of.id)?.cloudId
    return cloudId === undefined ? withAccount(of) : `${withAccount(of).replace(/\)$/, '')}, ${cloudId})`
  }
  const isOnly = (label: (of: Named) => string) => {
    const times = new Map<string, number>()
    for (const one of listed) times.set(label(one), (times.get(label(one)) ?? 0) + 1)
    return (one: Named) => times.get(label(one)) === 1
  }
  const [byName, byAccount] = [isOnly(({ name }) => name), isOnly(withAccount)]
  return new Map(
    listed.map((one) => [one.id, byName(one) ? one.name : byAccount(one) ? withAccount(one) : withId(one)]),
  )
}
