// Owns the templates a board can start from: columns and an opening question, in every language. Data only.

import type { Language, NoteColor, TemplateName } from '../../shared/model.ts'

export interface Template {
  question: string
  columns: readonly { title: string; color: NoteColor | null }[]
}

export const TEMPLATE_TEXTS: Record<TemplateName, Record<Language, Template>> = {
  'idea-box': {
    en: {
      question: 'What could we do better, and how?',
      columns: [
        { title: 'New', color: 'sun' },
        { title: 'Worth a closer look', color: 'sky' },
        { title: 'Working it out', color: 'sage' },
      ],
    },
    nl: {
      question: 'Wat kan er beter bij ons, en hoe?',
      columns: [
        { title: 'Nieuw', color: 'sun' },
        { title: 'Verder bekijken', color: 'sky' },
        { title: 'In uitwerking', color: 'sage' },
      ],
    },
  },
  brainstorm: {
    en: {
      question: 'How might we …? Go for many ideas first; we choose later.',
      columns: [
        { title: 'Ideas', color: 'sun' },
        { title: 'Bold ideas', color: 'coral' },
        { title: 'Building on others', color: 'sage' },
      ],
    },
    nl: {
      question: 'Hoe kunnen we …? Eerst zo veel mogelijk ideeën; kiezen doen we later.',
      columns: [
        { title: 'Ideeën', color: 'sun' },
        { title: 'Gewaagde ideeën', color: 'coral' },
        { title: 'Voortbouwen op een ander', color: 'sage' },
      ],
    },
  },
  retrospective: {
    en: {
      question: 'How did the past weeks go, and what will we change?',
      columns: [
        { title: 'Went well', color: 'sage' },
        { title: 'Could be better', color: 'coral' },
        { title: 'What we will try', color: 'sky' },
      ],
    },
    nl: {
      question: 'Hoe gingen de afgelopen weken, en wat gaan we anders doen?',
      columns: [
        { title: 'Ging goed', color: 'sage' },
        { title: 'Kan beter', color: 'coral' },
        { title: 'Gaan we proberen', color: 'sky' },
      ],
    },
  },
  'start-stop-continue': {
    en: {
      question: 'What should we start, stop and continue doing?',
      columns: [
        { title: 'Start', color: 'sage' },
        { title: 'Stop', color: 'coral' },
        { title: 'Continue', color: 'sky' },
      ],
    },
    nl: {
      question: 'Waarmee moeten we beginnen, stoppen en doorgaan?',
      columns: [
        { title: 'Beginnen', color: 'sage' },
        { title: 'Stoppen', color: 'coral' },
        { title: 'Doorgaan', color: 'sky' },
      ],
    },
  },
  'impact-effort': {
    en: {
      question: 'Which ideas bring much for little work?',
      columns: [
        { title: 'Still to place', color: 'sand' },
        { title: 'High impact, little effort', color: 'sage' },
        { title: 'High impact, much effort', color: 'sky' },
        { title: 'Low impact, little effort', color: 'sun' },
        { title: 'Low impact, much effort', color: 'rose' },
      ],
    },
    nl: {
      question: 'Welke ideeën leveren veel op met weinig werk?',
      columns: [
        { title: 'Nog te plaatsen', color: 'sand' },
        { title: 'Veel effect, weinig moeite', color: 'sage' },
        { title: 'Veel effect, veel moeite', color: 'sky' },
        { title: 'Weinig effect, weinig moeite', color: 'sun' },
        { title: 'Weinig effect, veel moeite', color: 'rose' },
      ],
    },
  },
  'quick-wins': {
    en: {
      question: 'What small thing could we have fixed by next week?',
      columns: [
        { title: 'This bothers me', color: 'coral' },
        { title: 'This could fix it', color: 'sun' },
        { title: 'I will take this', color: 'sky' },
        { title: 'Done', color: 'sage' },
      ],
    },
    nl: {
      question: 'Welk klein ongemak hebben we volgende week opgelost?',
      columns: [
        { title: 'Dit stoort me', color: 'coral' },
        { title: 'Dit kan helpen', color: 'sun' },
        { title: 'Ik pak dit op', color: 'sky' },
        { title: 'Klaar', color: 'sage' },
      ],
    },
  },
  blank: {
    en: { question: '', columns: [{ title: 'Ideas', color: null }] },
    nl: { question: '', columns: [{ title: 'Ideeën', color: null }] },
  },
}
