// Owns what a proposal may contain: the editor's schema. The server's Markdown writer and the wire guard know the same
// node names, so adding one here means adding it there.

import type { Extensions } from '@tiptap/core'
import { Image } from '@tiptap/extension-image'
import { TaskItem, TaskList } from '@tiptap/extension-list'
import { TableKit } from '@tiptap/extension-table'
import { StarterKit } from '@tiptap/starter-kit'

/** Links people can follow safely; `javascript:` and `data:` never become one. */
const LINK_PROTOCOLS = ['http', 'https', 'mailto', 'tel']

export function proposalExtensions(): Extensions {
  return [
    StarterKit.configure({
      // Undo is the collaboration's: it takes back my own edits only.
      undoRedo: false,
      heading: { levels: [2, 3, 4] },
      link: {
        openOnClick: false,
        protocols: LINK_PROTOCOLS,
        HTMLAttributes: { rel: 'noopener noreferrer nofollow', target: '_blank' },
      },
    }),
    TaskList,
    TaskItem.configure({ nested: true }),
    TableKit.configure({ table: { resizable: false } }),
    // A pasted data: image would put megabytes into the document; uploads.ts turns files into addresses instead.
    Image.configure({ allowBase64: false }),
  ]
}
