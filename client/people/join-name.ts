// Owns remembering the name a guest last used on this device, so that the next board is one press away.

const NAME_KEY = 'kiem.guest-name'

export function rememberedName(): string {
  try {
    return localStorage.getItem(NAME_KEY) ?? ''
  } catch {
    return ''
  }
}

export function rememberName(name: string): void {
  try {
    localStorage.setItem(NAME_KEY, name)
  } catch {
    // Then it is typed again next time.
  }
}
