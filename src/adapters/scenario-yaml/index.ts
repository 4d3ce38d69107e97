/** `tocsin/scenario`: scenarios from YAML, and the form as JSON Schema. For Node: tables beside a scenario are read from files.
 *
 *  @module tocsin/scenario
 *  @experimental */
export { describeProblem, parseScenario, type Problem, type ScenarioFile, scenarioJsonSchema } from './scenario-yaml.ts';
export { filesBeside, type OpenFile } from './tables.ts';
