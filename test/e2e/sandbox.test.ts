/** In one window: what a person does with the sandbox, which is not running before and after each of these. */
import './sandbox/palette';
import './sandbox/tree';
import './sandbox/migration';
