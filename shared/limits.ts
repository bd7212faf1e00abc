// Owns every product limit, with its unit in the name and its reason beside it. Published at GET /api/limits.
// A text length is counted in Unicode code points. Each limit has a test that goes one past it.

// Boards and ideas
export const BOARD_TITLE_MAX_CHARS = 120 // one line on the wall at 1080p
export const BOARD_QUESTION_MAX_CHARS = 500
export const COLUMN_TITLE_MAX_CHARS = 60
export const COLUMNS_MAX_PER_BOARD = 12 // more no longer fits a wall
export const IDEA_TEXT_MAX_CHARS = 10_000 // a card's own text, FAULTS F93
export const IDEA_DETAILS_MAX_CHARS = 20_000 // longest of 500 real civic proposals: under 12,000
export const IDEAS_MAX_PER_BOARD = 2_000 // what the board is measured to stay smooth with
export const IDEAS_MAX_PER_PASTE = 200
export const TAGS_MAX_PER_IDEA = 10
export const TAG_MAX_CHARS = 40
export const GROUP_TITLE_MAX_CHARS = 120
export const GROUPS_MAX_PER_BOARD = 500 // a quarter of the ideas: a group is of several
export const ORDER_KEY_MAX_CHARS = 1_000 // keys grow by a letter for every few moves into the same gap
export const WALL_EDGE_UNITS = 1_000_000 // 4,000 cards side by side in every direction

// Proposals
export const PROPOSAL_TEXT_MAX_CHARS = 250_000 // one paragraph: what a live frame can carry, pasted without a line break
export const PROPOSAL_CHILDREN_MAX = 20_000 // parts of one part; a report of 300 pages has 6,000 paragraphs
export const PROPOSAL_DEPTH_MAX = 64 // types within types: a list nested 30 levels deep, or less within tables within lists
export const PROPOSAL_NAME_MAX_CHARS = 1_000 // a picture's alternative text, a title, a code's language
export const LINK_MAX_CHARS = 2_000 // the shortest limit among browsers and mail programs

// Discussion, escalation
export const COMMENT_MAX_CHARS = 5_000
export const COMMENTS_MAX_PER_IDEA = 2_000
export const WHY_MAX_CHARS = 2_000 // why an idea goes to a sponsor; also an answer's reason
export const REASON_MAX_CHARS = 2_000
export const FIRST_STEP_MAX_CHARS = 300 // what somebody does next, in a sentence
export const EUROS_MAX = 1_000_000_000 // whole euros; more is a law, not an idea
export const WORK_DAYS_MAX = 100_000 // of work: two hundred people for two years
export const DAYS_AHEAD_MAX = 1_096 // a promise or a second look within three years; later is never
export const EVIDENCE_MAX_CHARS = 5_000 // how it was measured; the report itself is linked
export const MILESTONE_MAX_CHARS = 200 // one line of a list
export const MILESTONES_MAX_PER_CASE = 50 // more is a project plan, and has a tool of its own

// Goals and business cases
export const GOALS_MAX = 200 // closed ones too; an organisation with more has none
export const GOAL_TITLE_MAX_CHARS = 120
export const GOAL_WHY_MAX_CHARS = 2_000
export const MEASURE_WHAT_MAX_CHARS = 120
export const MEASURE_UNIT_MAX_CHARS = 12 // stands behind a number
export const FIGURE_MAX = 1_000_000_000_000 // the euros of a country
export const READINGS_MAX_PER_GOAL = 1_000 // one on every working day for four years
export const READING_NOTE_MAX_CHARS = 300
export const GOALS_MAX_PER_BOARD = 5 // a question that serves more serves none
export const GOALS_MAX_PER_IDEA = 3
export const GOAL_IDEAS_MAX_SHOWN = 200 // the furthest on; a longer list is a search
export const BENEFICIARIES_MAX_CHARS = 1_000 // who benefits, on a case that fits one screen
export const ESTIMATE_BASIS_MAX_CHARS = 500 // what an estimate rests on
export const ESTIMATES_MAX_PER_IDEA = 50 // side by side; more is a vote
export const OWNERS_MAX_PER_IDEA = 10 // who will carry it; more is nobody

// The organisation
export const ORGANISATION_PEOPLE_MAX = 10_000 // one answer holds the whole list
export const ORGANISATION_FILE_MAX_BYTES = 3_000_000 // three hundred bytes for each of them
export const SPAN_MAX_DAYS = 90 // a quarter; whoever may wait longer owes nothing
export const HOLIDAYS_MAX = 200 // ten years of them
export const DAY_RATE_MAX_EUROS = 10_000
export const ABSENCE_MAX_DAYS = 366 // longer is not away but gone
export const ABSENCES_MAX_PER_PERSON = 50 // those that are not over

