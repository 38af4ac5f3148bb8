import assert from 'node:assert/strict';
import { applyChange } from '../../../../src/configuration/writes/applyChange';
import { isConflict, prepareChange } from '../../../../src/configuration/writes/prepareChange';
import { recoverPendingWrites } from '../../../../src/configuration/writes/recoverWrites';
import { toDocumentText } from '../../../../src/core/resources/resourceText';
import { type Sandbox, startSandbox } from '../../../../src/sandbox/index';
import { deferred, FakeClock, settled } from '../../../support/fakes';
import { closeAll } from '../../api/servers';
import { ConfigurationWindow, Service, told } from '../windowFixture';

const [seconds, minutes] = [1_000, 60_000];

/** What goes wrong after a change that takes the access, until it is rolled back. */
const troubles = [
  'nothing',
  'the answer of the change is lost',
  'the first token request is lost',
  'the answer of the rollback is lost',
  'the rollback does not arrive',
  'the service fails during the rollback',
  'another window forgets all tokens',
  'no file can be written',
  'no secret can be read',
  'the window is killed before the rollback',
  'the window is killed during the rollback',
  'the answer of the change is lost, and the window is killed before the rollback',
  'the answer of the change is lost, and no secret can be read',
] as const;

describe('a change that has to be rolled back', () => {
  let sandbox: Sandbox | undefined;

  afterEach(end);
  async function end(): Promise<void> {
    await settled();
    await sandbox?.stop();
    await closeAll();
  }

  const lost = () =>
    new TypeError('fetch failed', { cause: Object.assign(new Error('ECONNRESET'), { code: 'ECONNRESET' }) });

  for (const trouble of troubles) {
    it(`${trouble}: leaves access, or says what to do while it can be restored`, async () => {
      for (const life of [60, 3600]) {
        for (const lag of [0, 8 * seconds, 7 * minutes]) {
          await end();
          const clock = new FakeClock();
          sandbox = await startSandbox({ now: clock.now });
          const service = new Service(sandbox);
          const key = { kind: 'tokenPolicies', id: sandbox.ids.configurationTokenPolicy } as const;
          await service.change(key.kind, key.id, { accessTokenLifetime: life });
          const at = await ConfigurationWindow.open(sandbox, sandbox, clock);
          const { resourceCache, guard } = at.configuration;
          const base = toDocumentText((await resourceCache.read(key)).body);
          const edited = base.replace('{', '{ "isOff": true,');
          const change = await prepareChange(resourceCache, guard, key, { edited, base });
          assert.ok(change && !isConflict(change));
          if (lag > 0) sandbox.fail({ method: 'GET', path: '/config/', lagMs: lag, times: Infinity });
          let isOff = false;
          let puts = 0;
          let tokens = 0;
          const killed = deferred<'killed'>();
          const kill = () => {
            at.trouble = () => new Promise<Response>(() => undefined);
            killed.resolve('killed');
            return new Promise<Response>(() => undefined);
          };
          at.trouble = async (request, pass) => {
            if (request.startsWith('PUT')) {
              const isRollback = ++puts > 1;
              if (isRollback && puts === 2) {
                if (trouble.endsWith('the window is killed before the rollback')) return kill();
                if (trouble === 'the rollback does not arrive') throw lost();
                if (trouble === 'the service fails during the rollback')
                  return Response.json({ errors: 'broken' }, { status: 500 });
              }
              isOff = !isRollback;
              const answer = await pass();
              if (isRollback && trouble === 'the window is killed during the rollback') return kill();
              if (isRollback && puts === 2 && trouble === 'the answer of the rollback is lost') throw lost();
              if (isRollback) return answer;
              if (trouble === 'another window forgets all tokens')
                await new ConfigurationWindow(at.sandbox, at).tokenService.forget(at.profile);
              if (trouble === 'no file can be written')
                at.faults.fails = (_, step) => step.startsWith('files.');
              if (trouble.endsWith('no secret can be read'))
                at.faults.fails = (_, step) => step.startsWith('secrets.');
              if (trouble.startsWith('the answer of the change is lost')) throw lost();
              return answer;
            }
            if (request !== 'POST login/token') return pass();
            if (isOff && ++tokens === 1 && trouble === 'the first token request is lost') throw lost();
            return isOff ? Response.json({ error: 'invalid_client' }, { status: 401 }) : pass();
          };
          const running = applyChange(at.configuration, change).then(
            ({ verificationError }) => (verificationError ? told(verificationError) : 'done'),
            (error: unknown) => told(error),
          );
          const early = await Promise.race([running, killed.promise]);
          await settled();
          at.faults.fails = () => false;
          at.trouble = (request, pass) =>
            isOff && request === 'POST login/token'
              ? Promise.resolve(Response.json({ error: 'invalid_client' }, { status: 401 }))
              : pass();
          const later = new ConfigurationWindow(sandbox, at);
          later.trouble = at.trouble;
          later.gone.add(at.owner);
          const said: string[] = [];
          for (let minute = 0; minute < 15; minute++) {
            await recoverPendingWrites(later.deps, text => said.push(text));
            clock.jump(minutes);
          }
          const context = `life ${life} s, reads lag ${lag / seconds} s: ${early} ${said.join(' ')}`;
          if (trouble.endsWith('no secret can be read')) assert.match(early, /could not be proved/, context);
          else if (trouble.endsWith('the window is killed before the rollback'))
            assert.match(said.join(), /not known whether the change of “Configuration” was made/, context);
          else assert.equal(isOff, false, context);
          assert.doesNotMatch(early, /^done$/, context);
          if (early !== 'killed') continue;
          assert.notEqual(said.length, 0, `silent: ${context}`);
        }
      }
    });
  }
});
