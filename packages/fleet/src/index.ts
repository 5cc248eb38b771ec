export { fleetErrors } from './errors.ts';
export { type Fleet, type FleetOptions, openFleet } from './fleet.ts';
export {
  complianceLine,
  countsLine,
  findingLine,
  type FleetContent,
  type Recomputed,
  recompute,
  violationLine,
} from './naive/recompute.ts';
