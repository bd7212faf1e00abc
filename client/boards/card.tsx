// Owns one card as everyone sees it: words, author, counts, and what can be done with it. It subscribes to its own facts
// alone and is drawn again only when they change. Where it stands is its parent's business.

import { IconGripVertical, IconMessageCircle } from '@tabler/icons-react'
import {
  memo,
  type MouseEvent,
  type ReactNode,
  useCallback,
  useEffect,
  useLayoutEffect,
  useRef,
  useState,
  useSyncExternalStore,
} from 'react'
import type { IdeaId } from '../../shared/model.ts'
import { Face } from '../ui/face.tsx'
import { noteStyle } from '../ui/note-color.tsx'
import { StageMark } from '../ui/stage-mark.tsx'
import { CardEditor } from './card-editor.tsx'
import { useCardKeys } from './card-keys.ts'
import { CardMenuButton } from './card-menu-button.tsx'
import { useCardName } from './card-words.ts'
import classes from './card.module.css'
import { cssVariables } from './css-variables.ts'
import type { ArrowKey } from './grid-moves.ts'
import { LikeButton, useLike } from './like-button.tsx'
import { MarkedText, marksOf, writerColor } from './marked-text.tsx'
import { useCard, useIdeaFacts, useRoom, useWriters } from './room.ts'

interface CardProps {
  ideaId: IdeaId
  /** Takes the element that is dragged; answers what to call when it goes. */
  elementRef?: (element: HTMLElement) => () => void
  /** The copy that flies under the pointer: it takes no focus. */
  flying?: boolean
  /** The name of the group it lies in. */
  groupTitle?: string | undefined
  /** On the wall: moving freely, and which card lies in a direction. */
  onNudge?: (key: ArrowKey, far: boolean) => void
  onArrow?: (key: ArrowKey) => IdeaId | null
}

export const BoardCard = memo(function BoardCard(props: CardProps) {
  const { ideaId, elementRef, flying, groupTitle, onNudge, onArrow } = props
  const room = useRoom()
  const { focus, selection, store, t } = room
  const card = useCard(ideaId)
  const facts = useIdeaFacts(ideaId)
  const mode = useSyncExternalStore(
    (listener) => focus.modes.subscribe(ideaId, listener),
    () => focus.modeOf(ideaId),
  )
  const isChosen = useSyncExternalStore(
    (listener) => selection.chosen.subscribe(ideaId, listener),
    () => selection.chosen.get(ideaId),
  )
  const like = useLike(ideaId)
  const onWall = onNudge !== undefined
  const element = useRef<HTMLElement>(null)
  // One and the same function: the drag must not be torn down when a card is drawn again.
  const ref = useCallback(
    (node: HTMLElement) => {
      element.current = node
      const goes = elementRef?.(node)
      return () => {
        element.current = null
        goes?.()
      }
    },
    [elementRef],
  )
  const [caretAt, setCaretAt] = useState<number | null>(null)
  const onKeyDown = useCardKeys(ideaId, {
    onLike: like.toggle,
    ...(onNudge ? { onNudge } : {}),
    ...(onArrow ? { onArrow } : {}),
  })
  const name = useCardName(card ?? EMPTY_CARD, facts, like.likes, [
    ...(groupTitle === undefined ? [] : [t('card.inGroup', { title: groupTitle })]),
    ...(isChosen ? [t('card.selected')] : []),
  ])

  useLayoutEffect(
    () => () => {
      // Runs before the element is gone, while one can still see that it had the focus.
      if (!flying && element.current?.contains(document.activeElement)) focus.leaves(ideaId)
    },
    [focus, ideaId, flying],
  )
  useEffect(() => {
    // Somebody asked for the focus here, maybe before this card was drawn.
    const take = () => {
      if (flying || focus.wanted !== ideaId || !element.current) return
      focus.taken(ideaId)
      if (focus.modeOf(ideaId) !== 'editing') element.current.focus({ preventScroll: true })
      // The wall moves itself (wall-view.tsx); scrolling its inside would break it.
      if (!onWall) element.current.scrollIntoView({ block: 'nearest', inline: 'nearest' })
    }
    take()
    return focus.onWant(take)
  }, [focus, ideaId, onWall, flying])

  if (!card) return null
  const writes = room.may('board.write')
  const editing = mode === 'editing' && writes
  // Only the card the keyboard is on has its buttons in the Tab order: two thousand cards are one stop.
  const tabIndex = mode ? 0 : -1

  /** With Ctrl or Shift a press chooses; with a finger too, once one is chosen. */
  function choose(event: MouseEvent<HTMLElement>): void {
    const adds = event.ctrlKey || event.metaKey
    const isFinger = (event.nativeEvent as PointerEvent).pointerType === 'touch' && selection.size() > 0
    if (!writes || editing || (!adds && !event.shiftKey && !isFinger)) return
    if (isFinger && (event.target as Element).closest('button, a')) return
    event.preventDefault()
    event.stopPropagation()
    if (event.shiftKey) selection.extend(store.ids(), ideaId, focus.active ?? ideaId)
    else selection.toggle(ideaId)
  }

  function write(event: MouseEvent<HTMLElement>): void {
    if (!writes || (event.nativeEvent as PointerEvent).pointerType === 'touch') {
      if (window.getSelection()?.isCollapsed !== false) room.slots.onOpenIdea(ideaId)
      return
    }
    setCaretAt(caretFrom(event))
    focus.want(ideaId, 'editing')
  }

  return (
    <article
      ref={ref}
      className={classes.card}
      style={cssVariables(noteStyle(card.color))}
      data-mode={mode}
      data-chosen={isChosen}
      data-wall={onWall || undefined}
      data-card={flying ? undefined : ideaId}
      tabIndex={mode || (focus.active === null && store.ids()[0] === ideaId) ? 0 : -1}
      aria-label={name}
      aria-roledescription={t('card.role')}
      onFocus={(event) => {
        if (event.target === event.currentTarget && focus.modeOf(ideaId) === undefined) focus.enter(ideaId)
      }}
      onBlur={(event) => {
        if (event.target === event.currentTarget && focus.modeOf(ideaId) === 'moving' && focus.wanted !== ideaId) {
          focus.settle(ideaId)
        }
      }}
      onKeyDown={onKeyDown}
      onClickCapture={choose}
    >
      <WritersMark ideaId={ideaId} />
      <div className={classes.corner}>
        {writes ? (
          <button
            type="button"
            className={classes.handle}
            aria-label={t('card.handle')}
            tabIndex={tabIndex}
            onClick={() => {
              focus.want(ideaId, 'active')
              room.ask({ about: 'move', ideaId })
            }}
          >
            <IconGripVertical size={16} stroke={2} aria-hidden="true" />
          </button>
        ) : null}
        <CardMenuButton card={card} tabIndex={tabIndex} />
      </div>
      {editing ? (
        <CardEditor
          ideaId={ideaId}
          caretAt={caretAt}
          onDone={(toCard) => {
            setCaretAt(null)
            if (toCard) focus.want(ideaId, 'active')
            else focus.settle(ideaId)
          }}
        />
      ) : (
        <CardText ideaId={ideaId} text={card.title} onClick={write} />
      )}
      <CardFoot ideaId={ideaId} tabIndex={tabIndex} />
      {room.slots.cardFooter ? <Slot>{room.slots.cardFooter(ideaId, groupTitle !== undefined)}</Slot> : null}
    </article>
  )
})

