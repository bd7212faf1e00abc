// Owns the Dutch words of the example board. All people and figures are invented.

import { h, p, quote, table, tasks, ul } from './build.ts'
import type { Words } from './shape.ts'

export const NL: Words = {
  title: 'Voorbeeld: tijd terugwinnen',
  question: 'Waar raken we elke week tijd kwijt, en hoe winnen we die terug voor het werk waar het om gaat?',
  columns: ['Nieuw', 'Verder bekijken', 'Aan de slag', 'Afgerond'],
  round: 'Waar beginnen we mee?',
  onBehalfOf: 'de receptie',
  people: {
    noor: { name: 'Noor van Dalen', unit: 'Klantcontact' },
    bram: { name: 'Bram Hoekstra', unit: 'Technische dienst' },
    samira: { name: 'Samira El Amrani', unit: 'Planning' },
    joost: { name: 'Joost Verbeek', unit: 'Magazijn' },
    lotte: { name: 'Lotte de Wit', unit: 'Financiën' },
    kofi: { name: 'Kofi Mensah', unit: 'Technische dienst' },
    marijke: { name: 'Marijke Postma', unit: 'Directie' },
  },
  ideas: {
    meetings: {
      text: 'Overleggen duren standaard 25 of 50 minuten',
      details:
        'Nu plannen we alles op hele uren en komt iedereen hijgend te laat bij het volgende overleg. Als de agenda zelf al vijf of tien minuten overhoudt, hoeven we daar niets voor te onthouden.',
      tags: ['overleg', 'agenda'],
      reason:
        'Staat sinds september in ieders agenda. Gemeten in oktober: overleggen beginnen gemiddeld 4 minuten eerder, en 71% van de collega’s wil niet meer terug.',
      why: 'We hebben het bij Financiën zes weken geprobeerd en niemand mist het oude uur. Voor iedereen instellen kost een halve dag.',
      answer: 'Graag. Ik zet mijn eigen agenda vandaag om, en ICT stelt het voor 1 september voor iedereen in.',
      comments: [
        ['joost', 60, 'In het magazijn beginnen we om 7.00 uur, ook met 25 minuten. Werkt prima.'],
        ['marijke', 52, 'Vanaf nu kun je mij hierop aanspreken.'],
        ['lotte', 6, 'Meting gedaan en aan het voorstel toegevoegd. Leuk om te zien dat het blijft hangen!'],
      ],
    },
    quiet: {
      text: 'Twee rustige ochtenden per week: geen overleg, geen chat',
      details: 'Dinsdag en donderdag tot 11.30 uur. Storingen en klanten gaan natuurlijk voor.',
      tags: ['concentratie', 'overleg'],
      reason: 'Proef bij Planning en Klantcontact loopt tot de kerst. Samira houdt bij wat het oplevert.',
      why: 'Veertig mensen willen meedoen, maar leidinggevenden prikken er nog steeds overleggen in.',
      answer: 'Akkoord voor twee afdelingen tot de kerst. Daarna wil ik weten wat klanten ervan merken.',
      comments: [
        ['kofi', 38, 'Bij storingen kan dat niet. Kunnen we voor de buitendienst iets anders verzinnen?'],
        ['samira', 37, 'Goed punt. De buitendienst doet in de proef niet mee, die bel je gewoon.'],
        ['noor', 11, 'Eerste twee weken: de wachttijd aan de telefoon is niet langer geworden.'],
      ],
    },
    forms: {
      text: 'Eén aanvraagformulier in plaats van zeven',
      details:
        'Wie gereedschap, toegang, een laptop of een werkbon nodig heeft, moet nu weten welk van de zeven formulieren hij moet hebben. De helft komt op de verkeerde plek terecht.',
      tags: ['formulieren', 'intern'],
      reason: 'Krijgt ruimte: Samira is twee dagen per week vrijgemaakt tot en met februari.',
      why: 'Dit idee kreeg de meeste stemmen. We hebben iemand nodig die er twee dagen per week aan mag werken.',
      answer:
        'Hier sta ik achter. Samira krijgt er tot en met februari twee dagen per week voor. Ik hoor graag voor 1 december welke twee formulieren als eerste verdwijnen.',
      comments: [
        ['joost', 33, 'Ik krijg elke week zo’n vijftien aanvragen die eigenlijk voor ICT zijn.'],
        [
          'bram',
          31,
          'Ik heb ze geteld: zeven formulieren, 64 velden, en twaalf keer moet je je personeelsnummer invullen.',
        ],
        ['marijke', 4, 'Twaalf keer! Dat wist ik niet. Begin maar met die.'],
      ],
    },
    buddy: {
      text: 'Nieuwe collega’s krijgen drie maanden een maatje van een andere afdeling',
      details: 'Geen leidinggevende, maar iemand aan wie je alles durft te vragen. Eens per week een kop koffie.',
      tags: ['nieuw', 'inwerken'],
      reason: 'Kwam hoog uit de stemming. Kofi zoekt nog vijf mensen die maatje willen zijn.',
      comments: [
        ['lotte', 29, 'Had ik vorig jaar graag gehad.'],
        ['marijke', 15, 'Wat zou dat een maatje aan tijd kosten?'],
        ['kofi', 14, 'Een uur per week, de eerste maand misschien twee.'],
      ],
    },
    parts: {
      text: 'Monteurs bestellen onderdelen tot € 250 zelf',
      details: 'Nu wacht een reparatie gemiddeld drie dagen op een handtekening voor een onderdeel van vier tientjes.',
      tags: ['inkoop', 'vertrouwen'],
      reason: 'Bram en Joost hebben het uitgezocht; het mandaat kan alleen de directie verruimen.',
      why: 'In september hebben 31 reparaties op een handtekening gewacht, samen 94 dagen. Geen enkele bestelling is afgekeurd.',
      comments: [
        ['joost', 27, 'En ik maar bellen of het al goedgekeurd is…'],
        ['lotte', 25, 'Vanuit Financiën geen bezwaar, als we achteraf elke maand een overzicht krijgen.'],
      ],
    },
    app: {
      text: 'Zelf een app bouwen om vergaderruimtes te reserveren',
      tags: ['ruimtes', 'ict'],
      reason:
        'Er zit al een reserveringsmodule in onze agenda. Komt die na de update van januari nog steeds tekort, dan kijk ik er opnieuw naar.',
      why: 'Mensen lopen dagelijks tien minuten te zoeken naar een vrije ruimte.',
      answer:
        'Er zit al een reserveringsmodule in onze agenda. Komt die na de update van januari nog steeds tekort, dan kijk ik er opnieuw naar.',
      comments: [['noor', 20, 'Jammer, maar een helder antwoord. In februari kom ik erop terug.']],
    },
    mailbox: {
      text: 'Eén plek op intranet voor alle aanvragen',
      tags: ['formulieren'],
      reason: 'Samengevoegd met “Eén aanvraagformulier in plaats van zeven”. Lotte denkt daar mee.',
    },
    lunch: {
      text: 'Verse lunch op de locatie Noord, twee keer per week',
      tags: ['noord', 'lunch'],
      reason: 'Het cateringcontract loopt tot april. In maart halen we dit idee weer naar voren.',
      comments: [['joost', 25, 'Eén soepje zou al wonderen doen.']],
    },
    paper: {
      text: 'Proef: personeelsblad ook op papier',
      tags: ['communicatie'],
      reason: 'Na drie nummers lagen er 140 van de 200 nog op de stapel. Leerzaam, maar klaar.',
      comments: [['joost', 16, 'Eerlijk is eerlijk: ik las het zelf ook op mijn telefoon.']],
    },
    handover: {
      text: 'Begin de dienst met tien minuten overdracht bij het bord, niet per mail',
      details: 'Drie vragen: wat loopt er, wat is er gek, wie heeft hulp nodig?',
      tags: ['overdracht'],
      comments: [['bram', 8, 'Deden we vroeger altijd. Geen idee waarom dat gestopt is.']],
    },
    words: {
      text: 'Een afkortingenlijst waar nieuwkomers zelf woorden aan toevoegen',
      tags: ['nieuw', 'taal'],
      comments: [['noor', 7, 'Ik begin: wat is in vredesnaam een PVO?']],
    },
    bikes: { text: 'Vier deelfietsen tussen de twee locaties', tags: ['noord', 'vervoer'] },
    name: {
      text: 'Onder elke brief de naam van een mens, niet van een postbus',
      details: 'Klanten bellen nu de receptie om te vragen wie hun brief heeft geschreven.',
      tags: ['klant', 'taal'],
    },
    pages: {
      text: 'Rapporten van hooguit twee kanten, met het besluit bovenaan',
      tags: ['schrijven', 'overleg'],
      reason: 'Noor werkt een voorbeeld uit voor het volgende werkoverleg.',
    },
    swap: { text: 'Eén dag per jaar meelopen met een ander team', tags: ['leren', 'samen'] },
    printer: { text: 'Een printer op de tweede die het gewoon doet', tags: [] },
  },
  proposal: [
    h('Het probleem'),
    p(
      'Wie intern iets nodig heeft, kiest uit **zeven formulieren** op vier plekken. In september telden we 412 aanvragen; **187 daarvan kwamen eerst bij de verkeerde afdeling** terecht. Dat kost de aanvrager gemiddeld twee dagen en ons samen zo’n 30 uur per maand aan doorsturen.',
    ),
    quote(
      '“Ik vraag het wel aan Joost, die weet bij wie ik moet zijn.” Zo lossen we het nu op, en Joost krijgt zijn eigen werk niet af.',
    ),
    h('Wie heeft er iets aan'),
    ul(
      '**Iedereen die iets aanvraagt**: één ingang, en je ziet wie ermee bezig is.',
      '**Magazijn, ICT en Facilitair**: geen aanvragen meer voor een ander.',
      '**Nieuwe collega’s**, die de weg nog niet kennen.',
    ),
    p(
      'Wie levert iets in? Afdelingen die gewend zijn aan hun eigen formulier. We nemen hun vragen over, maar niet allemaal.',
    ),
    h('Het idee'),
    p(
      'Eén formulier dat begint met de vraag **“Wat wil je kunnen doen?”** en dan alleen vraagt wat daarvoor nodig is. Je naam en afdeling weten we al. De aanvraag gaat vanzelf naar de goede afdeling, en je krijgt een naam te zien van wie het oppakt.',
    ),
    h('Het doel waaraan het bijdraagt'),
    p('“Minder dan een uur per week kwijt aan regelwerk” (nu 2,3 uur volgens het medewerkersonderzoek).'),
    h('Kosten en baten'),
    table(
      ['', 'Kosten', 'Baten'],
      ['Geld', 'geen licentie, we gebruiken wat we hebben', 'ongeveer € 14.000 per jaar aan uren'],
      ['Tijd', '2 dagen per week, 4 maanden', '30 uur per maand minder doorsturen'],
      ['Werkplezier', 'even wennen', 'minder zoeken, minder ergernis'],
    ),
    p('Hoe zeker? De uren zijn gemeten, het bedrag is een schatting.'),
    h('Het eerste kleine experiment'),
    tasks(
      [true, 'De zeven formulieren naast elkaar leggen (Bram)'],
      [true, 'Tien collega’s hun laatste aanvraag laten navertellen (Samira)'],
      [false, 'Twee formulieren samenvoegen: gereedschap en toegang (Samira, voor 1 december)'],
      [false, 'Na vier weken tellen hoeveel aanvragen verkeerd aankomen; doel: minder dan 1 op de 10'],
    ),
  ],
}
