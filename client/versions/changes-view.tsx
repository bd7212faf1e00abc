// Owns how differences look: what came is marked as inserted, what went as deleted, by element, sign and word, never by
// colour alone.

import type { VersionContent } from '../../shared/versions.ts'
import { useTranslation } from '../i18n/translation.ts'
import { EmptyState } from '../ui/states.tsx'
import { type CardChange, compareBoards, compareNodes, hasChanges, type Marked, type Part } from './compare.ts'
import { paperOf } from './paper-of.ts'
import { blockOf, RichText } from './rich-text.tsx'
import sheet from './rich-text.module.css'
import classes from './versions.module.css'

/** Both of the same document. */
export function Changes({ from, to }: { from: VersionContent; to: VersionContent }) {
  const { t } = useTranslation('version')
  if (from.kind === 'board' && to.kind === 'board') return <BoardChanges from={from} to={to} />
  if (from.kind === 'board' || to.kind === 'board') return null
  const marked = compareNodes(from.content, to.content)
  if (!hasChanges(marked)) return <EmptyState title={t('changes.none')} />
  return (
    <div className={sheet.paper}>
      {marked.map((block, i) => (
        <MarkedBlock key={i} block={block} at={i} />
      ))}
    </div>
  )
}

type BoardContent = Extract<VersionContent, { kind: 'board' }>

function BoardChanges({ from, to }: { from: BoardContent; to: BoardContent }) {
  const { t } = useTranslation('version')
  const { changes, same } = compareBoards(from, to, t('board.nowhere'))
  if (changes.length === 0) return <EmptyState title={t('changes.none')} />
  return (
    <>
      <ul className={classes.changes}>
        {changes.map((change) => (
          <CardChanged key={change.card.ideaId} change={change} />
        ))}
      </ul>
      {same > 0 ? <p className={classes.soft}>{t('changes.same', { count: same })}</p> : null}
    </>
  )
}

function CardChanged({ change }: { change: CardChange }) {
  const { t } = useTranslation('version')
  const { card, is, words, moved, recolored } = change
  return (
    <li className={classes.card} style={paperOf(card.color)} data-is={is}>
      <p className={classes.what}>
        {card.number === null ? null : <span>#{card.number}</span>}
        <strong>{t(`changes.${is}`)}</strong>
        {moved ? <span>{t('changes.moved', moved)}</span> : null}
        {recolored ? <span>{t('changes.recolored')}</span> : null}
      </p>
      <p className={classes.words}>
        <Words parts={words} whole={is !== 'changed'} />
      </p>
    </li>
  )
}

/** `whole`: all of it came or went, and the mark above says so. */
function Words({ parts, whole = false }: { parts: readonly Part[]; whole?: boolean }) {
  return (
    <>
      {parts.map(({ change, text }, i) => {
        if (change === 'same' || whole) return <span key={i}>{text}</span>
        return change === 'added' ? <ins key={i}>{text}</ins> : <del key={i}>{text}</del>
      })}
    </>
  )
}

function MarkedBlock({ block, at }: { block: Marked; at: number }) {
  const { t } = useTranslation('version')
  switch (block.is) {
    case 'same':
      return <RichText nodes={[block.node]} />
    case 'reworded':
      return <>{blockOf(block.node, <Words parts={block.words} />, at)}</>
    case 'inside':
      return (
        <>
          {blockOf(
            block.node,
            block.content.map((inner, i) => <MarkedBlock key={i} block={inner} at={i} />),
            at,
          )}
        </>
      )
    case 'added':
    case 'removed': {
      // Rows and items must stay rows and items of what they are in.
      const Tag = block.is === 'added' ? 'ins' : 'del'
      if (INNER.has(block.node.type)) {
        const inner = <RichText nodes={block.node.content ?? []} />
        if (block.node.type === 'tableRow') return <tr data-is={block.is}>{inner}</tr>
        return <>{blockOf(block.node, <Tag>{inner}</Tag>, at)}</>
      }
      return (
        <div className={sheet.block} data-is={block.is}>
          <p className={classes.what}>
            <strong>{t(`changes.${block.is}`)}</strong>
          </p>
          <RichText nodes={[block.node]} />
        </div>
      )
    }
  }
}

const INNER = new Set(['listItem', 'taskItem', 'tableRow', 'tableCell', 'tableHeader'])
