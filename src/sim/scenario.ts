import type { Announcement } from '../core/assess/announcement.ts';
import type { Geodetic } from '../core/frames/geodetic.ts';
import type { EnergyClass } from '../core/physics/ballistic.ts';
import type { Line } from '../core/sense/line.ts';
import type { RadarSensitivity } from '../core/sense/sensitivity.ts';
import type { InfraredSensor, RadarSensor } from '../core/sense/sensor.ts';
import type { SettingName } from '../core/settings.ts';
import type {
  KilogramsPerMetre2,
  Metres,
  MetresPerSecond,
  Micros,
  Radians,
  Seconds,
  SquareMetres,
  WattsPerSteradian,
} from '../core/units.ts';
import type { ActName } from '../core/warn/warning.ts';

/** A scenario lasts a week at most: every look of every sensor is gone through, one by one. */
export const LONGEST_S: Seconds = 7 * 86_400;

/** A simulated world, in SI and radians. A simulation is never on the live line, so the type has no word for it (H6). */
export type Scenario = {
  readonly id: string;
  readonly title: string;
  /** For people who choose one: what it really was, and what it shows. */
  readonly about?: { readonly cause: string; readonly shows: string };
  readonly theatre: string;
  readonly line: SimulatedLine;
  readonly start_us: Micros;
  /** When absent, the world ends `SETTLING_S` after the last flight does. */
  readonly end_us?: Micros;
  readonly seed: number;
  readonly sensors: readonly SimulatedSensor[];
  readonly flights: readonly Flight[];
  readonly disturbances: readonly Disturbance[];
  readonly people: readonly Person[];
  /** Tunables of the core that are not at their default, from the start on. */
  readonly settings?: readonly { readonly name: SettingName; readonly value: number }[];
  /** Launches that are announced, true or not, before anything is seen. */
  readonly announcements?: readonly Announcement[];
  /** Where populated places are known from the start. */
  readonly region?: Region;
};

export type SimulatedLine = Exclude<Line, 'live'>;

export type Region = { readonly centre: Geodetic; readonly radius_m: Metres };

export type Manoeuvre = 'pullup' | 'glide';

export type Flight = LaunchedFlight | StatesFlight | OrbitingSatellite | Aircraft | ReEntry | Decay | SpentStage;

/** What leaves a site, and is flown from there. */
export type LaunchedFlight = PublishedFlight | SpaceLaunch | RecordedFlight;

/** Whether a flight leaves from a site, or is there already when the scenario begins. */
export function isLaunched(flight: Flight): flight is LaunchedFlight {
  return 'site' in flight;
}

type FlightBase = {
  readonly id: string;
  readonly site: Geodetic;
  readonly launch_us: Micros;
  /** From here on nothing of it is to be seen: a drill's controllers stop the injected flight. */
  readonly stop_us?: Micros;
};

/** A flight by the figures that are published after a test. */
export type PublishedFlight = FlightBase & {
  readonly kind: 'published';
  readonly bearing_rad: Radians;
  readonly apogee_m: Metres;
  readonly groundRange_m: Metres;
  /** Boost profile; by default the class that the energy of the published arc belongs to. */
  readonly class?: EnergyClass;
  readonly manoeuvre?: Manoeuvre;
};

/** A launch into a circular orbit at the insertion height. */
export type SpaceLaunch = FlightBase & { readonly kind: 'space-launch'; readonly azimuth_rad: Radians; readonly insertionHeight_m: Metres };

/** A recorded ascent, one value a sample in each list. The speeds are relative to the Earth and hold at the rocket's height. */
export type RecordedAscent = {
  readonly time_s: readonly number[];
  readonly height_m: readonly number[];
  readonly horizontalSpeed_mps: readonly number[];
  readonly verticalSpeed_mps: readonly number[];
  /** What an accelerometer on board feels, along the velocity: negative when it slows down. */
  readonly properAcceleration_mps2: readonly number[];
};

/** A recorded ascent flown from a place in a direction. */
export type RecordedFlight = FlightBase & { readonly kind: 'recorded'; readonly azimuth_rad: Radians; readonly record: RecordedAscent };

