/** In one window, which has no profile before: several tokens, and what a person can choose. */
import './tokens/live';
import './tokens/choosing';