// Voting
export const ROUND_BUDGET_MAX_VOTES = 100
export const ROUND_TITLE_MAX_CHARS = 120
export const ROUNDS_MAX_PER_BOARD = 100
export const ROUND_SELECTION_MAX_IDEAS = 500 // by hand nobody picks more; a column or the groups may hold more
export const CRITERIA_MAX_PER_ROUND = 5 // five taps for each idea is a chore already
export const CRITERION_TITLE_MAX_CHARS = 40
export const RANKING_TOP_MAX = 20 // nobody keeps more in one order
export const VOTE_REASON_MAX_CHARS = 500 // a sentence or two, typed on a phone
export const RUNNING_RESULT_MAX_TOPICS = 100 // of a vote whose counts are visible, told anew with every vote; all at its close

// Sessions
export const PHASES_MAX_PER_SESSION = 30 // a day of workshops has ten
export const PHASE_TITLE_MAX_CHARS = 60 // one line on the wall, beside the timer
export const TIMER_MIN_MS = 1_000
export const TIMER_MAX_MS = 24 * 3_600_000 // longer is a date, not a timer
export const PHASE_GRACE_MS = 10_000 // time to finish a sentence after the facilitator's tap
export const LEAD_GONE_AFTER_MS = 30_000 // a laptop that changes Wi-Fi is back in ten seconds; a dead one is not
export const REPORTS_MAX_PER_PERSON_PER_BOARD = 20 // who finds more has a talk to have, not a button
export const REPORT_REASON_MAX_CHARS = 1_000
export const REACTIONS_MAX_PER_PERSON_PER_10_S = 10 // one a second, gathered by the page: applause, not rain
export const REACTION_MAX_TIMES = 5 // taps that one message may stand for
export const OWN_RECIPES_MAX_PER_PERSON = 50 // a list one still finds things in
export const RECIPE_NAME_MAX_CHARS = 60
export const SUMMONS_LASTS_MS = 60_000 // who comes later sees where the others are, and is not pulled there
export const LEADS_MAX_PER_SESSION = 20 // beside the board's facilitators: one for every table of a large room
export const SEATS_MAX_PER_HOLDER = 12 // people at one table; more do not reach the tablet
export const PROXIES_MAX_PER_BOARD = 200 // a pile of paper ballots somebody types in; more is an import
export const SEALED_IDEAS_MAX_PER_PERSON = 200 // as many as one paste; a hundred in an hour is one every 36 s

// Discussion in a session, and its minutes
export const TOPICS_MAX_PER_SESSION = 100 // two days at ten minutes each
export const ENTRY_MAX_CHARS = 1_000 // a note or an action is a few sentences; more is a proposal
export const ENTRIES_MAX_PER_SESSION = 500 // everybody's page holds all of them
export const OPEN_ACTIONS_MAX_SHOWN = 100 // of earlier sessions; more is not a list but a reproach

// People
export const NAME_MAX_CHARS = 80
export const UNIT_MAX_CHARS = 80
export const EMAIL_MAX_CHARS = 254 // RFC 5321
export const PASSWORD_MIN_CHARS = 10 // NIST SP 800-63B asks 8; a shared idea box earns two more
export const PASSWORD_MAX_CHARS = 128
export const GUESTS_MAX_PER_BOARD = 5_000 // a whole neighbourhood may vote: one real round had 3,908 ballots
export const PHOTO_MAX_BYTES = 1_000_000
export const SOCKETS_MAX_PER_USER = 20

// Joining: a room of two hundred behind one address must all get in; a guesser must not.
export const JOINS_MAX_PER_ADDRESS_PER_MINUTE = 600
export const WRONG_CODES_MAX_PER_ADDRESS_PER_MINUTE = 15
export const WRONG_CODES_FREE = 5 // typing errors cost nothing up to here
export const SIGN_INS_MAX_PER_ACCOUNT_PER_MINUTE = 10
export const SIGN_INS_MAX_PER_ADDRESS_PER_MINUTE = 200
export const JOIN_CODE_CHARS = 6

// Commands
export const COMMAND_BODY_MAX_BYTES = 65_536
export const COMMANDS_MAX_PER_USER_PER_10_S = 300 // a fast voter or a keyboard macro stays under it
export const IDEMPOTENCY_KEY_MAX_CHARS = 100
export const IDEMPOTENCY_KEPT_HOURS = 72 // a laptop closed on Friday may resend on Monday

