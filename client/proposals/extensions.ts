// Owns what a proposal may contain: the editor's schema. The server's Markdown writer and the wire guard know the same
// node names, so adding one here means adding it there.

import type { Extensions } from '@tiptap/core'
import { Image } from '@tiptap/extension-image'
import { Link } from '@tiptap/extension-link'
import { TaskItem, TaskList } from '@tiptap/extension-list'
import { TableKit } from '@tiptap/extension-table'
import { StarterKit } from '@tiptap/starter-kit'
import { completeAddress, isImageAddress, isLinkAddress } from '../../shared/addresses.ts'

/** The wire guard takes no other addresses, so none may arise: also not from a pasted page. `example.org` means the page. */
const SafeLink = Link.extend({
  parseHTML() {
    const isSafe = (anchor: HTMLElement) => (isLinkAddress(anchor.getAttribute('href')) ? null : false)
    return [{ tag: 'a[href]', getAttrs: isSafe }]
  },
  addCommands() {
    const commands = this.parent?.()
    if (!commands?.setLink) return commands ?? {}
    const { setLink } = commands
    return { ...commands, setLink: (link) => setLink({ ...link, href: completeAddress(link.href) }) }
  },
})

const OwnImage = Image.extend({
  parseHTML() {
    const isOurs = (image: HTMLElement) => (isImageAddress(image.getAttribute('src')) ? null : false)
    return [{ tag: 'img[src]', getAttrs: isOurs }]
  },
})

export function proposalExtensions(): Extensions {
  return [
    StarterKit.configure({
      // Undo is the collaboration's: it takes back my own edits only.
      undoRedo: false,
      heading: { levels: [2, 3, 4] },
      link: false,
    }),
    SafeLink.configure({
      openOnClick: false,
      // What is typed is completed when it becomes a link.
      isAllowedUri: (typed) => isLinkAddress(completeAddress(typed)),
      HTMLAttributes: { rel: 'noopener noreferrer nofollow', target: '_blank' },
    }),
    TaskList,
    TaskItem.configure({ nested: true }),
    TableKit.configure({ table: { resizable: false } }),
    // A pasted data: image would put megabytes into the document; uploads.ts turns files into addresses instead.
    OwnImage,
  ]
}
