// Owns whether the server is there at all, for whoever has to tell "it is away" from "it said no".

/** False also where only a proxy in front of it answers. */
export async function serverAnswers(): Promise<boolean> {
  if (!navigator.onLine) return false
  try {
    const { status } = await fetch('/healthz', { method: 'HEAD', cache: 'no-store' })
    return status < 500
  } catch {
    return false
  }
}
