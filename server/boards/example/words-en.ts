// Owns the English words of the example board. All people and figures are invented.

import { h, p, quote, table, tasks, ul } from './build.ts'
import type { Words } from './shape.ts'

export const EN: Words = {
  title: 'Example: winning back time',
  question: 'Where do we lose time every week, and how do we win it back for the work that matters?',
  columns: ['New', 'Worth a closer look', 'Under way', 'Finished'],
  round: 'Where do we start?',
  onBehalfOf: 'the front desk',
  people: {
    noor: { name: 'Nora Dale', unit: 'Customer contact' },
    bram: { name: 'Ben Hoskins', unit: 'Maintenance' },
    samira: { name: 'Samira Amrani', unit: 'Planning' },
    joost: { name: 'Joe Verity', unit: 'Warehouse' },
    lotte: { name: 'Lottie White', unit: 'Finance' },
    kofi: { name: 'Kofi Mensah', unit: 'Maintenance' },
    marijke: { name: 'Margaret Poole', unit: 'Management' },
  },
  ideas: {
    meetings: {
      text: 'Meetings last 25 or 50 minutes by default',
      details:
        'We book everything by the full hour and arrive out of breath at the next one. If the calendar itself leaves five or ten minutes, nobody has to remember anything.',
      tags: ['meetings', 'calendar'],
      reason:
        'In everybody’s calendar since September. Measured in October: meetings start 4 minutes earlier on average, and 71% of colleagues do not want to go back.',
      why: 'Finance tried it for six weeks and nobody misses the full hour. Setting it for everyone takes half a day.',
      answer: 'Yes please. I am changing my own calendar today, and IT will set it for everyone by 1 September.',
      comments: [
        ['joost', 60, 'In the warehouse we start at 7 sharp, also with 25 minutes. Works fine.'],
        ['marijke', 52, 'From now on you may hold me to this.'],
        ['lotte', 6, 'Measured it and added it to the proposal. Nice to see that it sticks!'],
      ],
    },
    quiet: {
      text: 'Two quiet mornings a week: no meetings, no chat',
      details: 'Tuesdays and Thursdays until 11:30. Breakdowns and customers come first, of course.',
      tags: ['focus', 'meetings'],
      reason: 'On trial in Planning and Customer contact until Christmas. Samira keeps track of what it brings.',
      why: 'Forty people want to join, but managers still book meetings right across it.',
      answer: 'Agreed for two departments until Christmas. After that I want to know what customers notice of it.',
      comments: [
        ['kofi', 38, 'That cannot work for breakdowns. Can we think of something else for the field crew?'],
        ['samira', 37, 'Good point. The field crew is not part of the trial: you simply call them.'],
        ['noor', 11, 'First two weeks: waiting times on the phone have not gone up.'],
      ],
    },
    forms: {
      text: 'One request form instead of seven',
      details:
        'If you need tools, access, a laptop or a work order, you have to know which of the seven forms to use. Half of them end up in the wrong place.',
      tags: ['forms', 'internal'],
      reason: 'Gets room: Samira is free for it two days a week until the end of February.',
      why: 'This idea got most votes. We need somebody who may work on it two days a week.',
      answer:
        'I stand behind this. Samira gets two days a week for it until the end of February. Tell me before 1 December which two forms go first.',
      comments: [
        ['joost', 33, 'Every week I get some fifteen requests that are really for IT.'],
        ['bram', 31, 'I counted: seven forms, 64 fields, and you fill in your staff number twelve times.'],
        ['marijke', 4, 'Twelve times! I had no idea. Do start with that one.'],
      ],
    },
    buddy: {
      text: 'New colleagues get a buddy from another department for three months',
      details: 'Not a manager, but somebody you dare ask anything. One coffee a week.',
      tags: ['newcomers', 'onboarding'],
      reason: 'Came out high in the vote. Kofi is looking for five more people who want to be a buddy.',
      comments: [
        ['lotte', 29, 'I would have loved that last year.'],
        ['marijke', 15, 'How much time would it take a buddy?'],
        ['kofi', 14, 'An hour a week, perhaps two in the first month.'],
      ],
    },
    parts: {
      text: 'Mechanics order parts up to €250 themselves',
      details: 'Today a repair waits three days on average for a signature under a part of forty euros.',
      tags: ['purchasing', 'trust'],
      reason: 'Ben and Joe worked it out; only management can widen the mandate.',
      why: 'In September 31 repairs waited for a signature, 94 days in all. Not one order was turned down.',
      comments: [
        ['joost', 27, 'And all the while people ring me to ask whether it has been approved…'],
        ['lotte', 25, 'Fine with Finance, as long as we get an overview every month.'],
      ],
    },
    app: {
      text: 'Build our own app for booking meeting rooms',
      tags: ['rooms', 'it'],
      reason:
        'Our calendar can book rooms already. If that still falls short after the January update, I will look at it again.',
      why: 'People walk around for ten minutes a day looking for a free room.',
      answer:
        'Our calendar can book rooms already. If that still falls short after the January update, I will look at it again.',
      comments: [['noor', 20, 'A pity, but a clear answer. I will come back to it in February.']],
    },
    mailbox: {
      text: 'One place on the intranet for all requests',
      tags: ['forms'],
      reason: 'Merged with “One request form instead of seven”. Lottie thinks along there.',
    },
    lunch: {
      text: 'Fresh lunch at the North site, twice a week',
      tags: ['north', 'lunch'],
      reason: 'The catering contract runs until April. We bring this back in March.',
      comments: [['joost', 25, 'One soup would work wonders.']],
    },
    paper: {
      text: 'Trial: the staff magazine on paper too',
      tags: ['communication'],
      reason: 'After three issues 140 of the 200 were still on the pile. We learned from it, and it is done.',
      comments: [['joost', 16, 'To be honest, I read it on my phone as well.']],
    },
    handover: {
      text: 'Start the shift with ten minutes at the board, not with e-mail',
      details: 'Three questions: what is going on, what is odd, who needs a hand?',
      tags: ['handover'],
      comments: [['bram', 8, 'We always used to. No idea why it stopped.']],
    },
    words: {
      text: 'A list of abbreviations that newcomers may add to',
      tags: ['newcomers', 'language'],
      comments: [['noor', 7, 'I will start: what on earth is a PVO?']],
    },
    bikes: { text: 'Four shared bikes between the two sites', tags: ['north', 'transport'] },
    name: {
      text: 'Under every letter the name of a person, not of a mailbox',
      details: 'Customers now call the front desk to ask who wrote their letter.',
      tags: ['customers', 'language'],
    },
    pages: {
      text: 'Reports of two pages at most, with the decision at the top',
      tags: ['writing', 'meetings'],
      reason: 'Nora is making an example for the next team meeting.',
    },
    swap: { text: 'Join another team for one day a year', tags: ['learning', 'together'] },
    printer: { text: 'A printer on the second floor that simply works', tags: [] },
  },
  proposal: [
    h('The problem'),
    p(
      'Whoever needs something chooses from **seven forms** in four places. In September we counted 412 requests; **187 of them went to the wrong department first**. That costs whoever asks two days on average, and all of us together some 30 hours a month of passing things on.',
    ),
    quote(
      '“I will just ask Joe, he knows where to go.” That is how we solve it now, and Joe does not get his own work done.',
    ),
    h('Who benefits'),
    ul(
      '**Everyone who asks for something**: one way in, and you see who is on it.',
      '**Warehouse, IT and Facilities**: no more requests meant for somebody else.',
      '**New colleagues**, who do not know the way yet.',
    ),
    p(
      'Who gives something up? Departments that are used to their own form. We take over their questions, but not all of them.',
    ),
    h('The idea'),
    p(
      'One form that begins with **“What do you want to be able to do?”** and then asks only what that needs. Your name and department we know already. The request finds the right department by itself, and you see the name of whoever takes it.',
    ),
    h('The goal it serves'),
    p('“Less than an hour a week spent on arranging things” (2.3 hours now, says the staff survey).'),
    h('Cost and benefit'),
    table(
      ['', 'Cost', 'Benefit'],
      ['Money', 'no licence, we use what we have', 'about €14,000 a year in hours'],
      ['Time', '2 days a week for 4 months', '30 hours a month less passing on'],
      ['Pleasure in work', 'getting used to it', 'less searching, less annoyance'],
    ),
    p('How sure? The hours were measured, the amount is an estimate.'),
    h('The first small experiment'),
    tasks(
      [true, 'Lay the seven forms side by side (Ben)'],
      [true, 'Have ten colleagues retell their last request (Samira)'],
      [false, 'Merge two forms: tools and access (Samira, before 1 December)'],
      [false, 'Count after four weeks how many requests arrive in the wrong place; target: fewer than 1 in 10'],
    ),
  ],
}
