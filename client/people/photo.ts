// Owns making a photo of any size into a small square one. Drawing it anew also drops where and when it was taken.

import { PHOTO_MAX_BYTES } from '../../shared/limits.ts'

/** Sharp at 88 px on the densest screen, and some 60 kB. */
const SIDE_PIXELS = 384
const QUALITY = 0.85

/** The middle square of `file` as JPEG, or null when it is no picture this browser can read. */
export async function smallPhoto(file: Blob): Promise<Blob | null> {
  let picture: ImageBitmap
  try {
    picture = await createImageBitmap(file)
  } catch {
    return null
  }
  const side = Math.min(picture.width, picture.height)
  const canvas = document.createElement('canvas')
  canvas.width = canvas.height = Math.min(SIDE_PIXELS, side)
  const brush = canvas.getContext('2d')
  if (!brush) return null
  brush.fillStyle = '#ffffff'
  brush.fillRect(0, 0, canvas.width, canvas.height)
  const left = (picture.width - side) / 2
  const top = (picture.height - side) / 2
  brush.drawImage(picture, left, top, side, side, 0, 0, canvas.width, canvas.height)
  picture.close()
  const small = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/jpeg', QUALITY))
  return small && small.size <= PHOTO_MAX_BYTES ? small : null
}
