// Owns dragging with mouse and finger through dnd-kit: what starts a drag, where it is, when it ends. Loaded when the board
// stands; it draws nothing and moves no card. Ours alone speaks to screen readers, so the library's voice stays out.

import {
  Accessibility,
  AutoScroller,
  Draggable,
  DragDropManager,
  Feedback,
  PointerActivationConstraints,
  PointerSensor,
} from '@dnd-kit/dom'
import type { DragEngine, DragKey } from './drag-host.ts'

interface DragEvents {
  onStart: (key: DragKey, widthPx: number) => void
  /** The pointer, in pixels of the screen. */
  onMove: (at: { x: number; y: number }) => void
  /** False: called off. */
  onEnd: (isDropped: boolean) => void
}

/** A press that becomes a drag: a mouse has to move, a finger has to rest (so that swiping still scrolls). */
const MOUSE_MOVES_PX = 5
const FINGER_RESTS_MS = 260
const FINGER_SLIPS_PX = 8

/**
 * How near an edge a held card scrolls, as shares of what scrolls. Sideways less than the usual 0.2: on a phone that is
 * where the thumb is, and a card going up or down would turn to the next column.
 */
const SCROLLS_NEAR = { x: 0.1, y: 0.2 }

const SENSORS = [
  PointerSensor.configure({
    activationConstraints: (event) =>
      event.pointerType === 'touch'
        ? [new PointerActivationConstraints.Delay({ value: FINGER_RESTS_MS, tolerance: FINGER_SLIPS_PX })]
        : [new PointerActivationConstraints.Distance({ value: MOUSE_MOVES_PX })],
    preventActivation: (event) => event.target instanceof Element && event.target.closest('[data-no-drag]') !== null,
  }),
]

/** `overlay`: the empty element in which the flying card is drawn. */
export function makeDragEngine(overlay: HTMLElement, events: DragEvents): DragEngine {
  const manager = new DragDropManager({
    sensors: SENSORS,
    plugins: (defaults) => [
      ...defaults.filter((plugin) => plugin !== Accessibility && plugin !== AutoScroller),
      AutoScroller.configure({ threshold: SCROLLS_NEAR }),
    ],
  })
  const feedback = manager.plugins.find((plugin) => plugin instanceof Feedback)
  if (feedback) {
    feedback.overlay = overlay
    // The card itself stands in its new place in the same frame.
    feedback.dropAnimation = null
  }
  const stops = [
    manager.monitor.addEventListener('beforedragstart', ({ operation: { source } }) => {
      const box = source?.element?.getBoundingClientRect()
      if (source && box) events.onStart(String(source.id), box.width)
    }),
    manager.monitor.addEventListener('dragmove', ({ operation: { position }, to, by }) => {
      // Told before the move is made: the operation still says where the pointer was (DragActions.move of @dnd-kit/abstract).
      const { x, y } = position.current
      events.onMove(to ?? { x: x + (by?.x ?? 0), y: y + (by?.y ?? 0) })
    }),
    manager.monitor.addEventListener('dragend', ({ canceled, nativeEvent }) => {
      // A move of the last frame may not have been told yet: where it is let go is where it lands.
      if (!canceled && nativeEvent instanceof PointerEvent) {
        events.onMove({ x: nativeEvent.clientX, y: nativeEvent.clientY })
      }
      events.onEnd(!canceled)
    }),
  ]
  return {
    attach(key, element) {
      const draggable = new Draggable({ id: key, element }, manager)
      return () => draggable.destroy()
    },
    destroy() {
      for (const stop of stops) stop()
      manager.destroy()
    },
  }
}