function Slot({ children }: { children: ReactNode }) {
  return (
    <div className={`${classes.slot} nodrag`} data-no-drag>
      {children}
    </div>
  )
}

const EMPTY_CARD = {
  ideaId: '' as IdeaId,
  title: '',
  column: null,
  order: '',
  x: 0,
  y: 0,
  group: null,
  color: 'sun',
} as const

/** Where in the text the mouse was pressed. */
function caretFrom(event: MouseEvent<HTMLElement>): number | null {
  const { clientX, clientY } = event
  if ('caretPositionFromPoint' in document) {
    const at = document.caretPositionFromPoint(clientX, clientY)
    // Only in plain text is the offset the place in the text.
    return at && at.offsetNode.parentNode === event.currentTarget && !at.offsetNode.previousSibling ? at.offset : null
  }
  return null
}

function CardText({
  ideaId,
  text,
  onClick,
}: {
  ideaId: IdeaId
  text: string
  onClick: (event: MouseEvent<HTMLElement>) => void
}) {
  const { t } = useRoom()
  const { store } = useRoom()
  const writers = useWriters(ideaId)
  const empty = text.trim() === ''
  return (
    // The keyboard has its own ways to write (E) and to open (Enter) on the card itself.
    // oxlint-disable-next-line jsx-a11y/click-events-have-key-events
    <p className={classes.text} data-empty={empty || undefined} onClick={onClick}>
      {empty ? t('card.empty') : <MarkedText text={text} marks={marksOf(writers, store.doc, text.length)} />}
    </p>
  )
}

function WritersMark({ ideaId }: { ideaId: IdeaId }) {
  const { t } = useRoom()
  const { format } = useRoom()
  const writers = useWriters(ideaId)
  const first = writers[0]
  if (!first) return null
  const names = [...new Set(writers.map((writer) => writer.name))]
  return (
    <span className={classes.writers} style={cssVariables({ '--writer': writerColor(first) })}>
      {t('card.writing', { count: names.length, names: format.list(names.slice(0, 2)), more: names.length - 2 })}
    </span>
  )
}

function CardFoot({ ideaId, tabIndex }: { ideaId: IdeaId; tabIndex: number }) {
  const { t } = useRoom()
  const { format } = useRoom()
  const facts = useIdeaFacts(ideaId)
  return (
    <>
      <div className={classes.status}>{facts && facts.stage !== 'open' ? <StageMark stage={facts.stage} /> : null}</div>
      {facts && facts.tags.length > 0 ? (
        <ul className={classes.tags} aria-label={t('card.tags')}>
          {facts.tags.map((tag) => (
            <li key={tag}>{tag}</li>
          ))}
        </ul>
      ) : null}
      <div className={classes.foot}>
        {facts?.author ? <Face person={facts.author} size={22} decorative /> : null}
        {facts?.author ? <span className={classes.author}>{facts.onBehalfOf ?? facts.author.name}</span> : null}
        {facts ? <span className={classes.number}>#{facts.number}</span> : null}
        <span className={classes.space} />
        {facts && facts.comments > 0 ? (
          <span className={classes.fact}>
            <IconMessageCircle size={17} stroke={1.8} aria-hidden="true" />
            <span aria-hidden="true">{format.number(facts.comments)}</span>
            <span className="kiem-unseen">{t('card.comments', { count: facts.comments })}</span>
          </span>
        ) : null}
        <LikeButton ideaId={ideaId} tabIndex={tabIndex} />
      </div>
    </>
  )
}
