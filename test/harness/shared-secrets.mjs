// @ts-check

/**
 * In the browser, VS Code reads its secrets once a window and writes them all at once, so that windows do not see each
 * other's. On the desktop they do, at once, and are told. For tests of several windows this makes a window's workbench
 * read before each access, write one at a time, and tell the others. [where it stands in the workbench, what instead]
 * @type {[string, string][]}
 */
const patches = [
  ['async get(o){return(await this.secretsPromise)[o]}', 'async get(o){return(await this.load())[o]}'],
  [
    'async set(o,e){let t=await this.secretsPromise;t[o]=e,this.secretsPromise=Promise.resolve(t),this.save()}',
    `async set(o,e){${updateLocked('t[o]=e')}}`,
  ],
  [
    'async delete(o){let e=await this.secretsPromise;delete e[o],this.secretsPromise=Promise.resolve(e),this.save()}',
    `async delete(o){${updateLocked('delete t[o]')}}`,
  ],
  [
    'this._embedderSequencer=new ',
    `new BroadcastChannel('secrets').onmessage=event=>this.onDidChangeSecretEmitter.fire(event.data),this._embedderSequencer=new `,
  ],
];

/** @param {string} change of the secrets `t` */
function updateLocked(change) {
  return `await navigator.locks.request('secrets',async()=>{
    let t=await this.load();${change};this.secretsPromise=Promise.resolve(t);await this.save();
  });
  let told=new BroadcastChannel('secrets');told.postMessage(o);told.close();`;
}

/**
 * Makes the windows of a browser share their secrets as those of the desktop do. Call it before they load.
 * @param {import('playwright-core').BrowserContext} context
 * @returns {Promise<void>} rejects at the load of a window where the workbench is not the one that was looked at
 */
export async function shareSecrets(context) {
  await context.route('**/vs/code/browser/workbench/workbench.js', async route => {
    const response = await route.fetch();
    let body = await response.text();
    for (const [found, instead] of patches) {
      if (body.split(found).length !== 2) throw new Error(`VS Code’s workbench has not once: ${found}`);
      body = body.replace(found, () => instead);
    }
    await route.fulfill({ response, body });
  });
}
