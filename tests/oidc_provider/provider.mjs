// The certified npm `oidc-provider`, as strict as HelseID and ID-porten ask for: FAPI 2.0 with pushed requests, DPoP with
// the server's own nonces, private_key_jwt. On loopback, for tests; ends when its standard input closes.
//
//   stdin, first line   {"people": {"ola": {"pid": "…", "name": "…"}}}
//   stdout              ready http://127.0.0.1:PORT
//   POST /test/client   the client's metadata: our program is started after us, so it is told of later
//   POST /test/rotate   sign with a new key from now on
import { createServer } from 'node:http';
import { randomBytes } from 'node:crypto';
import { createInterface } from 'node:readline';
import { exportJWK, generateKeyPair } from 'jose';
import { Provider } from 'oidc-provider';

const LEVELS = ['idporten-loa-substantial', 'idporten-loa-high'];
const secrets = { cookie: randomBytes(32).toString('hex'), nonce: randomBytes(32) };
let people = {};
let issuer = '';
let client;
let keys = [];
let provider;

async function newKey() {
  const { privateKey } = await generateKeyPair('ES256', { extractable: true });
  return { ...(await exportJWK(privateKey)), kid: randomBytes(8).toString('hex'), use: 'sig', alg: 'ES256' };
}

function build() {
  provider = new Provider(issuer, {
    clients: client ? [client] : [],
    jwks: { keys },
    acrValues: LEVELS,
    claims: { acr: null, auth_time: null, sid: null, iss: null, openid: ['sub', 'pid'], profile: ['name'] },
    clientAuthMethods: ['private_key_jwt'],
    conformIdTokenClaims: true,
    cookies: { keys: [secrets.cookie] },
    features: {
      devInteractions: { enabled: false },
      fapi: { enabled: true, profile: '2.0' },
      pushedAuthorizationRequests: { enabled: true, requirePushedAuthorizationRequests: true },
      dPoP: { enabled: true, nonceSecret: secrets.nonce, requireNonce: () => true },
      backchannelLogout: { enabled: true },
      rpInitiatedLogout: { enabled: true, logoutSource, postLogoutSuccessSource },
    },
    // Without its guard against addresses on the same machine: that is where we are.
    fetch: (url, { dispatcher, ...options }) => globalThis.fetch(url, options),
    findAccount: (_, id) => (people[id] ? { accountId: id, claims: () => ({ sub: id, ...people[id] }) } : undefined),
    interactions: { url: (_, interaction) => `/interaction/${interaction.uid}` },
    loadExistingGrant: grant,
    pkce: { required: () => true },
    routes: { pushed_authorization_request: '/par' },
    ttl: { Interaction: 600, Grant: 600, Session: 600, AccessToken: 600, IdToken: 600 },
  });
  provider.on('backchannel.error', (_, error) => console.error('backchannel', error.message));
  provider.on('server_error', (_, error) => console.error('server', error));
}

async function grant(ctx) {
  const made = new ctx.oidc.provider.Grant({ clientId: ctx.oidc.client.clientId, accountId: ctx.oidc.session.accountId });
  made.addOIDCScope('openid profile');
  await made.save();
  return made;
}

function loginPage(uid) {
  const buttons = Object.entries(people).flatMap(([id, { name }]) => LEVELS.map((level) =>
    `<p><button name="as" value="${id} ${level}">${name}, ${level}</button></p>`));
  return `<!doctype html><title>Provider</title><h1>Who are you?</h1><form method="post" action="/interaction/${uid}">
    ${buttons.join('\n')}<p><button name="as" value="-">Cancel</button></p></form>`;
}

function logoutSource(ctx, form) {
  ctx.type = 'html';
  ctx.body = `<!doctype html><title>Provider</title><h1>Sign out?</h1>${form}
    <button form="op.logoutForm" name="logout" value="yes">Yes, sign me out</button>`;
}

function postLogoutSuccessSource(ctx) {
  ctx.type = 'html';
  ctx.body = '<!doctype html><title>Provider</title><h1>Signed out</h1>';
}

async function interaction(request, response) {
  if (request.method === 'GET') {
    const { uid } = await provider.interactionDetails(request, response);
    response.writeHead(200, { 'content-type': 'text/html' }).end(loginPage(uid));
    return;
  }
  const [id, acr] = new URLSearchParams(await bodyOf(request)).get('as').split(' ');
  const result = people[id] ? { login: { accountId: id, acr } } : { error: 'access_denied' };
  await provider.interactionFinished(request, response, result, { mergeWithLastSubmission: false });
}

async function bodyOf(request) {
  let body = '';
  for await (const piece of request) body += piece;
  return body;
}

async function control(request, response) {
  if (request.url === '/test/client') client = JSON.parse(await bodyOf(request));
  if (request.url === '/test/rotate') keys = [await newKey()];
  build();
  response.writeHead(204).end();
}

function route(request, response) {
  if (request.url.startsWith('/test/')) return control(request, response);
  if (request.url.startsWith('/interaction/')) return interaction(request, response);
  return provider.callback()(request, response);
}

const server = createServer((request, response) => {
  Promise.resolve(route(request, response)).catch((error) => {
    console.error(error);
    if (!response.headersSent) response.writeHead(500);
    response.end();
  });
});

const lines = createInterface({ input: process.stdin });
lines.once('line', async (line) => {
  ({ people } = JSON.parse(line));
  keys = [await newKey()];
  server.listen(0, '127.0.0.1', () => {
    issuer = `http://127.0.0.1:${server.address().port}`;
    build();
    console.log(`ready ${issuer}`);
  });
});
lines.once('close', () => process.exit(0));