/** A body by a table of its states: whatever no other kind can say. */
export type StatesFlight = {
  readonly kind: 'states';
  readonly id: string;
  /** When the table's seconds count from. */
  readonly start_us: Micros;
  readonly stop_us?: Micros;
  /** When it was launched, for who counts from there; absent where it was up already. */
  readonly launch_us?: Micros;
  readonly table: BodyTable;
};

/** What is only there, and was not launched in the scenario. */
type BodyBase = {
  readonly id: string;
  readonly stop_us?: Micros;
  readonly launch_us?: undefined;
  readonly crossSection_m2: SquareMetres;
};

/** A satellite that passes, or a stage that was left in orbit. */
export type OrbitingSatellite = BodyBase & { readonly kind: 'satellite'; readonly orbit: OrbitElements };

/** Level flight, along a geodesic. */
export type Aircraft = BodyBase & {
  readonly kind: 'aircraft';
  readonly start_us: Micros;
  readonly from: Geodetic;
  readonly course_rad: Radians;
  readonly speed_mps: MetresPerSecond;
  readonly heat_Wpsr: WattsPerSteradian;
};

/** A body that comes down through the air. `glow_Wpsr`: heat where the air takes the most power out of it. */
export type Falling = BodyBase & {
  readonly start_us: Micros;
  readonly ballisticCoefficient_kgpm2: KilogramsPerMetre2;
  readonly glow_Wpsr: WattsPerSteradian;
};

/** From a place above the air; speed, flight-path angle (negative: down) and azimuth are relative to the turning Earth. */
export type ReEntry = Falling & {
  readonly kind: 're-entry';
  readonly from: Geodetic;
  readonly speed_mps: MetresPerSecond;
  readonly flightPathAngle_rad: Radians;
  readonly azimuth_rad: Radians;
};

/** From an orbit whose perigee is in the air, at its epoch. */
export type Decay = Omit<Falling, 'start_us'> & { readonly kind: 'decay'; readonly orbit: OrbitElements };

/** The stage of a flight that burned last, after its burning. */
export type SpentStage = Omit<Falling, 'start_us'> & {
  readonly kind: 'spent-stage';
  /** Id of the flight. */
  readonly of: string;
  /** How fast it parts, against the motion. */
  readonly partsAt_mps: MetresPerSecond;
};

/** States of one body in order of time, two rows at least; ECEF, m. Heat and radar cross-section hold from their row to the next. */
export type BodyTable = {
  readonly time_s: Float64Array;
  /** x, y, z of each row. */
  readonly positionEcef_m: Float64Array;
  readonly heat_Wpsr: Float64Array;
  readonly crossSection_m2: Float64Array;
};

export type SimulatedSensor = SimulatedSatellite | SimulatedRadar;

export type SensorFaults = {
  /** From measurement to arrival, and the most that chance adds to it. */
  readonly latency_s: Seconds;
  readonly latencyJitter_s: Seconds;
  /** While one of these lasts, no scan comes at all. */
  readonly outages: readonly { readonly from_us: Micros; readonly to_us: Micros }[];
  /** Share of the scans that get lost on their way, and share of the others that come twice. Absent: none. */
  readonly lostShare?: number;
  readonly doubledShare?: number;
};

/** What is constantly wrong with a radar: it reports the truth and this. Its clock is ahead by `clock_s`. */
export type RadarErrors = {
  readonly range_m: Metres;
  readonly azimuth_rad: Radians;
  readonly elevation_rad: Radians;
  readonly clock_s: Seconds;
};

/** The same of a satellite: its lines of sight are turned to the right and up, on the axes of `tangentBasis`. */
export type SatelliteErrors = { readonly right_rad: Radians; readonly up_rad: Radians; readonly clock_s: Seconds };

