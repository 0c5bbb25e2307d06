import { useState } from 'react'
import { shownFields, shownValues } from '../../../contract/account-form.js'
import {
  type Account,
  type AccountConnection,
  type AccountField,
  AccountName,
  type AccountPreset,
  type CloudKindInfo,
  plainConnection,
} from '../../../contract/accounts.js'
import { checkFields } from './field-check.js'

type Values = Record<string, string>

interface Product {
  kind: CloudKindInfo
  preset: AccountPreset
}

/** What is typed into the form of an account. A field is judged once it was left, all of them on submit. */
export function useAccountForm(kinds: CloudKindInfo[], edited?: Account) {
  const [product, setProduct] = useState(() => productOf(kinds, edited))
  const [name, setName] = useState(edited?.name ?? '')
  const [values, setValues] = useState<Values>(edited?.values ?? product.preset.values)
  const [connection, setConnection] = useState<AccountConnection>(edited?.connection ?? plainConnection)
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set())
  const { kind, preset } = product
  const fields = shownFields(kind.fields, values)
  const allWrong = checkFields(fields, values, { keepsSecrets: edited !== undefined })
  const leave = (...names: string[]) => setLeft((before) => new Set([...before, ...names]))
  const judge = (...names: string[]) => leave(...kind.fields.map((field) => field.name), ...names)

  const choose = (next: Product, filled: Values = {}) => {
    setProduct(next)
    setValues((before) => ({ ...next.preset.values, ...withoutPreset(before, preset), ...filled }))
  }

  return {
    kind,
    preset,
    name,
    values,
    connection,
    /** Those that are shown, with the words of the product. */
    fields: fields.map((field) => inWordsOf(preset, field)),
    left,
    wrong: Object.fromEntries(Object.entries(allWrong).filter(([field]) => left.has(field))),
    product: idOf(product),
    choose: (id: string) => {
      const next = productsOf(kinds).find((one) => idOf(one) === id)
      if (next !== undefined) choose(next)
    },
    rename: setName,
    set: (field: string, value: string) => setValues((before) => ({ ...before, [field]: value })),
    connect: setConnection,
    leave: (field: string) => leave(field),
    /** What a file said; what it doesn't say stays, and what is missing is told at once. */
    take: (found: Values) => {
      setValues((before) => ({ ...before, ...found }))
      judge()
    },
    fill: (kindName: string, newName: string, newValues: Values) => {
      const next = productsOf(kinds).find((one) => one.kind.kind === kindName)
      if (next !== undefined) choose(next, newValues)
      setName(newName)
    },
    /** Of the fields that are shown, without blanks at their ends, which copying often adds. */
    submitted: (): Values => shownValues(kind.fields, values),
    /** Judges every field; true if the form can go. */
    submit: (withName: boolean): boolean => {
      judge(...(withName ? ['name'] : []))
      const nameFine = !withName || AccountName.safeParse(name).success
      return nameFine && Object.keys(allWrong).length === 0
    },
  }
}

export type AccountForm = ReturnType<typeof useAccountForm>

/** By the names that users know, grouped by kind. */
export function productChoices(kinds: CloudKindInfo[]) {
  return kinds.map((kind) => ({
    group: kind.label,
    items: kind.presets.map((preset) => ({ value: idOf({ kind, preset }), label: preset.label })),
  }))
}

function productsOf(kinds: CloudKindInfo[]): Product[] {
  return kinds.flatMap((kind) => kind.presets.map((preset) => ({ kind, preset })))
}

/** Of a new account the first; of one that was added before there were products, the first of its kind. */
function productOf(kinds: CloudKindInfo[], edited: Account | undefined): Product {
  const ofKind = productsOf(kinds).filter(({ kind }) => edited === undefined || kind.kind === edited.kind)
  const found = ofKind.find(({ preset }) => preset.id === edited?.preset) ?? ofKind[0]
  if (found === undefined) throw new Error('There is no kind of cloud for this form')
  return found
}

function inWordsOf({ words }: AccountPreset, field: AccountField): AccountField {
  const { help = field.help, example = field.example } = words[field.name] ?? {}
  return { ...field, help, example }
}

const idOf = ({ kind, preset }: Product) => `${kind.kind}/${preset.id}`

/** What a product filled in goes with it, as long as nobody changed it. */
function withoutPreset(values: Values, preset: AccountPreset): Values {
  return Object.fromEntries(Object.entries(values).filter(([name, value]) => preset.values[name] !== value))
}
