/**
 * The ranges that the fields offer, as the contract's schemas hold them: `deadAirSchema`, `automationSchema`,
 * `recordingSettingsSchema` and `serverChoiceSchema`.
 */
export const fieldLimits = {
  deadAirBelowDbfs: { min: -90, max: -20 },
  deadAirAfterS: { min: 3, max: 600 },
  signalAboveDbfs: { min: -80, max: -10 },
  signalStartAfterS: { min: 0.5, max: 60 },
  signalStopAfterMin: { min: 0.05, max: 120 },
  keepDays: { min: 1, max: 3_650 },
  port: { min: 1, max: 65_535 },
} as const;
