// Owns the words of mails around the news itself (shared/news-words.ts has those), in both languages.

import type { Language } from '../../shared/model.ts'

export interface MailWords {
  hello: (name: string) => string
  /** Of a mail with several pieces of news. */
  subject: (news: number, waiting: number) => string
  waitsTitle: string
  newsTitle: string
  until: (day: string) => string
  answer: string
  open: string
  openIdea: string
  /** Under a link that needs no sign-in. */
  linkNote: string
  why: string
  settings: string
  stop: string
  /** In text, before an address. */
  at: string
}

export const MAIL_WORDS: Record<Language, MailWords> = {
  en: {
    hello: (name) => `Hello ${name},`,
    subject: (news, waiting) =>
      waiting > 0 ? `${waiting === 1 ? 'One idea waits' : `${waiting} ideas wait`} for you` : `${news} things happened`,
    waitsTitle: 'Waits for you',
    newsTitle: 'What happened',
    until: (day) => `by ${day}`,
    answer: 'Answer now',
    open: 'Open Kiem',
    openIdea: 'Open the idea',
    linkNote: 'This link is yours alone and opens the idea without signing in. Do not pass it on.',
    why: 'You get this mail because you have an account on Kiem.',
    settings: 'Choose how you want to hear',
    stop: 'Stop these mails',
    at: 'Here',
  },
  nl: {
    hello: (name) => `Dag ${name},`,
    subject: (news, waiting) =>
      waiting > 0
        ? `${waiting === 1 ? 'Eén idee wacht' : `${waiting} ideeën wachten`} op jou`
        : `${news} dingen gebeurden`,
    waitsTitle: 'Wacht op jou',
    newsTitle: 'Wat er gebeurde',
    until: (day) => `vóór het einde van ${day}`,
    answer: 'Nu antwoorden',
    open: 'Kiem openen',
    openIdea: 'Het idee openen',
    linkNote: 'Deze link is alleen voor jou en opent het idee zonder inloggen. Geef hem niet door.',
    why: 'Je krijgt deze mail omdat je een account op Kiem hebt.',
    settings: 'Kies hoe je het wilt horen',
    stop: 'Deze mails stoppen',
    at: 'Hier',
  },
}
