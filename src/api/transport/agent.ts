export { default as Agent } from 'undici/lib/dispatcher/agent.js';
