// The Agent of undici, in a module of its own, because it is a bundle of its own (`esbuild.js`): `LazyAgent` loads it when it is
// first called.
export { Agent } from 'undici';