// Live documents (the sync engine's defaults: server/sync/limits.ts says why each; a test keeps the two equal)
export const SYNC_LIVE_FRAME_MAX_BYTES = 262_144
export const SYNC_FIRST_FRAME_MAX_BYTES = 1_048_576
export const SYNC_DOCUMENT_MAX_BYTES = 10_485_760
export const SYNC_PRESENCE_MAX_BYTES = 2_048
export const SYNC_UPDATES_MAX_PER_SOCKET_PER_SECOND = 60
export const SYNC_UPDATES_MAX_BURST = 20_000
export const SYNC_BYTES_MAX_PER_SOCKET_PER_SECOND = 131_072
export const SYNC_BYTES_MAX_BURST = 16_777_216
export const SYNC_SOCKETS_COUNTED_PER_USER = 3 // all of a person's sockets together get three times one's updates and bytes
export const SYNC_UPDATES_MAX_PER_DOCUMENT_PER_SECOND = 6_000
export const SYNC_PRESENCE_MAX_PER_SOCKET_PER_SECOND = 10 // more is gathered, the newest wins
export const SYNC_QUERIES_MAX_PER_SOCKET_PER_MINUTE = 10
export const SYNC_FULL_SYNCS_MAX_PER_USER_PER_MINUTE = 5 // for one document; more wait their turn
export const SYNC_FULL_SYNCS_MAX_BURST = 60
export const SYNC_QUEUED_MAX_BYTES_PER_SOCKET = 2_097_152
export const SYNC_SOCKETS_MAX_PER_USER = 100 // over all documents: 20 pages with a board, its ledger and proposals
export const SYNC_SOCKETS_MAX_PER_USER_PER_DOCUMENT = SOCKETS_MAX_PER_USER
export const SYNC_SOCKETS_MAX_PER_DOCUMENT = 500 // a board or a proposal; an operator may set it (SYNC_SOCKETS_PER_DOCUMENT)
export const SYNC_SOCKETS_MAX_PER_LEDGER = 2 * GUESTS_MAX_PER_BOARD // read only: every voter, also with a second device

// Images in proposals
export const IMAGE_MAX_BYTES = 5_000_000
export const IMAGE_MAX_SIDE_PIXELS = 8_000
export const IMAGES_MAX_PER_IDEA = 100
export const IMAGE_TYPES = ['image/png', 'image/jpeg', 'image/gif', 'image/webp'] as const // never SVG: it carries script

// Versions and deleted text
export const DELETED_TEXT_KEPT_HOURS = 24 // a day to notice a mistake in the log; after it the bytes are gone
export const VERSION_EVERY_MINUTES = 10 // as often as something was written: a lost thought is a coffee old at most
export const VERSIONS_KEPT_DAYS = 30 // those kept by themselves; they hold deleted text, so they end
export const VERSIONS_KEPT_MAX = 100 // by themselves, per document; thinned with age it is about 90
export const VERSIONS_NAMED_MAX = 50 // per document; these stay until somebody removes them
export const VERSION_NAME_MAX_CHARS = 80
export const VERSION_MAX_BYTES = 11_000_000 // a full document and the slack in which one still deletes
export const VERSIONS_MAX_BYTES_PER_DOCUMENT = 60_000_000 // five of the largest; usual ones weigh a thousandth

// Texts of mine that the server did not accept, kept in the browser (5 million characters per site in most)
export const KEPT_TEXTS_MAX = 500 // nobody reads a longer list
export const KEPT_TEXTS_MAX_CHARS = 1_000_000

// Being told
export const WEBHOOKS_MAX = 20 // an organisation has a handful of channels
export const WEBHOOK_NAME_MAX_CHARS = 60
export const WEBHOOK_ANSWER_MAX_BYTES = 16_384 // nobody reads more of what a receiver says
export const WEBHOOK_ANSWER_MAX_MS = 10_000
export const WEBHOOK_GIVEN_UP_AFTER_HOURS = 24
export const WEBHOOK_FAILURES_MAX = 30 // in a row, over all deliveries: then it is paused, and the admin hears
export const WEBHOOK_SECRETS_OVERLAP_HOURS = 24 // a receiver changes over within a working day
export const WEBHOOK_LOG_KEPT_DAYS = 14
export const MAILS_KEPT_DAYS = 90
export const ANSWER_LINKS_MAX_PER_ADDRESS_PER_MINUTE = 60 // an office behind one address; nobody guesses one anyway

// Import
export const IMPORT_FILE_MAX_BYTES = 10_000_000
export const IMPORT_ROWS_MAX = 5_000

