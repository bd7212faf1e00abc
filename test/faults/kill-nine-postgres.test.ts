// F1, F2 kill -9 of the whole app on PostgreSQL: see kill-nine-suite.ts. A file for each database, so that two run side by side.
import { killNine } from './kill-nine-suite.ts'

killNine('postgres')
