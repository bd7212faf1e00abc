// Owns the live editor of a proposal. The text is the Yjs document's; this never seeds it: the server writes the template
// once (FAULTS F23).

import { RichTextEditor } from '@mantine/tiptap'
import '@mantine/tiptap/styles.layer.css'
import { Collaboration } from '@tiptap/extension-collaboration'
import { CollaborationCaret } from '@tiptap/extension-collaboration-caret'
import { Placeholder } from '@tiptap/extensions'
import { type Editor, useEditor } from '@tiptap/react'
import { useEffect, useEffectEvent } from 'react'
import type { IdeaId } from '../../shared/model.ts'
import type { Outcome } from '../../shared/outcome.ts'
import { useTranslation } from '../i18n/translation.ts'
import type { DocumentState, LiveDocument } from '../live/documents.ts'
import { useUser } from '../live/session.ts'
import { faceColor } from '../ui/face-look.ts'
import { showNotice } from '../ui/notices.tsx'
import { useRefusal } from '../ui/refusal.tsx'
import { caret, selectionOf } from './carets.ts'
import './carets.css'
import { proposalExtensions } from './extensions.ts'
import { fullness } from './fullness.ts'
import { ProposalToolbar, useToolbarLabels } from './proposal-toolbar.tsx'
import styles from './proposal.module.css'
import { imagesIn, insertImages } from './uploads.ts'

interface ProposalEditorProps {
  /** Where pictures go; null: there is no place for any. */
  ideaId: IdeaId | null
  title: string
  /** What it is called instead of a proposal. */
  label?: string
  document: LiveDocument
  state: DocumentState
}

export function ProposalEditor({ ideaId, title, label, document, state }: ProposalEditorProps) {
  const { t } = useTranslation('proposal')
  const me = useUser()
  const words = useRefusal()
  const labels = useToolbarLabels()
  const isDamaged = state.access === 'damaged'
  const isEditable = state.access !== 'view' && !isDamaged && state.closed === null

  const tell = (outcome: Outcome<unknown>) => {
    if (!outcome.ok) showNotice({ tone: 'problem', text: words(outcome.error) })
  }
  const take = useEffectEvent((editor: Editor | null, files: File[], position?: number) => {
    if (!editor || ideaId === null || files.length === 0 || !editor.isEditable) return false
    void insertImages(editor, ideaId, files, position).then(tell)
    return true
  })

  const editor = useEditor(
    {
      extensions: [
        ...proposalExtensions(),
        // Asked of the document itself: the editor also asks while React is drawing.
        fullness(() => document.state.get().access === 'full'),
        Collaboration.configure({ document: document.doc, field: 'content' }),
        CollaborationCaret.configure({
          provider: document,
          // Shown until the server has stamped who we really are.
          user: { id: me?.userId ?? '', name: me?.name ?? '', color: me ? faceColor(me.userId) : 'sand' },
          render: caret,
          selectionRender: selectionOf,
        }),
        Placeholder.configure({ placeholder: t('placeholder') }),
      ],
      editable: isEditable,
      shouldRerenderOnTransaction: false,
      editorProps: {
        attributes: { 'aria-label': label ?? t('label', { title }), role: 'textbox', 'aria-multiline': 'true' },
      },
      onPaste: (event) => {
        if (take(current(), imagesIn(event.clipboardData?.files))) event.preventDefault()
      },
      onDrop: (event) => {
        const files = imagesIn(event.dataTransfer?.files)
        if (files.length > 0) event.preventDefault()
        take(current(), files)
      },
    },
    [document.doc],
  )
  const current = () => editor

  useEffect(() => {
    if (editor && editor.isEditable !== isEditable) editor.setEditable(isEditable)
  }, [editor, isEditable])

  return (
    <RichTextEditor
      editor={editor}
      labels={labels}
      className={styles.editor}
      variant="subtle"
      withCodeHighlightStyles={false}
    >
      {editor && isEditable && (
        <ProposalToolbar
          editor={editor}
          onImages={ideaId === null ? null : (files) => void insertImages(editor, ideaId, files).then(tell)}
        />
      )}
      {!isEditable && (
        <p className={styles.readOnly}>{isDamaged ? t('reason.document-damaged', { ns: 'errors' }) : t('readOnly')}</p>
      )}
      {isEditable && state.access === 'full' && (
        <p className={styles.readOnly} role="status">
          {t('full')}
        </p>
      )}
      <RichTextEditor.Content className={styles.content} />
    </RichTextEditor>
  )
}
