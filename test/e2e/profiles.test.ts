/** In one window: profiles of services that answer late, wrongly, or with tokens that end soon. */
import './profiles/connection';
import './profiles/literalNames';
import './profiles/renewal';
