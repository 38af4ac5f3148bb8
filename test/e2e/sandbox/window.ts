// The window that the tests of this folder share.
import { shareWindow } from '../../support/useWindow';

export const useSandboxWindow = shareWindow({ files: { 'readme.md': '# Hello\n' } });
