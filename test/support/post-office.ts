// Owns: a mail server on loopback, as little SMTP as a mailer needs, and every letter it took, read back as a mail program reads
// it.
//
//   const post = await openPostOffice()
//   createMailer({ config: { smtpUrl: post.url, … } })
//   post.letters                        // { to, headers, text, html }, in the order in which they came
//   post.answerToRecipient = '450 later'
//   post.losesAnswers = true            // takes a letter and breaks the line before it says so
import { once } from 'node:events'
import { type AddressInfo, createServer, type Socket } from 'node:net'

export interface Letter {
  to: string[]
  raw: string
  /** By their names in small letters, unfolded. */
  headers: Record<string, string>
  text: string
  html: string | null
}

export async function openPostOffice() {
  const letters: Letter[] = []
  const office = {
    letters,
    answerToRecipient: '250 ok',
    losesAnswers: false,
    url: '',
    close: () => void server.close(),
  }

  function serve(socket: Socket): void {
    let raw: string | null = null
    let to: string[] = []
    let kept = ''
    const say = (line: string) => socket.write(`${line}\r\n`)
    say('220 post')
    socket.on('error', () => undefined)
    socket.on('data', (chunk) => {
      const lines = (kept + chunk.toString()).split('\r\n')
      kept = lines.pop() ?? ''
      for (const line of lines) {
        if (raw !== null) {
          if (line !== '.') raw += `${line.replace(/^\.\./, '.')}\n`
          else {
            letters.push({ to, raw, ...readLetter(raw) })
            raw = null
            to = []
            // Taken, and nobody will ever know: as when a line breaks in that moment.
            if (office.losesAnswers) socket.destroy()
            else say('250 taken')
          }
        } else if (/^DATA/i.test(line)) {
          raw = ''
          say('354 go on')
        } else if (/^RCPT/i.test(line)) {
          to.push(/<(.*)>/.exec(line)?.[1] ?? '')
          say(office.answerToRecipient)
        } else if (/^QUIT/i.test(line)) {
          say('221 bye')
          socket.end()
        } else say('250 ok')
      }
    })
  }

  const server = createServer(serve).listen(0, '127.0.0.1')
  await once(server, 'listening')
  office.url = `smtp://127.0.0.1:${(server.address() as AddressInfo).port}`
  return office
}

function readLetter(raw: string): Pick<Letter, 'headers' | 'text' | 'html'> {
  const { headers, body } = partOf(raw)
  const boundary = /boundary="?([^";]+)"?/.exec(headers['content-type'] ?? '')?.[1]
  if (boundary === undefined) return { headers, text: decoded(headers, body), html: null }
  const parts = body
    .split(`--${boundary}`)
    .slice(1, -1)
    .map((each) => partOf(each.replace(/^\n/, '')))
  const of = (type: string) => parts.find((part) => part.headers['content-type']?.startsWith(type))
  const [text, html] = [of('text/plain'), of('text/html')]
  return {
    headers,
    text: text ? decoded(text.headers, text.body) : '',
    html: html ? decoded(html.headers, html.body) : null,
  }
}

function partOf(raw: string): { headers: Record<string, string>; body: string } {
  const end = raw.indexOf('\n\n')
  const unfolded = raw.slice(0, end).replace(/\n[ \t]+/g, ' ')
  const pairs = unfolded.split('\n').map((line) => {
    const colon = line.indexOf(':')
    return [line.slice(0, colon).toLowerCase(), words(line.slice(colon + 1).trim())] as const
  })
  return { headers: Object.fromEntries(pairs), body: raw.slice(end + 2) }
}

/** RFC 2047: words of a header that are no plain letters. */
function words(header: string): string {
  const joined = header.replace(/\?=\s+=\?/g, '?==?')
  return joined.replace(/=\?utf-8\?([BQ])\?(.*?)\?=/gi, (_, how: string, text: string) =>
    how.toUpperCase() === 'B' ? Buffer.from(text, 'base64').toString() : unquoted(text.replaceAll('_', ' ')),
  )
}

function decoded(headers: Record<string, string>, body: string): string {
  const how = headers['content-transfer-encoding']
  if (how === 'base64') return Buffer.from(body, 'base64').toString()
  return how === 'quoted-printable' ? unquoted(body.replace(/=\n/g, '')) : body
}

function unquoted(text: string): string {
  const bytes = text.replace(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)))
  return Buffer.from(bytes, 'latin1').toString()
}