export type SimulatedSatellite = SensorFaults & {
  readonly kind: 'infrared-satellite';
  readonly spec: InfraredSensor;
  readonly orbit: SatelliteOrbit;
  /** Where it looks; the field of regard is the cone of `spec.fieldOfRegard_sr` around this point. */
  readonly looksAt: Geodetic;
  /** A plume below this height is under cloud; 0 is a clear sky. */
  readonly cloudTop_m: Metres;
  /** Intensity that is detected half as often as a bright plume. */
  readonly threshold_Wpsr: number;
  readonly errors?: SatelliteErrors;
  /** Its looks are frames of an area around `looksAt`, and what is found in them is what it reports; its cloud and its threshold are then those of the frames. */
  readonly imager?: {
    readonly class: ImagerClass;
    readonly side_pixels: number;
    /** As many as columns unless it is said. */
    readonly rows?: number;
    /** Side of a pixel; the class's own unless it is said. */
    readonly pixel_rad?: Radians;
  };
};

/** Classes of imagers: an array that stares at all of its pixels, and a weather satellite's that sweeps over them. */
export const IMAGER_CLASSES = ['staring-array', 'weather-imager'] as const;
export type ImagerClass = (typeof IMAGER_CLASSES)[number];

export type SatelliteOrbit =
  | { readonly kind: 'geostationary'; readonly longitude_rad: Radians }
  | ({ readonly kind: 'elements' } & OrbitElements);

/** Osculating elements at `epoch_us`, in the core's inertial axes. */
export type OrbitElements = {
  readonly epoch_us: Micros;
  readonly semiMajorAxis_m: Metres;
  readonly eccentricity: number;
  readonly inclination_rad: Radians;
  readonly ascendingNode_rad: Radians;
  readonly argumentOfPerigee_rad: Radians;
  readonly meanAnomaly_rad: Radians;
};

export type SimulatedRadar = SensorFaults & {
  readonly kind: 'radar';
  /** It is as sensitive as it says. */
  readonly spec: RadarSensor & { readonly sensitivity: RadarSensitivity };
  readonly errors?: RadarErrors;
  /** The way of one that moves: from `spec.site` at that time along a geodesic. */
  readonly way?: { readonly from_us: Micros; readonly course_rad: Radians; readonly speed_mps: MetresPerSecond };
};

export type Disturbance = SunGlint | MoonEcho | StationaryFire | Tape;

/** Sunlit cloud tops that one satellite sees in a grazing view (1983). */
export type SunGlint = {
  readonly kind: 'sun-glint';
  readonly satellite: string;
  readonly point: Geodetic;
  readonly from_us: Micros;
  readonly to_us: Micros;
  readonly intensity_Wpsr: number;
};

/** The Moon as a radar target (1960): the true range folds into the radar's unambiguous range. */
export type MoonEcho = {
  readonly kind: 'moon-echo';
  readonly radar: string;
  readonly unambiguousRange_m: Metres;
  readonly signalToNoise_dB: number;
};

/** A fire or a gas flare: hot, bright and going nowhere. */
export type StationaryFire = {
  readonly kind: 'stationary-fire';
  readonly point: Geodetic;
  readonly from_us: Micros;
  readonly to_us: Micros;
  readonly intensity_Wpsr: number;
};

/** Scans of flights that never were, recorded on another line and played into this theatre (1979). */
export type Tape = { readonly kind: 'tape'; readonly line: SimulatedLine; readonly flights: readonly Flight[] };

export type Person = {
  readonly id: string;
  readonly role: string;
  readonly session: string;
  readonly acts: readonly PlannedAct[];
};

/** What a person means to do, and when. */
export type PlannedAct = {
  readonly act: ActName;
  readonly when: ActTime;
  /** The line the person acts on. Absent: the theatre's own. `live` is a slip of the hand, and must be refused. */
  readonly line?: Line;
  readonly reason?: string;
};

export type ActTime =
  /** So long after the core first said this of a warning. A release is given again when a revision voids it. */
  | { readonly kind: 'after'; readonly heard: 'recommended' | 'released' | 'retraction-ready'; readonly delay_s: Seconds }
  | { readonly kind: 'after-impact-window'; readonly delay_s: Seconds }
  /** At a time of the scenario, to every warning that stands then. */
  | { readonly kind: 'at'; readonly at_us: Micros };
