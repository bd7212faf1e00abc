// Owns putting images into a proposal: from the button, the clipboard or a drop. Too large a photo is made smaller here,
// before it costs a phone its data; what is no image is refused in words.

import type { Editor } from '@tiptap/core'
import { IMAGE_MAX_BYTES, IMAGE_TYPES } from '../../shared/limits.ts'
import type { IdeaId } from '../../shared/model.ts'
import { type Outcome, refuse } from '../../shared/outcome.ts'
import { api } from '../live/api.ts'

/** Wider is never seen: a proposal's column is about 700 px, twice that for dense screens, and room to zoom. */
const LONG_SIDE_PIXELS = 2_000
const JPEG_QUALITY = 0.86

const isImageType = (type: string) => (IMAGE_TYPES as readonly string[]).includes(type)

export const imagesIn = (files: Iterable<File> | null | undefined): File[] =>
  [...(files ?? [])].filter(({ type }) => type.startsWith('image/'))

/** The image as it will be sent: the file itself, or a smaller picture of it. */
async function sized(file: File): Promise<Blob> {
  // Drawing would stop an animation; and small files are not worth a second compression.
  if (file.type === 'image/gif' || file.size <= IMAGE_MAX_BYTES / 5) return file
  const picture = await createImageBitmap(file).catch(() => null)
  if (!picture) return file
  const scale = Math.min(1, LONG_SIDE_PIXELS / Math.max(picture.width, picture.height))
  const canvas = document.createElement('canvas')
  canvas.width = Math.round(picture.width * scale)
  canvas.height = Math.round(picture.height * scale)
  canvas.getContext('2d')?.drawImage(picture, 0, 0, canvas.width, canvas.height)
  const type = file.type === 'image/png' ? 'image/webp' : 'image/jpeg'
  const smaller = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, type, JPEG_QUALITY))
  return smaller && smaller.size < file.size ? smaller : file
}

/** Uploads one image and answers its address. */
export async function uploadImage(ideaId: IdeaId, file: File): Promise<Outcome<{ url: string }>> {
  if (!isImageType(file.type)) return refuse('unsupported-type', 'not-an-image')
  const image = await sized(file)
  if (image.size > IMAGE_MAX_BYTES) return refuse('too-large', 'image-too-large', undefined, { limit: IMAGE_MAX_BYTES })
  return api.upload<{ url: string }>('POST', `/api/ideas/${ideaId}/images`, image)
}

/** Uploads and puts each image where the cursor is (or at `position`). Answers the first refusal, if any. */
export async function insertImages(
  editor: Editor,
  ideaId: IdeaId,
  files: readonly File[],
  position?: number,
): Promise<Outcome<null>> {
  for (const file of files) {
    const outcome = await uploadImage(ideaId, file)
    if (!outcome.ok) return outcome
    if (editor.isDestroyed) break
    const node = { type: 'image', attrs: { src: outcome.value.url, alt: altOf(file.name) } }
    if (position === undefined) editor.chain().focus().insertContent(node).run()
    else editor.chain().focus().insertContentAt(Math.min(position, editor.state.doc.content.size), node).run()
  }
  return { ok: true, value: null }
}

/** 'team_photo-2.jpg' → 'team photo 2': a start for those who cannot see it. */
export function altOf(fileName: string): string {
  return fileName
    .replace(/\.[a-z0-9]+$/i, '')
    .replace(/[_-]+/g, ' ')
    .trim()
}
