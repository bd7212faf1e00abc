// Owns in which layout a person looks at boards, remembered on this device.

export type BoardLayout = 'columns' | 'wall'

const LAYOUT_KEY = 'kiem.board-view'

export function rememberedLayout(): BoardLayout {
  try {
    return localStorage.getItem(LAYOUT_KEY) === 'wall' ? 'wall' : 'columns'
  } catch {
    return 'columns'
  }
}

export function rememberLayout(layout: BoardLayout): void {
  try {
    localStorage.setItem(LAYOUT_KEY, layout)
  } catch {
    // Without storage the choice lasts as long as the page.
  }
}
