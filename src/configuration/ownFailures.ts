import type { ProblemKind } from '../core/common/problem';

/** Failures that say something about one resource or about what this client may read, and nothing about the others. */
export const ownFailures: readonly ProblemKind[] = [
  'forbidden',
  'nothingGranted',
  'gone',
  'badAnswer',
  'tooLarge',
  'refusedByService',
];