/** What GET /api/limits answers and the settings page shows. */
export const PUBLISHED_LIMITS = {
  BOARD_TITLE_MAX_CHARS,
  BOARD_QUESTION_MAX_CHARS,
  COLUMN_TITLE_MAX_CHARS,
  COLUMNS_MAX_PER_BOARD,
  IDEA_TEXT_MAX_CHARS,
  IDEA_DETAILS_MAX_CHARS,
  IDEAS_MAX_PER_BOARD,
  IDEAS_MAX_PER_PASTE,
  TAGS_MAX_PER_IDEA,
  TAG_MAX_CHARS,
  GROUP_TITLE_MAX_CHARS,
  GROUPS_MAX_PER_BOARD,
  PROPOSAL_TEXT_MAX_CHARS,
  PROPOSAL_CHILDREN_MAX,
  LINK_MAX_CHARS,
  COMMENT_MAX_CHARS,
  COMMENTS_MAX_PER_IDEA,
  WHY_MAX_CHARS,
  REASON_MAX_CHARS,
  FIRST_STEP_MAX_CHARS,
  EUROS_MAX,
  WORK_DAYS_MAX,
  DAYS_AHEAD_MAX,
  EVIDENCE_MAX_CHARS,
  MILESTONES_MAX_PER_CASE,
  ORGANISATION_PEOPLE_MAX,
  ORGANISATION_FILE_MAX_BYTES,
  SPAN_MAX_DAYS,
  HOLIDAYS_MAX,
  DAY_RATE_MAX_EUROS,
  ABSENCE_MAX_DAYS,
  ABSENCES_MAX_PER_PERSON,
  GOALS_MAX,
  GOAL_TITLE_MAX_CHARS,
  GOAL_WHY_MAX_CHARS,
  MEASURE_WHAT_MAX_CHARS,
  MEASURE_UNIT_MAX_CHARS,
  READINGS_MAX_PER_GOAL,
  READING_NOTE_MAX_CHARS,
  GOALS_MAX_PER_BOARD,
  GOALS_MAX_PER_IDEA,
  BENEFICIARIES_MAX_CHARS,
  ESTIMATE_BASIS_MAX_CHARS,
  ESTIMATES_MAX_PER_IDEA,
  OWNERS_MAX_PER_IDEA,
  ROUND_BUDGET_MAX_VOTES,
  ROUND_TITLE_MAX_CHARS,
  ROUNDS_MAX_PER_BOARD,
  SEATS_MAX_PER_HOLDER,
  PROXIES_MAX_PER_BOARD,
  TOPICS_MAX_PER_SESSION,
  ENTRY_MAX_CHARS,
  ENTRIES_MAX_PER_SESSION,
  NAME_MAX_CHARS,
  UNIT_MAX_CHARS,
  PASSWORD_MIN_CHARS,
  PASSWORD_MAX_CHARS,
  GUESTS_MAX_PER_BOARD,
  PHOTO_MAX_BYTES,
  SOCKETS_MAX_PER_USER,
  JOINS_MAX_PER_ADDRESS_PER_MINUTE,
  WRONG_CODES_MAX_PER_ADDRESS_PER_MINUTE,
  COMMAND_BODY_MAX_BYTES,
  COMMANDS_MAX_PER_USER_PER_10_S,
  SYNC_LIVE_FRAME_MAX_BYTES,
  SYNC_FIRST_FRAME_MAX_BYTES,
  SYNC_DOCUMENT_MAX_BYTES,
  SYNC_PRESENCE_MAX_BYTES,
  SYNC_UPDATES_MAX_PER_SOCKET_PER_SECOND,
  SYNC_UPDATES_MAX_BURST,
  SYNC_BYTES_MAX_PER_SOCKET_PER_SECOND,
  SYNC_BYTES_MAX_BURST,
  SYNC_SOCKETS_COUNTED_PER_USER,
  SYNC_UPDATES_MAX_PER_DOCUMENT_PER_SECOND,
  SYNC_PRESENCE_MAX_PER_SOCKET_PER_SECOND,
  SYNC_QUERIES_MAX_PER_SOCKET_PER_MINUTE,
  SYNC_FULL_SYNCS_MAX_PER_USER_PER_MINUTE,
  SYNC_FULL_SYNCS_MAX_BURST,
  SYNC_QUEUED_MAX_BYTES_PER_SOCKET,
  SYNC_SOCKETS_MAX_PER_USER,
  SYNC_SOCKETS_MAX_PER_USER_PER_DOCUMENT,
  SYNC_SOCKETS_MAX_PER_DOCUMENT,
  SYNC_SOCKETS_MAX_PER_LEDGER,
  IMAGE_MAX_BYTES,
  IMAGE_MAX_SIDE_PIXELS,
  IMAGES_MAX_PER_IDEA,
  DELETED_TEXT_KEPT_HOURS,
  VERSION_EVERY_MINUTES,
  VERSIONS_KEPT_DAYS,
  VERSIONS_KEPT_MAX,
  VERSIONS_NAMED_MAX,
  VERSION_NAME_MAX_CHARS,
  VERSION_MAX_BYTES,
  VERSIONS_MAX_BYTES_PER_DOCUMENT,
  IMPORT_FILE_MAX_BYTES,
  IMPORT_ROWS_MAX,
} as const
