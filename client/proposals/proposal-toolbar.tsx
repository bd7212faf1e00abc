// Owns the editor's buttons. One row that scrolls on a phone; every button says in words what it does.

import { FileButton, Menu } from '@mantine/core'
import { RichTextEditor, type RichTextEditorLabels } from '@mantine/tiptap'
import { IconArrowBackUp, IconArrowForwardUp, IconCopy, IconListCheck, IconPhoto, IconTable } from '@tabler/icons-react'
import { type Editor, useEditorState } from '@tiptap/react'
import { IMAGE_TYPES } from '../../shared/limits.ts'
import { useTranslation } from '../i18n/translation.ts'
import { copyText } from '../ui/copy-text.ts'
import { showNotice } from '../ui/notices.tsx'
import styles from './proposal.module.css'

const ICON_PX = 18

/** Our words for the library's buttons. */
export function useToolbarLabels(): Partial<RichTextEditorLabels> {
  const { t } = useTranslation('proposal')
  return {
    boldControlLabel: t('tool.bold'),
    italicControlLabel: t('tool.italic'),
    strikeControlLabel: t('tool.strike'),
    h2ControlLabel: t('tool.heading'),
    h3ControlLabel: t('tool.subheading'),
    bulletListControlLabel: t('tool.bullets'),
    orderedListControlLabel: t('tool.numbers'),
    blockquoteControlLabel: t('tool.quote'),
    linkControlLabel: t('tool.link'),
    unlinkControlLabel: t('tool.unlink'),
    linkEditorInputLabel: t('tool.linkAddress'),
    linkEditorInputPlaceholder: 'https://',
    linkEditorExternalLink: t('tool.linkNewTab'),
    linkEditorInternalLink: t('tool.linkSameTab'),
    linkEditorSave: t('tool.linkSave'),
  }
}

interface ProposalToolbarProps {
  editor: Editor
  /** Null: no pictures here. */
  onImages: ((files: File[]) => void) | null
}

export function ProposalToolbar({ editor, onImages }: ProposalToolbarProps) {
  const { t } = useTranslation('proposal')
  const is = useEditorState({
    editor,
    selector: ({ editor }) => ({
      tasks: editor.isActive('taskList'),
      table: editor.isActive('table'),
      undo: editor.can().undo(),
      redo: editor.can().redo(),
    }),
  })

  async function copyMarkdown() {
    const { markdownOf } = await import('./markdown.ts')
    const copied = await copyText(markdownOf(editor))
    showNotice(copied ? { text: t('copy.done') } : { tone: 'problem', text: t('copy.failed') })
  }

  return (
    <RichTextEditor.Toolbar className={styles.toolbar} sticky stickyOffset="var(--app-shell-header-offset, 0rem)">
      <RichTextEditor.ControlsGroup>
        <RichTextEditor.H2 />
        <RichTextEditor.H3 />
        <RichTextEditor.Bold />
        <RichTextEditor.Italic />
        <RichTextEditor.Strikethrough />
      </RichTextEditor.ControlsGroup>
      <RichTextEditor.ControlsGroup>
        <RichTextEditor.BulletList />
        <RichTextEditor.OrderedList />
        <RichTextEditor.Control
          active={is.tasks}
          aria-label={t('tool.tasks')}
          title={t('tool.tasks')}
          onClick={() => editor.chain().focus().toggleTaskList().run()}
        >
          <IconListCheck size={ICON_PX} aria-hidden />
        </RichTextEditor.Control>
        <RichTextEditor.Blockquote />
      </RichTextEditor.ControlsGroup>
      <RichTextEditor.ControlsGroup>
        <RichTextEditor.Link />
        {onImages ? (
          <FileButton accept={IMAGE_TYPES.join(',')} multiple onChange={onImages}>
            {(props) => (
              <RichTextEditor.Control {...props} aria-label={t('tool.image')} title={t('tool.image')}>
                <IconPhoto size={ICON_PX} aria-hidden />
              </RichTextEditor.Control>
            )}
          </FileButton>
        ) : null}
        <TableMenu editor={editor} inTable={is.table} />
      </RichTextEditor.ControlsGroup>
      <RichTextEditor.ControlsGroup>
        <RichTextEditor.Control
          disabled={!is.undo}
          aria-label={t('tool.undo')}
          title={t('tool.undo')}
          onClick={() => editor.chain().focus().undo().run()}
        >
          <IconArrowBackUp size={ICON_PX} aria-hidden />
        </RichTextEditor.Control>
        <RichTextEditor.Control
          disabled={!is.redo}
          aria-label={t('tool.redo')}
          title={t('tool.redo')}
          onClick={() => editor.chain().focus().redo().run()}
        >
          <IconArrowForwardUp size={ICON_PX} aria-hidden />
        </RichTextEditor.Control>
        <RichTextEditor.Control
          aria-label={t('copy.label')}
          title={t('copy.label')}
          onClick={() => void copyMarkdown()}
        >
          <IconCopy size={ICON_PX} aria-hidden />
        </RichTextEditor.Control>
      </RichTextEditor.ControlsGroup>
    </RichTextEditor.Toolbar>
  )
}

function TableMenu({ editor, inTable }: { editor: Editor; inTable: boolean }) {
  const { t } = useTranslation('proposal')
  const icon = <IconTable size={ICON_PX} aria-hidden />
  if (!inTable) {
    return (
      <RichTextEditor.Control
        aria-label={t('tool.table')}
        title={t('tool.table')}
        onClick={() => editor.chain().focus().insertTable({ rows: 3, cols: 3, withHeaderRow: true }).run()}
      >
        {icon}
      </RichTextEditor.Control>
    )
  }
  const act = (run: (chain: ReturnType<Editor['chain']>) => { run(): boolean }) => () => {
    run(editor.chain().focus()).run()
  }
  return (
    <Menu>
      <Menu.Target>
        <RichTextEditor.Control active aria-label={t('tool.tableChange')} title={t('tool.tableChange')}>
          {icon}
        </RichTextEditor.Control>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item onClick={act((chain) => chain.addRowAfter())}>{t('table.addRow')}</Menu.Item>
        <Menu.Item onClick={act((chain) => chain.addColumnAfter())}>{t('table.addColumn')}</Menu.Item>
        <Menu.Item onClick={act((chain) => chain.deleteRow())}>{t('table.deleteRow')}</Menu.Item>
        <Menu.Item onClick={act((chain) => chain.deleteColumn())}>{t('table.deleteColumn')}</Menu.Item>
        <Menu.Divider />
        <Menu.Item color="red" onClick={act((chain) => chain.deleteTable())}>
          {t('table.delete')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}
