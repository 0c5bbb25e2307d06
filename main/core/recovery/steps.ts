import { told } from '../../../contract/words/say.js'

/** How to get to a shell at a screen, with a password that is known, or that the cloud's own way (a sentence) makes. */
export const withPassword = (user: string, newPassword?: string): string[] => [
  ...(newPassword === undefined ? [] : [newPassword]),
  `Log in there as ${user}, or as any user that may use sudo, with a password that you know.`,
  `If it is another user than ${user}: become root first, with sudo -i.`,
]

/** The same by the boot menu of a guest with GRUB, as its vendors tell it. */
export const withoutPassword: string[] = [
  'Restart the instance from there: press Send Ctrl+Alt+Del. It stops answering for as long as this takes.',
  'Hold Shift, or press Esc again and again, until the menu of GRUB is shown, and press e.',
  told`In the line that begins with linux, replace ro by rw if it is there, and type at its end: init=/bin/sh`,
  'Press Ctrl+X. A shell of root comes up without a password.',
]

export const afterwards: string[] = ['Restart it: reboot -f, or Send Ctrl+Alt+Del. It then boots as always.']

/** Of a host that is in no cloud. */
export const ownPlace =
  'Go to its screen: the console of whoever runs it, of its hypervisor or its management card, or the machine itself.'

/** Where a cloud says nothing of its own. */
export const anyPlace = "Open the instance's console (VNC, web console or screen) on the cloud's own pages."
