import { identifyAbi, readAbi } from '../adapters/goes-abi/goes-abi.ts';
import { isGlm, readGlm } from '../adapters/goes-glm/goes-glm.ts';
import { NetcdfError } from '../adapters/netcdf/netcdf.ts';
import { endWithParent } from './end-with-parent.ts';
import type { Answer, Question } from './frame-reader.ts';

/** The process that reads files for `watch`: answers one question after the other. It ends when who asks does, and not with the keyboard's Ctrl-C. */
process.on('SIGINT', () => {});
process.on('SIGTERM', () => {});
endWithParent();
process.on('message', (question: Question) => {
  void answerTo(question).then((answer) => process.send?.(answer));
});

async function answerTo({ file, want }: Question): Promise<Answer> {
  try {
    if (want === 'frame') return { kind: 'frame', frame: await readAbi(file) };
    if (await isGlm(file)) return { kind: 'lightning', lightning: await readGlm(file) };
    return { kind: 'head', head: await identifyAbi(file) };
  } catch (error) {
    if (!(error instanceof NetcdfError)) throw error;
    const { field, message, remedy } = error;
    return { kind: 'refused', fault: { file, field, message, remedy } };
  }
}
