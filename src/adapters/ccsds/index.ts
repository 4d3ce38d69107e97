/** Orbit data and tracking data of the CCSDS: OPM, OMM, OEM and TDM, read and written, in keyword = value notation and XML.
 *  What a message says comes out as it was said, and is written back the same; where states are on the axes of the Earth is worked out beside. For Node: it reads files of Node.
 *
 *  @experimental */
export { earthFixed, earthFixedCovariance, type EarthFixedState, type FrameOfStates, whyNotEarthFixed } from './earth-fixed.ts';
export type {
  CcsdsBlock,
  CcsdsDocument,
  CcsdsHeader,
  CcsdsKind,
  CcsdsMessage,
  OemMessage,
  OemSegment,
  OmmMessage,
  OpmMessage,
  OrbitCovariance,
  OrbitState,
  TdmMessage,
  TdmObservation,
  TdmSegment,
  Triple,
  UserDefined,
} from './message.ts';
export { type CcsdsReading, readCcsds, readCcsdsFile } from './read-messages.ts';
export { ccsdsRecords, type CcsdsRecord, describeRecord, validateCcsds } from './records.ts';
export { writeKvn, writeXml } from './write.ts';
