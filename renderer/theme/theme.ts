import {
  ActionIcon,
  Autocomplete,
  Button,
  Checkbox,
  createTheme,
  Input,
  type MantineColorsTuple,
  Modal,
  MultiSelect,
  Radio,
  Select,
  TagsInput,
  Tooltip,
} from '@mantine/core'
import { say } from '../../contract/words/say.js'
import classes from './theme.module.css'

/** Shade 7 carries white text on light, shade 6 on dark; both pass AA. */
const accent: MantineColorsTuple = [
  '#eef4ff',
  '#dbe7fe',
  '#bcd3fd',
  '#92b6fa',
  '#6a98f3',
  '#4a7ee9',
  '#3468dc',
  '#2a59c4',
  '#244ba3',
  '#1f3f85',
]

const red: MantineColorsTuple = [
  '#fdecec',
  '#fad4d4',
  '#f4aaab',
  '#ee7f80',
  '#e2575a',
  '#d63c41',
  '#c42d34',
  '#b4232a',
  '#971c22',
  '#7a151b',
]

/** Text to background of the dark scheme, in the blue-grey of tokens.css. */
const dark: MantineColorsTuple = [
  '#e6e8ec',
  '#c5cad3',
  '#a2a9b6',
  '#868e9c',
  '#727a88',
  '#414853',
  '#20242a',
  '#1b1e23',
  '#15171b',
  '#101215',
]

const dialogTitle = { fontSize: 15, fontWeight: 600 }
const smallPrint = { fontSize: 12, lineHeight: '16px' }

/**
 * What can be chosen is part of the dialog or section that its field is in, for who has it read out; it isn't cut off by it,
 * and lies over its header. The list itself scrolls.
 */
const choices = {
  defaultProps: {
    comboboxProps: { withinPortal: false, floatingStrategy: 'fixed' as const, zIndex: 1001 },
    withScrollArea: false,
  },
  classNames: { options: classes.options ?? '' },
}

/** Measures for Mantine's parts; the colours are in tokens.css. */
export const theme = createTheme({
  colors: { accent, red, dark },
  primaryColor: 'accent',
  primaryShade: { light: 7, dark: 6 },
  fontFamily: 'var(--lk-font)',
  fontFamilyMonospace: 'var(--lk-mono)',
  fontSizes: { xs: '12px', sm: '13px', md: '13px', lg: '15px', xl: '18px' },
  lineHeights: { xs: '16px', sm: '20px', md: '20px', lg: '24px', xl: '28px' },
  spacing: { xs: '4px', sm: '8px', md: '12px', lg: '16px', xl: '24px' },
  radius: { xs: '2px', sm: '4px', md: '4px', lg: '6px', xl: '8px' },
  headings: {
    fontWeight: '600',
    sizes: { h1: { fontSize: '18px', lineHeight: '24px' }, h2: { fontSize: '15px', lineHeight: '20px' } },
  },
  defaultRadius: 'sm',
  cursorType: 'pointer',
  respectReducedMotion: true,
  components: {
    Button: Button.extend({
      defaultProps: { size: 'xs' },
      vars: () => ({
        root: { '--button-height': '28px', '--button-fz': '13px', '--button-padding-x': '12px' },
      }),
      styles: { label: { fontWeight: 500 } },
    }),
    ActionIcon: ActionIcon.extend({ defaultProps: { size: 28, variant: 'subtle', color: 'gray' } }),
    Input: Input.extend({
      defaultProps: { size: 'xs' },
      vars: () => ({ wrapper: { '--input-height': '30px', '--input-fz': '13px' } }),
    }),
    InputWrapper: Input.Wrapper.extend({
      defaultProps: { size: 'sm', inputWrapperOrder: ['label', 'input', 'error', 'description'] },
      styles: {
        label: { fontWeight: 500, marginBottom: 4 },
        description: { ...smallPrint, marginTop: 4, color: 'var(--lk-dim)' },
        error: { ...smallPrint, marginTop: 4 },
      },
    }),
    Select: Select.extend(choices),
    MultiSelect: MultiSelect.extend(choices),
    TagsInput: TagsInput.extend(choices),
    Autocomplete: Autocomplete.extend(choices),
    Radio: Radio.extend({
      defaultProps: { size: 'xs' },
      styles: {
        inner: { marginTop: 2 },
        labelWrapper: { minWidth: 0 },
        label: { fontSize: 13, lineHeight: '20px' },
        description: { ...smallPrint, marginTop: 0 },
      },
    }),
    Checkbox: Checkbox.extend({
      defaultProps: { size: 'xs' },
      styles: {
        inner: { marginTop: 2 },
        labelWrapper: { minWidth: 0 },
        label: { fontSize: 13, lineHeight: '20px' },
        description: { ...smallPrint, marginTop: 0 },
      },
    }),
    Modal: Modal.extend({
      defaultProps: {
        centered: true,
        padding: 'lg',
        overlayProps: { backgroundOpacity: 0.4 },
        transitionProps: { duration: 100 },
        closeButtonProps: { 'aria-label': say`Close` },
        // Mantine's <header> would be a banner of the page, and two dialogs would be two of them.
        attributes: { header: { role: 'none' } },
      },
      styles: { title: dialogTitle },
    }),
    Tooltip: Tooltip.extend({ defaultProps: { openDelay: 300, transitionProps: { duration: 80 } } }),
  },
})
