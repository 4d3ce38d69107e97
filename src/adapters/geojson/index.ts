/** `tocsin/geojson`: tracks, assessments, warnings and hazards as GeoJSON, rings and lines parted at the date line. Runs in Node and in the browser.
 *
 *  @module tocsin/geojson
 *  @stable */
export {
  assessmentFeatures,
  type Feature,
  type FeatureCollection,
  hazardFeatures,
  trackLine,
  trackPoint,
  warningFeatures,
} from './features.ts';
export { createPicture, type Picture } from './picture.ts';
export { type LonLat, lonLat, splitLine, splitRing } from './split.ts';
