#!/usr/bin/env node
import { watchStandardOutput } from './output.ts';
import { runCommandLine } from './program.ts';

watchStandardOutput();
process.exitCode = await runCommandLine(process.argv.slice(2));
