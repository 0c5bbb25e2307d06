import { Menu } from 'electron'
import { type MenuParts, menuTemplate } from './menu-template.js'

/** Sets the menu bar of the app. */
export function setMenu(parts: MenuParts): void {
  Menu.setApplicationMenu(Menu.buildFromTemplate(menuTemplate(parts)))
}
