// Owns whether the "not accepted" drawer is open: a line on a board or a button in the header opens it, the shell shows it.

import { createStore, useStore } from '../live/store.ts'

const opened = createStore(false)

export const openKept = () => opened.set(true)
export const closeKept = () => opened.set(false)
export const useKeptOpened = (): boolean => useStore(opened)
