/** The only part of undici that we need. The whole package would be three times as large. */
declare module 'undici/lib/dispatcher/agent.js' {
  import { Agent } from 'undici';
  export = Agent;
}
