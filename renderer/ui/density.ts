import { createContext, useContext } from 'react'
import type { Density } from '../../contract/settings.js'

/** How dense tables are, as the user has set it. */
export const DensityOf = createContext<Density>('comfortable')

/** In px; `--lk-row` of tokens.css says the same to the style sheets. */
const heights: Record<Density, number> = { comfortable: 32, compact: 26 }

export const useRowHeight = (): number => heights[useContext(DensityOf)]
