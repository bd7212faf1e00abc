// Owns a proposal as Markdown, for the clipboard. Loaded when somebody asks for it.

import type { Editor } from '@tiptap/core'
import { MarkdownManager } from '@tiptap/markdown'
import { proposalExtensions } from './extensions.ts'

export function markdownOf(editor: Editor): string {
  return `${new MarkdownManager({ extensions: proposalExtensions() }).serialize(editor.getJSON()).trim()}\n`
}
