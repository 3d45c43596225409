/** Rosters, for the other services and the faces. */
export {
  type Inbound,
  isRosterAction,
  type Outbound,
  ROSTER_TOPIC,
  Roster,
  type RosterAction,
  type RosterItem,
  rosterDict,
} from './roster.js';
