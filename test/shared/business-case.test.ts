import { expect, test } from 'vitest'
import {
  CALIBRATION_MIN,
  calibrationOf,
  type Estimate,
  netByYear,
  spreadOf,
  spreads,
} from '../../shared/business-case.ts'

const ESTIMATE: Estimate = {
  valueLow: 10_000,
  valueHigh: 30_000,
  costOnce: 5_000,
  costYearly: 2_000,
  workDays: 20,
  confidence: 70,
}

test('net value is what has come in less what has gone out, year by year, work included', () => {
  expect(netByYear(ESTIMATE, 400)).toEqual([
    { year: 0, low: -13_000, high: -13_000 },
    { year: 1, low: -5_000, high: 15_000 },
    { year: 2, low: 3_000, high: 43_000 },
    { year: 3, low: 11_000, high: 71_000 },
  ])
})

test('the spread of several people is the least, the middle and the most', () => {
  expect(spreadOf([])).toBeNull()
  expect(spreadOf([7])).toEqual({ least: 7, middle: 7, most: 7 })
  expect(spreadOf([40, 10, 20, 30])).toEqual({ least: 10, middle: 25, most: 40 })
  const two = spreads([ESTIMATE, { ...ESTIMATE, workDays: 60, confidence: 30 }])
  expect([two?.workDays, two?.confidence, two?.costOnce]).toEqual([
    { least: 20, middle: 40, most: 60 },
    { least: 30, middle: 50, most: 70 },
    { least: 5_000, middle: 5_000, most: 5_000 },
  ])
  expect(spreads([])).toBeNull()
})

test('how far estimates were off is said once enough are closed, and not one sooner', () => {
  const kept = (share: number) => ({ promised: 200, measured: 200 * share })
  const shares = [0.2, 0.4, 0.6, 0.8, 1, 1.2, 1.4, 1.6]
  expect(shares).toHaveLength(CALIBRATION_MIN)
  const said = calibrationOf(shares.map(kept))
  expect(said?.closed).toBe(CALIBRATION_MIN)
  expect(said?.middle).toBeCloseTo(0.9)
  expect(said?.low).toBeCloseTo(0.55)
  expect(said?.high).toBeCloseTo(1.25)
  expect(calibrationOf(shares.slice(1).map(kept))).toBeNull()
  expect(calibrationOf([...shares.slice(1).map(kept), { promised: 0, measured: 5 }])).toBeNull()
})

test('a promise to lessen something is kept by lessening it', () => {
  const lessened = Array.from({ length: CALIBRATION_MIN }, () => ({ promised: -10, measured: -5 }))
  expect(calibrationOf(lessened)?.middle).toBe(0.5)
})
