import type { ComponentProps } from 'react'
import classes from './PlainTable.module.css'

/** A table of few rows within a sheet. */
export function PlainTable({ className = '', ...props }: ComponentProps<'table'>) {
  return <table {...props} className={`${classes.table} ${className}`} />
}
