import { readFileSync, readdirSync } from 'node:fs';
import { parseScenario } from '../adapters/scenario-yaml/scenario-yaml.ts';
import { createWorld } from './world.ts';
import { isoFromMicros } from '../api/iso.ts';
import { start, step } from '../core/pipeline.ts';
import { encode, decode } from '../core/codec.ts';
import { skyAt } from '../adapters/sky/sky.ts';
const only=process.argv[2]; const seed=Number(process.argv[3]??0);
for (const s of readdirSync('scenarios')) { if (only && !s.includes(only)) continue;
  const p=parseScenario(readFileSync(`scenarios/${s}/scenario.yaml`,'utf8'), s); if (p.kind==='rejected') continue;
  const w=createWorld(p.scenario, seed||p.scenario.seed, {sky: skyAt as never}); const st=start(); st.at_us=-9e15; (st as any).foldedTo_us=-9e15; (st as any).tracker && ((st as any).tracker.at_us=-9e15); let seq=0; const t0=performance.now();
  console.log('=====',s); const n: Record<string,number>={}; let lastAss='';
  for (let i=w.next(); i; i=w.next()) {
    const entry={seq: seq++, at_us:i.at_us, line:i.line, input: decode(encode(i.input))} as never;
    if (i.input.kind==='act') console.log(isoFromMicros(i.at_us).slice(11,22),'ACT',i.input.person,i.input.act,i.input.line,'rev',i.input.revision);
    step(st, entry, (e) => { w.hear(e); const k=e.kind+(e.kind==='refused'?e.reason:e.kind==='alarm'?e.alarm:''); n[k]=(n[k]??0)+1;
      const t=isoFromMicros(i!.at_us).slice(11,22);
      if (e.kind==='notice') console.log(t,'NOTICE',e.notice.event,e.notice.phenomenology,(e.notice.place.point.latitude_rad*57.3).toFixed(2),(e.notice.place.point.longitude_rad*57.3).toFixed(2));
      if (e.kind==='refused' && n[k]<=2) console.log(t,'REFUSED',e.reason,e.detail);
      if (e.kind==='alarm' && n[k]<=2) console.log(t,'ALARM',e.alarm,e.detail);
      if (e.kind==='warning' && (e.change!=='updated'&&e.change!=='revised' || n[k]<5)) console.log(t,'WARNING',e.change,e.warning.state,'rev',e.warning.revision, e.warning.assessment.cause, e.warning.assessment.energyClass, e.warning.retractionReason??'');
      if (e.kind==='assessment') { const a=e.assessment; const m=`${a.event} ${a.cause} ${a.causeProbability.toFixed(2)} ${a.energyClass??''} ${a.phenomenologies.map(x=>x.phenomenology+':'+x.state).join(',')}`; const key=a.event+a.cause+a.energyClass; if (key!==lastAss) { console.log(t,'  assess',m); lastAss=key; } }
    }); }
  console.log(n, (performance.now()-t0).toFixed(0)+'ms');
}
