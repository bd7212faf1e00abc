// Owns a proposal's content as it is read: every node and mark the editor makes, as plain elements. What is in a version
// was written by anybody: an unknown node shows what is in it, and an address that runs something is not followed.

import { createElement, type ReactNode } from 'react'
import type { TextNode } from '../../shared/versions.ts'

const SAFE_LINK = /^(?:https?:|mailto:|tel:)/i
/** As the page itself may load them. */
const SAFE_IMAGE = /^\/api\/images\/[\w-]+$/
/** Deeper nesting than any editor makes on purpose. */
const DEPTH_MAX = 24

const TAGS: Record<string, string> = {
  paragraph: 'p',
  bulletList: 'ul',
  orderedList: 'ol',
  listItem: 'li',
  taskList: 'ul',
  taskItem: 'li',
  blockquote: 'blockquote',
  table: 'table',
  tableRow: 'tr',
  tableHeader: 'th',
  tableCell: 'td',
}
const MARKS: Record<string, string> = { bold: 'strong', italic: 'em', strike: 's', underline: 'u', code: 'code' }

export function RichText({ nodes }: { nodes: readonly TextNode[] }) {
  return <>{nodes.map((node, i) => blockOf(node, contentOf(node, 0), i))}</>
}

function contentOf(node: TextNode, depth: number): ReactNode[] {
  if (depth > DEPTH_MAX) return []
  return (node.content ?? []).map((child, i) => {
    if (child.type === 'text') return marked(child, i)
    return blockOf(child, contentOf(child, depth + 1), i)
  })
}

function marked({ text = '', marks = [] }: TextNode, key: number): ReactNode {
  const words = marks.reduce<ReactNode>((inner, { type, attrs }) => {
    if (type === 'link') {
      const href = attrs?.['href']
      if (typeof href !== 'string' || !SAFE_LINK.test(href)) return inner
      return (
        <a href={href} target="_blank" rel="noopener noreferrer nofollow">
          {inner}
        </a>
      )
    }
    const tag = Object.hasOwn(MARKS, type) ? MARKS[type] : undefined
    return tag ? createElement(tag, null, inner) : inner
  }, text)
  return <span key={key}>{words}</span>
}

/** One node with these children in it, whatever they are: the words themselves, or words that are marked as changed. */
export function blockOf(node: TextNode, children: ReactNode, key: number): ReactNode {
  const { type, attrs = {} } = node
  switch (type) {
    case 'heading': {
      // The page and the part have the first two.
      const level = attrs['level'] === 2 ? 3 : attrs['level'] === 3 ? 4 : 5
      return createElement(`h${level}`, { key }, children)
    }
    case 'codeBlock':
      return (
        <pre key={key}>
          <code>{children}</code>
        </pre>
      )
    case 'hardBreak':
      return <br key={key} />
    case 'horizontalRule':
      return <hr key={key} />
    case 'image':
      return imageOf(attrs, key)
    case 'taskItem':
      return (
        <li key={key} data-task>
          <span aria-hidden="true">{attrs['checked'] === true ? '☑' : '☐'}</span>
          <div>{children}</div>
        </li>
      )
    case 'table':
      return (
        <div key={key} data-table>
          <table>
            <tbody>{children}</tbody>
          </table>
        </div>
      )
    case 'tableCell':
    case 'tableHeader':
      return createElement(
        TAGS[type] ?? 'td',
        { key, colSpan: span(attrs['colspan']), rowSpan: span(attrs['rowspan']) },
        children,
      )
    default: {
      const tag = Object.hasOwn(TAGS, type) ? TAGS[type] : undefined
      return createElement(tag ?? 'div', { key }, children)
    }
  }
}

const span = (value: unknown) => (typeof value === 'number' && value > 1 && value <= 100 ? value : undefined)

function imageOf(attrs: Record<string, unknown>, key: number): ReactNode {
  const alt = typeof attrs['alt'] === 'string' ? attrs['alt'] : ''
  const src = attrs['src']
  if (typeof src === 'string' && SAFE_IMAGE.test(src)) return <img key={key} src={src} alt={alt} loading="lazy" />
  return <em key={key}>{alt}</em>
}
