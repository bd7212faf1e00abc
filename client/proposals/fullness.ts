// Owns what one may still do in a proposal that is as full as it can be (SYNC S17): take away, not add. The server refuses
// the rest anyhow; this spares people writing words that are not taken.

import { Extension } from '@tiptap/core'
import { Plugin } from '@tiptap/pm/state'
import { ySyncPluginKey } from '@tiptap/y-tiptap'

/** What others wrote always comes in. */
export function fullnessPlugin(isFull: () => boolean): Plugin {
  return new Plugin({
    filterTransaction(tr) {
      if (!tr.docChanged || tr.getMeta(ySyncPluginKey) !== undefined || !isFull()) return true
      return tr.doc.content.size <= tr.before.content.size
    },
  })
}

export function fullness(isFull: () => boolean): Extension {
  return Extension.create({
    name: 'fullness',
    addProseMirrorPlugins: () => [fullnessPlugin(isFull)],
  })
}
